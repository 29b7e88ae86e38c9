import { randomUUID } from 'node:crypto';
import { call } from '../../direct-line/harness/client';

/** What one visitor of the load has seen and been promised. */
interface Visitor {
  readonly token: string;
  readonly base: string;
  /** Ids under which messages were sent, the ones that the service has answered for first. */
  readonly acknowledged: string[];
  readonly sent: Set<string>;
}

/** What the log of all conversations says in the end. */
export interface Tally {
  readonly conversations: number;
  readonly acknowledged: number;
  /** Acknowledged messages that are not in the log. */
  readonly lost: number;
  /** Messages that are in the log more than once. */
  readonly doubled: number;
  /** Numbers missing between the first and the last entry of a log. */
  readonly gaps: number;
  /** Messages in the log without a reply, and with more than one. */
  readonly unanswered: number;
  readonly answeredTwice: number;
}

/** Visitors who send one message after the other, and send each again under its own id until it is acknowledged. */
export class Load {
  readonly #visitors: Visitor[] = [];
  #running = false;
  #work: Promise<void>[] = [];
  /** Base addresses of the services; visitors change between them. */
  urls: readonly string[] = [];

  /** Begins conversations at the first service. */
  async begin(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const { body } = await call(`${this.urls[0]}/api/token`);
      const base = `/v3/directline/conversations`;
      const opened = await call(`${this.urls[0]}${base}`, { token: body.token });
      if (opened.status !== 201) throw new Error(`no conversation: ${opened.status}`);
      const path = `${base}/${opened.body.conversationId}/activities`;
      this.#visitors.push({ token: opened.body.token, base: path, acknowledged: [], sent: new Set() });
    }
  }

  start(): void {
    this.#running = true;
    this.#work = this.#visitors.map((visitor) => this.#talk(visitor));
  }

  /** Resolves when the messages on their way are acknowledged or given up by the service's death. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#work);
  }

  /** Lets every visitor give up. */
  quit(): void {
    this.#running = false;
  }

  /** Resolves when so many more messages were acknowledged. */
  async acknowledged(more: number): Promise<void> {
    const count = () => this.#visitors.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    const until = count() + more;
    while (count() < until) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  async tally(): Promise<Tally> {
    const tally = { lost: 0, doubled: 0, gaps: 0, unanswered: 0, answeredTwice: 0 };
    for (const { token, base, acknowledged } of this.#visitors) {
      const { body } = await call(`${this.urls[0]}${base}?watermark=`, { method: 'GET', token });
      const numbers: number[] = body.activities.map(({ id }: { id: string }) => Number(id.split('|')[1]));
      tally.gaps += numbers.filter((number, index) => number !== (numbers[0] ?? 0) + index).length;
      const own = body.activities.filter(({ from }: { from: { role: string } }) => from.role === 'user');
      const ids: string[] = own.map(
        (one: { channelData: { clientActivityID: string } }) => one.channelData.clientActivityID,
      );
      tally.lost += acknowledged.filter((id) => !ids.includes(id)).length;
      tally.doubled += ids.length - new Set(ids).size;
      for (const { id } of own) {
        const replies = body.activities.filter(({ replyToId }: { replyToId?: string }) => replyToId === id);
        if (replies.length === 0) tally.unanswered += 1;
        if (replies.length > 1) tally.answeredTwice += 1;
      }
    }
    const acknowledged = this.#visitors.reduce((sum, visitor) => sum + visitor.acknowledged.length, 0);
    return { conversations: this.#visitors.length, acknowledged, ...tally };
  }

  async #talk(visitor: Visitor): Promise<void> {
    while (this.#running) await this.#say(visitor, randomUUID());
  }

  /** Sends one message until the service has answered for it. */
  async #say({ token, base, acknowledged }: Visitor, clientActivityID: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const url = this.urls[attempt % Math.max(1, this.urls.length)] ?? '';
      const body = { type: 'message', text: 'what is an mri', channelData: { clientActivityID } };
      const answer = await call(url + base, { token, body }).catch(() => undefined);
      if (answer?.status === 200) {
        acknowledged.push(clientActivityID);
        return;
      }
      if (!this.#running) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

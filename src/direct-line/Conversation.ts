import { ActivityLog, type Page, pageText } from './ActivityLog';
import type { Holder } from './tokens';

/** One open socket, as a conversation sees it. */
export interface Listener {
  send(frame: string): void;
  /** Ends the socket; the client may connect again. */
  close(): void;
}

interface ConversationLimits {
  readonly maxActivities: number;
  readonly maxBytes: number;
  readonly maxListeners: number;
  /** Messages that may wait for their turn. */
  readonly maxWaiting: number;
}

/** Per conversation: an hour of busy talk; two tabs and three that were forgotten; nobody types ten ahead. */
const CONVERSATION_LIMITS: ConversationLimits = {
  maxActivities: 400,
  maxBytes: 512 * 1024,
  maxListeners: 5,
  maxWaiting: 10,
};

/** Client ids remembered to notice a message that is sent again after a lost answer. */
const REMEMBERED_IDS = 64;

/** A conversation of the embedded channel: what was said, who listens, and whose turn it is. */
export class Conversation {
  readonly #log: ActivityLog;
  readonly #listeners = new Set<Listener>();
  readonly #sent = new Map<string, string>();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** True once the visitor closed the chat: what was said goes as soon as nobody listens. */
  ended = false;

  constructor(
    readonly holder: Holder,
    readonly locale: string,
    /** Time of the last sign of life, in ms since 1970. */
    public touchedAt: number,
    private readonly limits: ConversationLimits = CONVERSATION_LIMITS,
  ) {
    this.#log = new ActivityLog(limits.maxActivities, limits.maxBytes);
  }

  get id(): string {
    return this.holder.conversation;
  }

  get last(): number {
    return this.#log.last;
  }

  get bytes(): number {
    return this.#log.bytes;
  }

  get listening(): number {
    return this.#listeners.size;
  }

  get isFull(): boolean {
    return this.#waiting >= this.limits.maxWaiting;
  }

  /** Adds an activity and tells all listeners at once. @returns its id. */
  append(activity: object): string {
    let id = '';
    const page = this.#log.append((seq) => {
      id = `${this.id}|${String(seq).padStart(7, '0')}`;
      return { ...activity, id };
    });
    const frame = pageText(page);
    for (const listener of this.#listeners) listener.send(frame);
    return id;
  }

  after(watermark: number): Page {
    return this.#log.after(watermark);
  }

  /** Forgets what was said so far, because the visitor asked to start over. */
  forget(): void {
    this.#log.clear();
  }

  /** Runs one turn after the ones before it, so that two quick messages are answered in order. */
  inTurn(turn: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const run = this.#tail.then(turn).finally(() => {
      this.#waiting -= 1;
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }

  /** @returns the id given to a message the client sent before under the same id of its own. */
  sentBefore(clientId: string | undefined): string | undefined {
    return clientId === undefined ? undefined : this.#sent.get(clientId);
  }

  rememberSent(clientId: string | undefined, id: string): void {
    if (clientId === undefined) return;
    this.#sent.set(clientId, id);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= REMEMBERED_IDS) return;
      this.#sent.delete(oldest);
    }
  }

  /**
   * Lets a socket listen: first everything after `watermark`, then what comes. There may be several, because a
   * duplicated tab has the same token; two that close each other would never come to rest.
   */
  listen(listener: Listener, watermark: number): void {
    const missed = this.after(watermark);
    if (missed.activities.length > 0) listener.send(pageText(missed));
    this.#listeners.add(listener);
    for (const oldest of this.#listeners) {
      if (this.#listeners.size <= this.limits.maxListeners) return;
      this.#listeners.delete(oldest);
      oldest.close();
    }
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Ends all sockets. */
  hangUp(): void {
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
  }
}

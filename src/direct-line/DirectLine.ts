import { randomBytes, randomUUID } from 'node:crypto';
import type { Delivery } from '../channels/delivery';
import { StorageError } from '../storage/StorageError';
import type { ConversationId, Kept } from '../storage/Store';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import {
  type ClientActivity,
  isClosing,
  isStartOver,
  readClientActivity,
  readGenerate,
  readLocale,
} from './clientActivity';
import type { Listener } from './LiveConversation';
import { LiveConversations } from './LiveConversations';
import { CHANNEL, type Conversation, forBot, idOf, incoming, opening } from './outgoing';
import { createPace, MESSAGES_PER_MINUTE } from './pace';
import { positionOf, watermarkOf } from './page';
import {
  type DirectLineRefusal,
  type Grant,
  type Opened,
  type Refused,
  refused,
  type Taken,
} from './results';
import { createTokens, type Holder, type Tokens } from './tokens';
import { type TurnDelivery, turnDelivery } from './turnDelivery';

export interface DirectLineOptions {
  /** Runs one turn of the bot in this process. */
  readonly run: (activity: object, delivery: Delivery) => Promise<void>;
  readonly botName: string;
  readonly key: Buffer;
  readonly tokenLifeMs: number;
  readonly store: StoreHealth;
  /** Says whether a message tells of a red flag: it is let in though its conversation is over a limit. */
  readonly isUrgent: (text: string) => boolean;
  /** True where other replicas store as well. */
  readonly replicated: boolean;
  readonly log: Log;
  readonly now: () => number;
}

export const DIRECT_LINE_PATH = '/v3/directline';
/** Urgent messages are let in up to this many times the limit. */
const URGENT_SHARE = 4;
/** A sign of life is written down this often at most. */
const TOUCH_MS = 60_000;

/**
 * The Direct Line 3.0 channel inside this service, without HTTP. It keeps what clients rely on: the visitor's
 * own activity is shown before the bot's reply, turns come one at a time, numbers have no gap, and a reader who
 * comes back continues where it stopped. What is said is in the store before anybody is told of it; while the store is
 * away, visitors are still answered, and only those who listen hear it.
 *
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-concepts
 */
export class DirectLine {
  readonly #tokens: Tokens;
  readonly #live: LiveConversations;
  /** Closed by their visitors, while somebody still reads them here. */
  readonly #ended = new Set<string>();
  readonly #sentWithinMinute = createPace();

  constructor(private readonly options: DirectLineOptions) {
    const { key, tokenLifeMs: lifeMs, now, store } = options;
    this.#tokens = createTokens({ key, lifeMs, now });
    this.#live = new LiveConversations(store, now);
  }

  /** Conversations that this process keeps anything of in memory. */
  get size(): number {
    return this.#live.size;
  }

  /** A token for a new conversation. Nothing is kept for it: that only begins with {@link start}. */
  grant(user = `dl_${randomUUID()}`): Grant {
    return this.#grant({ conversation: randomBytes(16).toString('base64url'), user });
  }

  /** A token in exchange for the channel's secret. @param body - may name a user whose id begins with `dl_`. */
  generate(body: unknown): Grant | Refused {
    const wanted = readGenerate(body);
    return wanted === undefined ? refused('bad-client-activity') : this.grant(wanted.user);
  }

  /** A fresh token for one that is still good. */
  async refresh(token: string): Promise<Grant | Refused> {
    const known = await this.#known(token);
    return 'kind' in known ? known : this.#grant(known.holder);
  }

  /** Begins the conversation of a token and has the bot welcome the visitor; a second call finds it again. */
  async start(token: string, body: unknown): Promise<Opened | Refused> {
    const holder = this.#holder(token);
    if ('kind' in holder) return holder;
    const running = await this.#find(holder);
    if (running?.isStored === true) return this.#opened(running, '0', false);
    const conversation = { holder, locale: readLocale(body) ?? 'en-US' };
    this.options.log.info('chat.started', { conversation: holder.conversation, channel: CHANNEL });
    await this.#turn(conversation, opening(conversation), {});
    await this.options.store.ask((store) => store.trim()).catch(() => undefined);
    return this.#opened(conversation, '0', true);
  }

  /**
   * Opens a running conversation again, unless its reader has heard what is not stored any more.
   *
   * @param watermark - '' for everything, null for only what is new.
   */
  async reconnect(token: string, id: string, watermark: string | null): Promise<Opened | Refused> {
    const known = await this.#known(token, id);
    if ('kind' in known) return known;
    const from = watermark ?? String(known.last);
    const live = this.#live.at(id);
    const isHeld = await live.holds(positionOf(from));
    this.#live.release(live);
    return isHeld ? this.#opened(known, from, false) : refused('conversation-unknown');
  }

  /** Takes one activity of the visitor and runs the bot's turn. */
  async post(token: string, id: string, body: unknown): Promise<Taken | Refused> {
    const conversation = await this.#known(token, id);
    if ('kind' in conversation) return conversation;
    const sent = readClientActivity(body);
    if (sent === undefined) return refused('bad-client-activity');
    // Not counted: clients send it on their own, and it must not use up what the visitor may say.
    if (sent.type === 'typing') return { kind: 'taken', id: `${id}|typing` };
    if (!this.#isLetIn(id, sent, await this.#sentWithinMinute(id))) return refused('too-many-messages');

    const own = incoming(sent, conversation, this.options.now());
    const clientId = sent.channelData?.clientActivityID;
    const ends = isClosing(sent);
    const kept = { own, clientId, startsOver: isStartOver(sent), ends };
    const turn = await this.#turn(conversation, forBot(own, clientId), kept);
    if (ends) await this.#leaveEnded(id);
    return turn ?? refused('turn-failed');
  }

  /** What was said after a watermark, or all of it when that is not known; for clients that cannot open a socket. */
  async read(token: string, id: string, watermark: string | null) {
    const conversation = await this.#known(token, id);
    if ('kind' in conversation) return conversation;
    const live = this.#live.at(id);
    const page = await live.pageAfter(positionOf(watermark ?? ''));
    this.#live.release(live);
    return { kind: 'page', page } as const;
  }

  /**
   * Looks at a socket's request before it is upgraded.
   *
   * @param token - of the socket's URL, not the token of the REST calls.
   * @returns why it may not listen, or undefined when it may.
   */
  mayListen(token: string, id: string): DirectLineRefusal | undefined {
    const verified = this.#tokens.verify(token, 'stream');
    return verified.kind === 'holder' && verified.holder.conversation === id ? undefined : 'token-invalid';
  }

  /**
   * Lets a socket that {@link mayListen} hear its conversation: first what it missed, then what comes. It is closed
   * when the conversation is gone.
   *
   * @returns what to call when the socket is gone.
   */
  listen(id: string, watermark: string | null, listener: Listener): () => void {
    const live = this.#live.at(id);
    live.listen(listener, positionOf(watermark ?? ''));
    return () => {
      live.leave(listener);
      this.#live.release(live);
      if (this.#ended.delete(id)) void this.#leaveEnded(id);
    };
  }

  /** Another replica stored something of this conversation. */
  heard({ channel, conversation }: ConversationId): void {
    if (channel === CHANNEL) this.#live.heard(conversation);
  }

  /** Looks for what listeners lack. */
  async poll(): Promise<void> {
    await this.#live.poll(this.options.replicated).catch(() => undefined);
  }

  /** Forgets what is past its time. */
  sweep(): void {
    this.#live.sweep();
  }

  /** Words that tell of a red flag pass the pace and the waiting turns of their conversation. */
  #isLetIn(id: string, { type, text = '' }: ClientActivity, sent: number): boolean {
    if (sent <= MESSAGES_PER_MINUTE && this.#live.find(id)?.isFull !== true) return true;
    if (sent > MESSAGES_PER_MINUTE * URGENT_SHARE) return false;
    return type === 'message' && this.options.isUrgent(text);
  }

  /** Runs one turn. @returns undefined when it broke. */
  async #turn(
    conversation: Conversation,
    activity: object,
    kept: Pick<Parameters<typeof turnDelivery>[0], 'own' | 'clientId' | 'startsOver' | 'ends'>,
  ): Promise<Taken | undefined> {
    const { run, botName, now, log } = this.options;
    const live = this.#live.at(conversation.holder.conversation);
    const delivery = turnDelivery({ conversation, live, botName, now, ...kept });
    live.waiting += 1;
    try {
      await run(activity, delivery);
      // Nothing the bot knows: it is in the log all the same, because clients wait to see their own.
      if (!delivery.isDone) await this.#store(conversation, delivery);
      const { ownId = '', answered } = delivery;
      return { kind: 'taken', id: ownId, ...(answered.length === 0 ? {} : { activities: answered }) };
    } catch (error) {
      log.error('turn.failed', { conversation: live.id, channel: CHANNEL, error });
      return undefined;
    } finally {
      live.waiting -= 1;
      this.#live.release(live);
    }
  }

  async #store({ holder: { conversation, user } }: Conversation, delivery: TurnDelivery): Promise<void> {
    const at = { key: { channel: CHANNEL, conversation, person: user } };
    const decide = ({ last }: { last: number }): { changes: Kept; result: true } => ({
      changes: delivery.keep([], last),
      result: true,
    });
    const stored = await this.options.store.turn(at, decide).catch(() => false);
    await delivery.deliver([], stored);
  }

  /** What was said in a closed conversation goes as soon as nobody reads it. */
  async #leaveEnded(id: string): Promise<void> {
    if ((this.#live.find(id)?.listening ?? 0) > 0) this.#ended.add(id);
    // With replicas somebody may read it at another one: the sweep of the store lets it go a minute later.
    else if (!this.options.replicated)
      await this.options.store.ask((store) => store.forget(idOf(id))).catch(() => undefined);
  }

  #grant(holder: Holder): Grant {
    const { token, expiresIn } = this.#tokens.issue(holder, 'chat');
    return { kind: 'granted', conversationId: holder.conversation, userId: holder.user, token, expiresIn };
  }

  #opened({ holder }: Conversation, watermark: string, created: boolean): Opened {
    const { token } = this.#tokens.issue(holder, 'stream');
    const from = watermarkOf(positionOf(watermark));
    const streamPath = `${DIRECT_LINE_PATH}/conversations/${holder.conversation}/stream?watermark=${from}&t=${token}`;
    return { ...this.#grant(holder), kind: 'opened', created, streamPath };
  }

  #holder(token: string): Holder | Refused {
    if (token === '') return refused('token-missing');
    const verified = this.#tokens.verify(token, 'chat');
    if (verified.kind === 'holder') return verified.holder;
    return refused(verified.kind === 'expired' ? 'token-expired' : 'token-invalid');
  }

  /** The running conversation of a token. @param id - the one that is asked for; another than the token's is refused. */
  async #known(token: string, id?: string): Promise<Known | Refused> {
    const holder = this.#holder(token);
    if ('kind' in holder) return holder;
    if (id !== undefined && id !== holder.conversation) return refused('token-invalid');
    // Asked before the store is: what was told until now is in it, unless it was restored to an earlier time.
    const live = this.#live.find(holder.conversation);
    const told = live?.farthest ?? 0;
    const found = await this.#find(holder);
    if (found === undefined) return refused('conversation-unknown');
    if (!found.isStored || told <= found.last) return found;
    void live?.catchUp();
    return refused('conversation-unknown');
  }

  /** While the store is away the token alone says that there is such a conversation. */
  async #find(holder: Holder): Promise<Known | undefined> {
    const id = idOf(holder.conversation);
    try {
      const found = await this.options.store.ask(async (store) => {
        const stored = await store.conversation(id);
        if (stored !== undefined && this.options.now() - stored.touchedAt > TOUCH_MS) await store.touch(id);
        return stored;
      });
      if (found === undefined) return undefined;
      return { holder, locale: found.locale, last: found.last, isStored: true };
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return { holder, locale: 'en-US', last: 0, isStored: false };
    }
  }
}

/** A conversation that there is. */
interface Known extends Conversation {
  readonly last: number;
  readonly isStored: boolean;
}

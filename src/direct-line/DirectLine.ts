import { randomBytes, randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Log } from '../telemetry/log';
import { Conversation, type Listener } from './Conversation';
import { ConversationRegistry } from './ConversationRegistry';
import { type ClientActivity, readClientActivity, readGenerate, readLocale } from './clientActivity';
import { CHANNEL, forBot, incoming, opening, outgoing } from './outgoing';
import { createTokens, type Holder, type Tokens } from './tokens';

/** Runs one turn of the bot in this process; `deliver` gets its activities in order. */
export type RunTurn = (activity: object, deliver: (activity: object) => void) => Promise<void>;

/** Why a call was turned away. The server has the words and the status for each. */
export type DirectLineRefusal =
  | 'token-missing'
  | 'token-invalid'
  | 'token-expired'
  | 'conversation-unknown'
  | 'bad-client-activity'
  | 'too-many-messages'
  | 'too-many-conversations'
  | 'turn-failed';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: DirectLineRefusal;
}

/** A token, and the conversation it opens. */
export interface Grant {
  readonly kind: 'granted';
  readonly conversationId: string;
  readonly userId: string;
  readonly token: string;
  readonly expiresIn: number;
}

/** A conversation that a socket can now be opened for. */
export interface Opened extends Omit<Grant, 'kind'> {
  readonly kind: 'opened';
  readonly created: boolean;
  /** Path and query of the socket; good for a minute. */
  readonly streamPath: string;
}

export interface DirectLineOptions {
  readonly run: RunTurn;
  readonly botName: string;
  readonly key: Buffer;
  readonly tokenLifeMs: number;
  readonly idleMs: number;
  readonly maxConversations: number;
  readonly maxBytes: number;
  readonly log: Log;
  readonly now: () => number;
}

export const DIRECT_LINE_PATH = '/v3/directline';
/** More than a person types, in one conversation. */
const MESSAGES_PER_MINUTE = 60;
/** Buttons that ask to start over; see the conversation core. Here they mean: forget what was said. */
const START_OVER = new Set(['restart', 'start-over']);

/**
 * The Direct Line 3.0 channel inside this service, without HTTP. It keeps what clients rely on: the visitor's
 * own activity is shown before the bot's turn, turns come one at a time, numbers have no gap, and a reader who
 * comes back continues where it stopped.
 *
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-concepts
 */
export class DirectLine {
  readonly #tokens: Tokens;
  readonly #conversations: ConversationRegistry;
  readonly #pace = new RateLimiterMemory({ points: MESSAGES_PER_MINUTE, duration: 60 });

  constructor(private readonly options: DirectLineOptions) {
    const { key, tokenLifeMs: lifeMs, now } = options;
    this.#tokens = createTokens({ key, lifeMs, now });
    this.#conversations = new ConversationRegistry(options);
  }

  /** Live conversations. */
  get size(): number {
    return this.#conversations.size;
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
  refresh(token: string): Grant | Refused {
    const known = this.#known(token);
    return 'kind' in known ? known : this.#grant(known.holder);
  }

  /** Begins the conversation of a token and has the bot welcome the visitor; a second call finds it again. */
  async start(token: string, body: unknown): Promise<Opened | Refused> {
    const holder = this.#holder(token);
    if ('kind' in holder) return holder;
    const running = this.#conversations.get(holder.conversation);
    if (running !== undefined) return this.#opened(running, 0, false);
    const conversation = new Conversation(holder, readLocale(body) ?? 'en-US', this.options.now());
    if (!this.#conversations.add(conversation)) return refused('too-many-conversations');
    this.options.log.info('chat.started', { conversation: holder.conversation, channel: CHANNEL });
    await this.#turn(conversation, opening(conversation));
    return this.#opened(conversation, 0, true);
  }

  /** Opens a running conversation again. @param watermark - '' for everything, null for only what is new. */
  reconnect(token: string, id: string, watermark: string | null): Opened | Refused {
    const known = this.#known(token, id);
    if ('kind' in known) return known;
    return this.#opened(known, watermark === null ? known.last : numberOf(watermark), false);
  }

  /** Takes one activity of the visitor: shows it back, then runs the bot's turn. @returns its id. */
  async post(token: string, id: string, body: unknown): Promise<{ kind: 'taken'; id: string } | Refused> {
    const conversation = this.#known(token, id);
    if ('kind' in conversation) return conversation;
    const sent = readClientActivity(body);
    if (sent === undefined) return refused('bad-client-activity');
    if (!(await this.#isInPace(id))) return refused('too-many-messages');
    const clientId = sent.channelData?.clientActivityID;
    const before = conversation.sentBefore(clientId);
    if (before !== undefined) return { kind: 'taken', id: before };
    if (sent.type === 'typing') return { kind: 'taken', id: `${conversation.id}|typing` };
    if (conversation.isFull) return refused('too-many-messages');

    if (isStartOver(sent)) conversation.forget();
    const activity = incoming(sent, conversation, this.options.now());
    const activityId = conversation.append(activity);
    conversation.rememberSent(clientId, activityId);
    const went = await this.#turn(conversation, forBot(activity, activityId));
    if (isClosing(sent)) conversation.ended = true;
    return went ? { kind: 'taken', id: activityId } : refused('turn-failed');
  }

  /** What was said after a watermark; for clients that cannot open a socket. */
  read(token: string, id: string, watermark: string | null) {
    const conversation = this.#known(token, id);
    if ('kind' in conversation) return conversation;
    return { kind: 'page', page: conversation.after(numberOf(watermark ?? '')) } as const;
  }

  /**
   * Looks at a socket's request before it is upgraded.
   *
   * @param token - of the socket's URL, not the token of the REST calls.
   * @returns why it may not listen, or undefined when it may.
   */
  mayListen(token: string, id: string): DirectLineRefusal | undefined {
    const verified = this.#tokens.verify(token, 'stream');
    if (verified.kind !== 'holder' || verified.holder.conversation !== id) return 'token-invalid';
    return this.#conversations.get(id) === undefined ? 'conversation-unknown' : undefined;
  }

  /**
   * Lets a socket that {@link mayListen} hear its conversation: first what it missed, then what comes.
   *
   * @returns what to call when the socket is gone, or undefined when the conversation has just ended.
   */
  listen(id: string, watermark: string | null, listener: Listener): (() => void) | undefined {
    const conversation = this.#conversations.get(id);
    conversation?.listen(listener, numberOf(watermark ?? ''));
    return conversation === undefined ? undefined : () => conversation.leave(listener);
  }

  /** Forgets conversations that are over. */
  sweep(): void {
    this.#conversations.sweep();
  }

  async #isInPace(id: string): Promise<boolean> {
    return this.#pace.consume(id).then(
      () => true,
      () => false,
    );
  }

  async #turn(conversation: Conversation, activity: object): Promise<boolean> {
    const { run, botName, now, log } = this.options;
    const deliver = (sent: object) => {
      const shown = outgoing({ ...sent }, botName, now());
      if (shown !== undefined) conversation.append({ ...shown, conversation: { id: conversation.id } });
    };
    try {
      await conversation.inTurn(() => run(activity, deliver));
      return true;
    } catch (error) {
      log.error('turn.failed', { conversation: conversation.id, channel: CHANNEL, error });
      return false;
    }
  }

  #grant(holder: Holder): Grant {
    const { token, expiresIn } = this.#tokens.issue(holder, 'chat');
    return { kind: 'granted', conversationId: holder.conversation, userId: holder.user, token, expiresIn };
  }

  #opened(conversation: Conversation, watermark: number, created: boolean): Opened {
    const { token } = this.#tokens.issue(conversation.holder, 'stream');
    const streamPath = `${DIRECT_LINE_PATH}/conversations/${conversation.id}/stream?watermark=${watermark}&t=${token}`;
    return { ...this.#grant(conversation.holder), kind: 'opened', created, streamPath };
  }

  #holder(token: string): Holder | Refused {
    if (token === '') return refused('token-missing');
    const verified = this.#tokens.verify(token, 'chat');
    if (verified.kind === 'holder') return verified.holder;
    return refused(verified.kind === 'expired' ? 'token-expired' : 'token-invalid');
  }

  /** The running conversation of a token. @param id - the one that is asked for; another than the token's is refused. */
  #known(token: string, id?: string): Conversation | Refused {
    const holder = this.#holder(token);
    if ('kind' in holder) return holder;
    if (id !== undefined && id !== holder.conversation) return refused('token-invalid');
    return this.#conversations.get(holder.conversation) ?? refused('conversation-unknown');
  }
}

function refused(reason: DirectLineRefusal): Refused {
  return { kind: 'refused', reason };
}

/** Watermarks come from clients: anything that is no number means from the beginning. */
function numberOf(watermark: string): number {
  return /^\d{1,9}$/.test(watermark) ? Number(watermark) : 0;
}

function commandOf({ value }: ClientActivity): string {
  const word = typeof value === 'object' ? value.command : value;
  return typeof word === 'string' ? word.trim().toLowerCase() : '';
}

function isStartOver(sent: ClientActivity): boolean {
  return sent.type === 'message' && START_OVER.has(commandOf(sent));
}

function isClosing(sent: ClientActivity): boolean {
  return sent.type === 'event' && sent.name?.toLowerCase() === 'close';
}

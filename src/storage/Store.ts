import type { Feedback } from '../conversation/effects';
import type { ConversationKey } from '../conversation/events';
import type { ConversationState } from '../conversation/state';
import type { KeyUse } from './encryptedTexts';
import type { Rotated } from './rotateRows';
import type { Unanswered } from './UnansweredRows';

/** Where something is said: one conversation of one channel. */
export type ConversationId = Pick<ConversationKey, 'channel' | 'conversation'>;

/** Who was welcomed in a conversation, so that it is welcomed once, whichever replica hears of it. */
export interface Greeting {
  readonly people: readonly string[];
  /** Time of the last message, in ms since 1970. */
  readonly at: number;
}

/** What is known when a turn begins. */
export interface Found {
  readonly state: ConversationState | undefined;
  readonly greeting: Greeting | undefined;
  /** Number of the newest entry of the conversation's log; 0 when there was none. */
  readonly last: number;
  /** Present when this activity was taken before: what was noted with it then, '' for nothing. */
  readonly repeated: string | undefined;
}

/** A message for a channel, kept until the channel has taken it. */
interface OutboxEntry {
  readonly id: string;
  readonly activity: object;
}

/** What a channel keeps of a turn. */
export interface Kept {
  /** New entries of the log; they get the numbers after {@link Found.last}. */
  readonly log?: readonly object[];
  readonly outbox?: readonly OutboxEntry[];
  /** What was said before is forgotten first. */
  readonly startsOver?: boolean;
  /** The visitor closed the conversation: its log goes as soon as nobody reads it. */
  readonly ends?: boolean;
  /** Begins a conversation of the embedded channel. */
  readonly begins?: { readonly visitor: string; readonly locale: string };
  /** Given back when the same activity comes again. */
  readonly note?: string;
}

/** Everything a turn changes; stored whole or not at all. */
export interface Changes extends Kept {
  readonly state?: ConversationState;
  /** null: the conversation has ended, and the next opening is a new one. */
  readonly greeting?: Greeting | null;
  readonly feedback?: readonly Feedback[];
  readonly erasedFeedback?: readonly string[];
  /** Phrasings that got no answer, and those that got one after all. */
  readonly unanswered?: readonly string[];
  readonly answered?: readonly string[];
  /** The visitor asked to be forgotten: everything else that is stored of this conversation goes. */
  readonly forgets?: boolean;
}

export interface TurnAt {
  readonly key: ConversationKey;
  /** The channel's id of this message, if it has one. */
  readonly activityId?: string | undefined;
  /** Asked before anything is stored: false when nobody waits for this turn any more. */
  readonly mayCommit?: () => boolean;
}

/** A conversation of the embedded channel as it is stored. */
export interface StoredConversation {
  readonly visitor: string;
  readonly locale: string;
  readonly last: number;
  readonly ended: boolean;
  readonly touchedAt: number;
}

/** Part of a log: its entries as JSON texts, in order, and the number of the newest one there is. */
export interface LogPage {
  readonly entries: readonly { readonly seq: number; readonly json: string }[];
  readonly last: number;
}

/** A message that a channel has not taken yet. */
export interface Unsent extends OutboxEntry {
  readonly attempts: number;
  /** Until when nobody else gets it. */
  readonly heldUntil: number;
}

/** Everything stored about one conversation, for the person it is about. */
export interface Export {
  readonly conversation: Record<string, unknown>;
  readonly states: readonly unknown[];
  readonly log: readonly unknown[];
  readonly unsent: readonly unknown[];
  readonly feedback: readonly unknown[];
  readonly unanswered: readonly string[];
}

/**
 * Where everything lives that must outlast the process. All of it rejects with a StorageError when the database
 * cannot do it, and nothing else.
 */
export interface Store {
  /**
   * Takes one turn in one transaction: reads what is known, lets `decide` say what changes, stores that whole.
   * Turns of one conversation never overlap, on any replica.
   *
   * @param decide - must not wait; it is not called again when storing fails.
   */
  turn<T>(at: TurnAt, decide: (found: Found) => { changes: Changes; result: T }): Promise<T>;
  conversation(id: ConversationId): Promise<StoredConversation | undefined>;
  /** How far the logs of these conversations go; those that are gone are left out. */
  positions(ids: readonly ConversationId[]): Promise<Map<string, number>>;
  /** Entries of a log after a number. */
  log(id: ConversationId, after: number): Promise<LogPage | undefined>;
  /** Counts as a sign of life. */
  touch(id: ConversationId): Promise<void>;
  /** Forgets a conversation. @returns false when nothing was stored of it. */
  forget(id: ConversationId): Promise<boolean>;
  /** Makes room for new conversations by forgetting the ones silent for longest. */
  trim(): Promise<void>;
  /** Messages that wait, the oldest first; nobody else gets them until `leaseMs` is over. @param orphaned - also those somebody has. */
  unsent(leaseMs: number, orphaned: boolean): Promise<Unsent[]>;
  /** Keeps messages of one {@link unsent} from others for longer. @returns those that nobody else has taken in between. */
  hold(unsent: readonly Unsent[], leaseMs: number): Promise<Unsent[]>;
  sent(ids: readonly string[]): Promise<void>;
  /**
   * A message could not be delivered, so it waits for `waitMs`, and so do those that must not come before it.
   *
   * @param ids - the one that failed first: only it has used up a try.
   */
  postpone(ids: readonly string[], waitMs: number): Promise<void>;
  feedback(): Promise<Feedback[]>;
  /** What at least so many different conversations said without an answer, the most often said first. */
  unanswered(conversations: number): Promise<Unanswered[]>;
  /** Deletes what is past its time. @returns how many rows. */
  sweep(): Promise<number>;
  /** The conversations that something is stored of, or waits for. */
  ids(): Promise<ConversationId[]>;
  /** @throws {@link StorageError} when a text of it is under a key that is not here: it would be left out. */
  export(id: ConversationId): Promise<Export | undefined>;
  /**
   * Erases everything of a conversation, its feedback too, and notes that it was done.
   *
   * @returns false when there was nothing.
   * @throws {@link StorageError} when a text of it is under a key that is not here: its feedback could not be found.
   */
  erase(id: ConversationId): Promise<boolean>;
  /** Writes everything anew under the newest key. */
  rotate(): Promise<Rotated>;
  /** Which keys the stored texts need. @param tables - only these; all unless given. */
  keyUse(tables?: readonly string[]): Promise<KeyUse>;
  /** Notes which content answers from now on, if that is news. */
  noteContent(hash: string): Promise<void>;
  /** @throws {@link StorageError} while nothing can be stored, or what is stored is under keys that are not here. */
  check(): Promise<void>;
  /** Hears that another replica has stored something of a conversation; absent where there is only one. */
  readonly heard?: (listener: (id: ConversationId) => void) => void;
  close(): Promise<void>;
}

/** One text for a conversation; JSON keeps "a" + "bc" apart from "ab" + "c". */
export function conversationKey({ channel, conversation }: ConversationId): string {
  return JSON.stringify([channel, conversation]);
}

/** The conversation of a text that {@link conversationKey} made. */
export function conversationOf(key: string): ConversationId {
  const [channel = '', conversation = ''] = JSON.parse(key) as string[];
  return { channel, conversation };
}

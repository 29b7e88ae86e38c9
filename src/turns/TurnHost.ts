import type { ConversationKey, InboundEvent } from '../conversation/events';
import type { Reply } from '../conversation/reply';
import type { Kept } from '../storage/Store';

/** What every host (Bot Framework, terminal, tests) calls for one turn. */
export interface TurnHost {
  /**
   * Takes one turn and returns what to send, in order. Never rejects: when something inside fails, the
   * replies say so kindly and still carry the emergency words.
   */
  take(key: ConversationKey, event: InboundEvent, options?: TurnOptions): Promise<TurnOutcome>;
}

export interface TurnOptions {
  /** The channel's id of this message; the same id twice has one effect. */
  readonly activityId?: string | undefined;
  /**
   * Says what the channel keeps of this turn; it is stored together with the turn. Must not wait.
   *
   * @param last - number of the newest entry of the conversation's log.
   */
  readonly keep?: (outcome: TurnOutcome, last: number) => Kept;
}

export interface TurnOutcome {
  readonly replies: readonly Reply[];
  /** Why the replies were chosen, for the Emulator trace; holds the visitor's words, so never log it. */
  readonly reasons: () => TurnReasons;
  /** False when nothing could be stored: the replies come from memory alone. */
  readonly stored: boolean;
  /** Present when this message was taken before: what the channel had noted with it, '' for nothing. */
  readonly repeated?: string;
}

/** The trace of one turn as staff see it in the Emulator. */
export interface TurnReasons {
  /** At most 50 characters: what the Emulator shows in its log line. */
  readonly summary: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

import type { ConversationKey, InboundEvent } from '../conversation/events';
import type { Reply } from '../conversation/reply';

/** What every host (Bot Framework, terminal, tests) calls for one turn. */
export interface TurnHost {
  /**
   * Takes one turn and returns what to send, in order. Never rejects: when something inside fails, the
   * replies say so kindly and still carry the emergency words.
   *
   * @param activityId - the channel's id of this message; the same id twice has one effect.
   */
  take(key: ConversationKey, event: InboundEvent, activityId?: string): Promise<TurnOutcome>;
}

export interface TurnOutcome {
  readonly replies: readonly Reply[];
  /** Why the replies were chosen, for the Emulator trace; holds the visitor's words, so never log it. */
  readonly reasons: () => TurnReasons;
}

/** The trace of one turn as staff see it in the Emulator. */
export interface TurnReasons {
  /** At most 50 characters: what the Emulator shows in its log line. */
  readonly summary: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

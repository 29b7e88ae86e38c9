import type { Command } from '../understanding/commands';
import type { ButtonId } from './reply';

/** One thing that reached us from a channel, with everything about the channel already stripped away. */
export type InboundEvent =
  | {
      readonly kind: 'message';
      /** What the visitor typed or said, as sent (not normalised). Empty for a bare button press. */
      readonly text: string;
      /** A button that carries a command; it wins over the text that came with it. */
      readonly command?: Command;
      /** A button under one of our replies, by its ids. */
      readonly button?: ButtonId;
      /** Other people read along, as in a group or a channel of a team. */
      readonly shared?: true;
    }
  /** An earlier message was changed. It was answered when it came; only a red flag in it is news. */
  | { readonly kind: 'edited'; readonly text: string; readonly shared?: true }
  /** A thumb under one of our replies. */
  | Rated
  /** The conversation was opened by a person (installed, joined, or the window was opened). */
  | { readonly kind: 'opened' }
  /** The person took the bot out of their channel: what was told there is dropped, and nobody reads a goodbye. */
  | { readonly kind: 'removed' }
  /** The visitor pressed CLOSE: the window is gone, so silence is right unless safety needs a line. */
  | { readonly kind: 'closed' };

/** A rating by the channel's own buttons, tied to the reply they stand under. */
export interface Rated {
  readonly kind: 'rated';
  readonly rating: 'helpful' | 'not-helpful';
  /** Id of the reply, such as `answer:mri`; unknown when the service has forgotten which it was. */
  readonly about?: string;
  /** The channel's id of the message, so that a changed mind replaces the rating before. Playground sends none. */
  readonly message?: string;
  readonly comment?: string;
  readonly shared?: true;
}

/**
 * Whose conversation a turn belongs to. In a group several people share one conversation id, so state
 * is kept by conversation and person: one person's check never swallows another's reply.
 */
export interface ConversationKey {
  readonly channel: string;
  readonly conversation: string;
  readonly person: string;
}

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
    }
  /** The conversation was opened by a person (installed, joined, or the window was opened). */
  | { readonly kind: 'opened' }
  /** The visitor pressed CLOSE: the window is gone, so silence is right unless safety needs a line. */
  | { readonly kind: 'closed' };

/**
 * Whose conversation a turn belongs to. In a group several people share one conversation id, so state
 * is kept by conversation and person: one person's check never swallows another's reply.
 */
export interface ConversationKey {
  readonly channel: string;
  readonly conversation: string;
  readonly person: string;
}

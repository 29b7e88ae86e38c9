import type { ButtonId, Choice, Reply } from '../conversation/reply';

/** A message as a channel takes it: the part of Bot Framework's Activity this service uses, as a plain type. */
export interface OutboundActivity {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'markdown';
  readonly inputHint: 'expectingInput' | 'acceptingInput';
  readonly importance?: 'high';
  /** Buttons to call a number, as an Adaptive Card; the text never depends on it. */
  readonly attachments?: Attachment[];
  /** How urgent a message is, for a page of ours to set it apart; in Teams, that it can be rated. */
  readonly channelData?:
    | { readonly urgency: string }
    | { readonly feedbackLoop: { readonly type: 'default' } };
  /** Sources, where a channel shows them. */
  readonly entities?: object[];
  readonly suggestedActions?: {
    readonly to: string[];
    readonly actions: ButtonAction[];
  };
}

export interface Attachment {
  readonly contentType: string;
  readonly content: object;
}

/** A button: one that says its label, or one that also carries the ids of what it answers. */
export type ButtonAction =
  | { readonly type: 'imBack'; readonly title: string; readonly value: string }
  | {
      readonly type: 'messageBack';
      readonly title: string;
      readonly text: string;
      readonly displayText: string;
      readonly value: ButtonValue;
    };

/** The payload of a button; the service reads it again in `buttonId`. */
interface ButtonValue extends ButtonId {
  /** Version of this form. */
  readonly v: 1;
}

/** The ids of one button of a reply. */
export function buttonValue({ label, button }: Choice, { id }: Reply): ButtonValue {
  return { ...(button ?? { of: id, pick: label }), v: 1 };
}

/** Words of the lines under an answer. They are content, so they come in from outside. */
export interface ReplyLabels {
  /** Before a single source: `Source`. */
  readonly source: string;
  /** Before several sources: `Sources`. */
  readonly sources: string;
  /** Says when the answer was checked; `{date}` stands for the ISO date. */
  readonly checked: string;
  /** What a card of buttons says once one was pressed; `{what}` stands for its label. */
  readonly picked: string;
  /** A link to a private chat with this service. */
  readonly privateChat: string;
  /** For each degree of urgency: a short word for it, and the numbers to press. */
  readonly cards: Readonly<Record<'emergency' | 'crisis' | 'urgent', CallCard>>;
}

interface CallCard {
  readonly level: string;
  readonly actions: readonly { readonly label: string; readonly url: string }[];
}

/** Where a reply is going. */
export interface Destination {
  readonly channelId: string;
  /** True in a group or a channel thread, where several people read the reply. */
  readonly shared: boolean;
  /** How the channel names this service. */
  readonly bot?: string;
}

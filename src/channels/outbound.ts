import type { ButtonId } from '../conversation/reply';

/** A message as a channel takes it: the part of Bot Framework's Activity this service uses, as a plain type. */
export interface OutboundActivity {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'markdown';
  readonly inputHint: 'expectingInput' | 'acceptingInput';
  readonly importance?: 'high';
  /** Buttons to call a number, as an Adaptive Card; the text never depends on it. */
  readonly attachments?: { readonly contentType: string; readonly content: object }[];
  /** How urgent a message is, for a page of ours to set it apart. */
  readonly channelData?: { readonly urgency: string };
  readonly suggestedActions?: {
    readonly to: string[];
    readonly actions: ButtonAction[];
  };
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

/** Words of the lines under an answer. They are content, so they come in from outside. */
export interface ReplyLabels {
  /** Before a single source: `Source`. */
  readonly source: string;
  /** Before several sources: `Sources`. */
  readonly sources: string;
  /** Says when the answer was checked; `{date}` stands for the ISO date. */
  readonly checked: string;
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
}

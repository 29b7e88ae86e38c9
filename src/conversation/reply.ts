/** How urgent the words are, so that a channel can set them apart. Never the only carrier of meaning. */
type Urgency = 'emergency' | 'crisis' | 'urgent' | 'none';

/**
 * Names a button wherever it is shown: a channel keeps old ones on the screen, and the same label can stand under
 * two questions.
 */
export interface ButtonId {
  /** Id of the reply or of the question that offered it. */
  readonly of: string;
  /** Id of the choice of a question, and the label of any other button. */
  readonly pick: string;
}

/** A button: its label is also what a visitor can type to get the same effect. */
export interface Choice {
  readonly label: string;
  /** Absent: the id of the reply and the label. */
  readonly button?: ButtonId;
}

export interface Citation {
  readonly title: string;
  readonly publisher: string;
  readonly url?: string;
}

/** How the id of a reply begins that shows a card. */
export const CARD_REPLY = 'disposition:';

/** What the service says in one message, with no channel in mind. `text` alone is always complete. */
export interface Reply {
  /** Names the text for logs, feedback and tests: `answer:mri`, `disposition:emergency-spine`. Never visitor words. */
  readonly id: string;
  /** Markdown limited to bold, links and lists; reads well as plain text too. */
  readonly text: string;
  readonly urgency: Urgency;
  readonly choices: readonly Choice[];
  readonly citations: readonly Citation[];
  /** ISO date on which the answer was last checked against its sources. */
  readonly reviewed?: string;
  /** The visitor asks for a person: what a contact center needs to know, without a name. May be empty. */
  readonly handoff?: { readonly summary: string };
  /** True when it asks to go on in a private chat, so that a channel can lead there. */
  readonly privately?: boolean;
  /** True when the conversation ends with this message. */
  readonly ends?: boolean;
}

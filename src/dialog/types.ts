/** What happens besides words when a dialog ends: a closed list, carried out outside the core. */
export const EFFECTS = ['record-feedback', 'note-cancer', 'note-no-cancer'] as const;
type DialogEffect = (typeof EFFECTS)[number];

export interface DialogChoice {
  readonly id: string;
  /** Button, and what a visitor can type for the same. */
  readonly label: string;
  readonly goTo: string;
  /** Other whole messages that mean this choice. */
  readonly also: readonly string[];
}

export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly source: string;
  readonly choices: readonly DialogChoice[];
  /** Present when any other words are taken as the answer. */
  readonly text?: { readonly goTo: string; readonly maxLength: number };
}

export interface Outcome {
  readonly id: string;
  /** Disposition to show; `asked` stands for the one of the symptom that raised the question. */
  readonly disposition?: string;
  /** Key of a text in the locale to show instead. */
  readonly text?: string;
  readonly effect?: DialogEffect;
}

/** A guided exchange, as data: questions with choices, and the outcomes they lead to. */
export interface Dialog {
  readonly id: string;
  readonly version: number;
  readonly start: string;
  readonly questions: ReadonlyMap<string, Question>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Where a visitor is in a dialog, and what was answered so far, by question id. */
export interface DialogPosition {
  readonly dialogId: string;
  readonly version: number;
  readonly questionId: string;
  readonly answers: Readonly<Record<string, string>>;
  /** How often the open question got no usable answer. */
  readonly retries: number;
}

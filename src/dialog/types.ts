import type { RuleName } from './rules';

/** What happens besides words when a dialog ends: a closed list, carried out outside the core. */
export const EFFECTS = ['record-feedback'] as const;
type DialogEffect = (typeof EFFECTS)[number];

/** Facts that an answer can tell; they last for the conversation. */
export const NOTES = ['cancer', 'no-cancer'] as const;
type Note = (typeof NOTES)[number];

/** Where an answer stands in the summary for a clinician. */
export const SUMMARY_PARTS = ['cancer', 'new', 'unchanged', 'unsure', 'absent'] as const;
export type SummaryPart = (typeof SUMMARY_PARTS)[number];

/** The least urgent outcome that an answer allows, by what is known about cancer. */
interface AtLeast {
  readonly cancer: string;
  readonly otherwise: string;
}

export interface DialogChoice {
  readonly id: string;
  /** Button, and what a visitor can type for the same. */
  readonly label: string;
  /** Absent where several choices can be picked: they all lead to the same place. */
  readonly goTo?: string;
  /** Other whole messages that mean this choice. */
  readonly also: readonly string[];
  /** Understood meanings that choose it: `yes`, `no`, `unsure`. */
  readonly means: readonly string[];
  /** Red flags in own words that pick it, where several can be picked. */
  readonly flags: readonly string[];
  /** Red flags told of before or since, with which it is not so: the summary then leaves it out. */
  readonly unlessTold: readonly string[];
  readonly atLeast?: AtLeast;
  readonly notes?: Note;
  readonly summary?: { readonly part: SummaryPart; readonly words: string };
}

export interface Question {
  readonly id: string;
  readonly ask: string;
  /** The same question about the person that the visitor cares for. */
  readonly askOther?: string;
  readonly source: string;
  readonly choices: readonly DialogChoice[];
  /** Present when any other words are taken as the answer. */
  readonly text?: { readonly goTo: string; readonly maxLength: number };
  /** Present when several choices fit at once; those named in `alone` stand for none of the others. */
  readonly several?: { readonly goTo: string; readonly alone: readonly string[] };
  /** A second form of another question; a visitor who is asked both has been asked one. */
  readonly countsAs?: string;
}

export interface Outcome {
  readonly id: string;
  /** Disposition to show; `asked` stands for the one of the symptom that raised the question. */
  readonly disposition?: string;
  /** Key of a text in the locale to show instead. */
  readonly text?: string;
  readonly effect?: DialogEffect;
  /** No further question is asked once an answer leads here. */
  readonly stops?: boolean;
}

/** A decision over several answers: a named function that chooses one of the outcomes listed, most urgent first. */
interface Decision {
  readonly id: string;
  readonly rule: RuleName;
  readonly outcomes: readonly string[];
}

/** A guided exchange, as data: questions with choices, and the outcomes they lead to. */
export interface Dialog {
  readonly id: string;
  readonly version: number;
  readonly reviewed: string;
  readonly start: string;
  readonly questions: ReadonlyMap<string, Question>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly decision?: Decision;
  /** Outcome after three answers in a row that could not be understood. */
  readonly giveUp?: string;
}

/** Ids of the choices made, or the words of a free answer, by question id. */
export type Answers = Readonly<Record<string, readonly string[]>>;

/** Where a visitor is in a dialog, and what was answered so far. */
export interface DialogPosition {
  readonly dialogId: string;
  readonly version: number;
  readonly questionId: string;
  readonly answers: Answers;
  /** Ids of the questions answered so far, in order, so that the visitor can go back. */
  readonly path: readonly string[];
  /** How often the open question got no usable answer. */
  readonly retries: number;
  /** The least urgent outcome allowed by what was told in own words. */
  readonly floor?: string;
}

/** What is known about the person from elsewhere in the conversation. */
export interface KnownFacts {
  readonly cancer?: 'yes' | 'no' | undefined;
  readonly treatment?: boolean | undefined;
}

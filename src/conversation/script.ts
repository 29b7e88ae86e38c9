import type { Dialog } from '../dialog/types';
import type { Citation } from './reply';
import type { Texts } from './texts';

/** A topic as the conversation shows it. */
export interface ScriptTopic {
  readonly id: string;
  readonly title: string;
  readonly answer: string;
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly next: readonly string[];
  readonly citations: readonly Citation[];
  readonly reviewed: string;
  /** Said in place of the answer while an emergency stands. */
  readonly inDanger?: string;
}

/** A disposition as the conversation shows it. */
export interface ScriptCard {
  readonly id: string;
  readonly urgency: 'emergency' | 'crisis' | 'urgent' | 'none';
  readonly text: string;
  /** What is said of it later in the conversation, where the words for its urgency do not fit. */
  readonly reminder?: string;
  readonly citations: readonly Citation[];
  readonly reviewed: string;
}

/** All words that replies are made of; the content layer fills it, the core only reads it. */
export interface Script {
  readonly texts: Texts;
  readonly topics: ReadonlyMap<string, ScriptTopic>;
  readonly cards: ReadonlyMap<string, ScriptCard>;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  /** Names of the red flags by id, as a clinician reads them. */
  readonly flagNames: ReadonlyMap<string, string>;
  /** When a person can be reached, if the organization says so. */
  readonly personHours?: string;
  /** Topic ids of the main menu. */
  readonly menu: readonly string[];
}

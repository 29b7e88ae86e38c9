import type { Effect } from './effects';
import type { Choice, Reply } from './reply';
import type { Script } from './script';
import type { ConversationState } from './state';

/** What every kind of reply is made from. */
export interface TurnContext {
  readonly script: Script;
  readonly state: ConversationState;
  /** Time in ms since 1970. */
  readonly now: number;
  /** A fresh random id, for anything this turn stores. */
  readonly newId: string;
}

/** One reply, the state after it, and what is to be stored. */
export interface Response {
  readonly reply: Reply;
  readonly state: ConversationState;
  readonly effects?: readonly Effect[];
}

/** Builds a plain reply; parts are joined as paragraphs and empty ones left out. */
export function plainReply(
  id: string,
  parts: readonly (string | undefined)[],
  choices: readonly string[] = [],
): Reply {
  return { id, text: paragraphs(parts), urgency: 'none', choices: labels(choices), citations: [] };
}

export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

export function labels(texts: readonly string[]): Choice[] {
  return texts.map((label) => ({ label }));
}

/** A numbered list, so that a number can be typed where no buttons are shown. */
export function listed(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** Puts values of this turn into the places that a text leaves for them, written `{name}`. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

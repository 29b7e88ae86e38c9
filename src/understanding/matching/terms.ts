import type { WordList } from '../spelling';
import type { Utterance } from '../utterance';
import { stem as stemOf } from './stem';

/** Words that carry no topic. Question words stay: "how long" and "why" tell topics apart. */
export const STOPWORDS = new Set(
  'a an the of to in on at for from with and or is are was were be been being am do does did done has have had having i im ive id me my mine we us our you your he she his her him they them their it its this that these those there here so just really very please can could would should will shall may might must get got gets also too any some all if then than as by about into out up down over again still not no dont doesnt didnt cant wont isnt arent'.split(
    ' ',
  ),
);

const MAX_REMEMBERED = 20_000;
/** Different words of one message that are looked at; what it asks stands among them. */
const MAX_WORDS = 120;
/** Shorter ones are short forms and names; too much looks like them. */
const SHORTEST_UNREAD = 5;

/** What a visitor's message is about. */
interface QueryTerms {
  /** Stems, with synonyms added; each once. */
  readonly terms: readonly string[];
  /** Stems of words that are neither ordinary English nor ours, and that no correction made readable. */
  readonly unread: readonly string[];
}

/** Turns words into comparable stems. */
export interface TermReader {
  ofQuery(utterance: Utterance): QueryTerms;
  /** Stems of a text of ours, taken as written. */
  ofText(text: string): string[];
}

/** @param readable - ordinary words and ours. */
export function createTermReader(
  synonyms: ReadonlyMap<string, readonly string[]>,
  readable: WordList,
): TermReader {
  const stem = remembered(stemOf);
  const ofText = (text: string) => unique(contentWords(wordsInText(text)).map(stem));
  const ofQuery = (utterance: Utterance) => {
    const words = unique(utterance.tokens.map(({ word }) => word)).slice(0, MAX_WORDS);
    const unread = words.filter((word) => word.length >= SHORTEST_UNREAD && !readable.has(word));
    return {
      terms: unique([...contentWords(words), ...synonymsOf(words, synonyms)].map(stem)),
      unread: unique(unread.map(stem)),
    };
  };
  return { ofQuery, ofText };
}

/** The words of a text of ours, as they look once typed and read. */
export function wordsInText(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/'/g, '')
      .match(/[a-z0-9]+/g) ?? []
  );
}

/** Our own texts repeat the same few thousand words, so each is stemmed once; bounded, because visitors bring others. */
export function remembered<T>(work: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const made = work(word);
    if (known.size < MAX_REMEMBERED) known.set(word, made);
    return made;
  };
}

/** Leaves stopwords out, unless nothing else is left. */
function contentWords(words: readonly string[]): string[] {
  const kept = words.filter((word) => !STOPWORDS.has(word));
  return kept.length > 0 ? kept : [...words];
}

function synonymsOf(words: readonly string[], synonyms: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  for (let start = 0; start < words.length; start++) {
    for (let length = 1; length <= 4 && start + length <= words.length; length++) {
      found.push(...(synonyms.get(words.slice(start, start + length).join(' ')) ?? []));
    }
  }
  return found;
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

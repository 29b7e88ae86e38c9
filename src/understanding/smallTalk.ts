import { type Utterance, wordsOf } from './utterance';

export interface SmallTalkIntent {
  readonly id: string;
  readonly reply: string;
  /** Said in its place where the reply was the last one of its kind. */
  readonly again?: string;
  /** Said in place of both while an emergency of the body stands. */
  readonly inEmergency?: string;
}

export interface SmallTalkTable {
  /** Whole social messages, by their words. */
  readonly phrases: ReadonlyMap<string, SmallTalkIntent>;
  /** By id; the trained model hears these in other words. */
  readonly intents: ReadonlyMap<string, SmallTalkIntent>;
}

/** A longer message is looked up as a whole only. */
const LONGEST_CHAIN = 10;
/** "Ok", "yes": beside other small talk it is the other that counts. */
const LEAST = 'acknowledge';

/** Finds small talk only when the whole message is it: one phrase, or several after each other ("ok great thanks bye"). */
export function findSmallTalk(
  utterance: Utterance,
  { phrases }: SmallTalkTable,
): SmallTalkIntent | undefined {
  const whole = phrases.get(wordsOf(utterance));
  const words = utterance.tokens.map(({ word }) => word);
  if (whole !== undefined || words.length > LONGEST_CHAIN) return whole;
  const chain = chained(words, phrases) ?? [];
  return chain.findLast(({ id }) => id !== LEAST) ?? chain.at(-1);
}

/** The phrases that the words are made of, each as long as possible; nothing where a word is left over. */
function chained(
  words: readonly string[],
  phrases: SmallTalkTable['phrases'],
): SmallTalkIntent[] | undefined {
  const found: SmallTalkIntent[] = [];
  for (let start = 0; start < words.length; ) {
    let end = words.length;
    while (end > start && !phrases.has(words.slice(start, end).join(' '))) end--;
    const intent = phrases.get(words.slice(start, end).join(' '));
    if (intent === undefined) return undefined;
    found.push(intent);
    start = end;
  }
  return found;
}

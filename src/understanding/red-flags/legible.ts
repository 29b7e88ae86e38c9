import { createSpeller } from '../spelling';
import type { Token, Utterance } from '../utterance';

/** Shorter words mean too many other things. Source: clinical guide, section 2a, fuzzy limits. */
const RANGE = { minLength: 6, twoEditsFrom: 9 };
/** Unknown words of one message that are worked on; more only happens in text made to be slow. */
const MOST_UNKNOWN = 24;
/** A word this long that nobody knows may be several without spaces. */
const SHORTEST_RUN = 9;
const LONGEST_RUN = 60;
const FEWEST_PIECES = 3;
/** Words of one letter that people write. */
const SINGLE = new Set(['i', 'a', 'u', 'r']);

/**
 * Makes misspelt words and words without spaces legible to the lexicon: "numbnes", "icantfeelmylegs".
 *
 * @param vocabulary - words of the lexicon, the only ones that are read into others.
 * @param commonWords - ordinary words, which are always left as they are.
 */
export function createLegible(
  vocabulary: ReadonlySet<string>,
  commonWords: ReadonlySet<string>,
): (utterance: Utterance) => Utterance {
  const speller = createSpeller(vocabulary, commonWords, RANGE);
  const known = (word: string) =>
    word.length < RANGE.minLength || vocabulary.has(word) || commonWords.has(word);
  return (utterance) => {
    if (utterance.tokens.every(({ word }) => known(word))) return utterance;
    const tokens: Token[] = [];
    const asked: boolean[] = [];
    let unknown = 0;
    utterance.tokens.forEach((token, index) => {
      const open = !known(token.word) && unknown++ < MOST_UNKNOWN;
      const words = open ? (split(token.word, vocabulary) ?? [speller.correct(token.word)]) : [token.word];
      words.forEach((word, at) => {
        tokens.push({ word, before: at === 0 ? token.before : 'none' });
        asked.push(utterance.asked[index] === true);
      });
    });
    return { ...utterance, tokens, asked };
  };
}

/** Cuts a run of letters into the fewest known words, or nothing when it is no such run. */
function split(run: string, vocabulary: ReadonlySet<string>): string[] | undefined {
  if (run.length < SHORTEST_RUN || run.length > LONGEST_RUN || !/^[a-z]+$/.test(run)) return undefined;
  const isWord = (word: string) => (word.length === 1 ? SINGLE.has(word) : vocabulary.has(word));
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= run.length; end++) best[end] = fewest(run, end, best, isWord);
  const words = best[run.length];
  return words !== undefined && words.length >= FEWEST_PIECES ? words : undefined;
}

/** The fewest words that the first `end` letters can be cut into, given the same for every shorter beginning. */
function fewest(
  run: string,
  end: number,
  best: readonly (string[] | undefined)[],
  isWord: (word: string) => boolean,
): string[] | undefined {
  let found: string[] | undefined;
  for (let start = 0; start < end; start++) {
    const before = best[start];
    if (before === undefined || (found !== undefined && before.length + 1 >= found.length)) continue;
    const word = run.slice(start, end);
    if (isWord(word)) found = [...before, word];
  }
  return found;
}

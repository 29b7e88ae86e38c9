/** Corrects words towards a known vocabulary, and leaves every ordinary English word alone. */
export interface Speller {
  /** The vocabulary word meant, or the word itself. */
  correct(word: string): string;
}

/** Words that can be asked for one at a time. */
export type WordList = Pick<ReadonlySet<string>, 'has'>;

/** From which length words are corrected, and from which two letters may be wrong. */
export interface SpellingRange {
  readonly minLength: number;
  readonly twoEditsFrom: number;
}

/**
 * For topics, where a wrong guess costs little. Shorter words have too many neighbours ("nope" would become "cope").
 * Source: reference, matching, section 2.
 */
const FOR_TOPICS: SpellingRange = { minLength: 5, twoEditsFrom: 8 };
/** No word of ours is longer, and the work grows with the square of the length. */
const MAX_LENGTH = 24;

/**
 * Builds a speller over the words that topics use.
 *
 * @param vocabulary - words worth correcting to.
 * @param guard - words that are never corrected.
 * @param range - how long words must be; {@link FOR_TOPICS} unless told.
 */
export function createSpeller(
  vocabulary: ReadonlySet<string>,
  guard: WordList,
  range: SpellingRange = FOR_TOPICS,
): Speller {
  const byDeletion = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (word.length < range.minLength - 1) continue;
    for (const key of [word, ...deletions(word)]) {
      const list = byDeletion.get(key);
      if (list === undefined) byDeletion.set(key, [word]);
      else list.push(word);
    }
  }
  const correct = (word: string): string => {
    if (
      word.length < range.minLength ||
      word.length > MAX_LENGTH ||
      /\d/.test(word) ||
      vocabulary.has(word) ||
      guard.has(word)
    )
      return word;
    return nearest(word, byDeletion, word.length >= range.twoEditsFrom ? 2 : 1) ?? word;
  };
  return { correct };
}

function nearest(
  word: string,
  byDeletion: ReadonlyMap<string, readonly string[]>,
  allowed: 1 | 2,
): string | undefined {
  const keys = [word, ...deletions(word)];
  if (allowed === 2) keys.push(...keys.slice(1).flatMap(deletions));
  let best: string | undefined;
  let bestCost = allowed + 0.7;
  const seen = new Set<string>();
  for (const key of keys) {
    for (const candidate of byDeletion.get(key) ?? []) {
      if (seen.has(candidate)) continue;
      seen.add(candidate);
      // People rarely miss the first letter, so such a candidate must win by more.
      const cost = editDistance(word, candidate, allowed) + (candidate[0] === word[0] ? 0 : 0.6);
      if (cost < bestCost) {
        bestCost = cost;
        best = candidate;
      }
    }
  }
  return best;
}

function deletions(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

/** Edits between two words, a swap of neighbours counting as one; more than `limit` counts as infinite. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapest(a, b, i, j, row, last, beforeLast));
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length] ?? 0;
  return distance > limit ? Number.POSITIVE_INFINITY : distance;
}

function cheapest(
  a: string,
  b: string,
  i: number,
  j: number,
  row: number[],
  last: number[],
  beforeLast: number[],
): number {
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(cost, (beforeLast[j - 2] ?? 0) + 1) : cost;
}

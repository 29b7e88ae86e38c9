/** Number of hash buckets; 2^16 keeps collisions rare for the vocabulary of a few thousand messages. */
export const BUCKETS = 65_536;
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

/**
 * Turns words into hashed features: words, pairs of words (also with one left out between), and pieces of
 * three to five letters, so that "numbnes" still looks like "numbness".
 *
 * @returns bucket numbers, each once.
 */
export function featuresOf(words: readonly string[]): number[] {
  const found = new Set<number>();
  words.forEach((word, index) => {
    found.add(bucket(`w${word}`));
    const before = words[index - 1];
    if (before !== undefined) found.add(bucket(`p${before} ${word}`));
    const beforeThat = words[index - 2];
    if (beforeThat !== undefined) found.add(bucket(`s${beforeThat} ${word}`));
    addPieces(`<${word}>`, found);
  });
  return [...found];
}

function addPieces(marked: string, found: Set<number>): void {
  for (let length = SHORTEST_GRAM; length <= LONGEST_GRAM; length++) {
    for (let start = 0; start + length <= marked.length; start++)
      found.add(bucket(`c${marked.slice(start, start + length)}`));
  }
}

/** FNV-1a, folded to the number of buckets. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
function bucket(feature: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index++) {
    hash ^= feature.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}

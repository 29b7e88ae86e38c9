/** Number of hash buckets. With 2^16 collisions cost three emergencies in a hundred; docs/decisions/0015. */
const BUCKETS = 262_144;
const LAST_ROUND = 255;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const WORD_BEGIN = 60;
const WORD_END = 62;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Kinds of features made from words; each keeps its numbers apart from the others'. */
const KIND = { word: 1, pair: 2, skip: 3, triple: 4, first: 5 } as const;

/** Collects the features of one view of a message as bucket numbers, each once. Reused, so that hearing makes no garbage. */
export class FeatureCollector {
  /** The round in which a bucket was last collected; small numbers, so that it stays in the processor's cache. */
  private readonly seen = new Uint8Array(BUCKETS);
  private readonly buckets = new Uint32Array(BUCKETS);
  private round = 0;
  private count = 0;

  /** Forgets everything and begins a new view. */
  begin(): void {
    this.count = 0;
    if (this.round === LAST_ROUND) {
      this.seen.fill(0);
      this.round = 0;
    }
    this.round++;
  }

  add(hash: number): void {
    const bucket = (hash ^ (hash >>> 15)) & (BUCKETS - 1);
    if (this.seen[bucket] === this.round) return;
    this.seen[bucket] = this.round;
    this.buckets[this.count++] = bucket;
  }

  /** The buckets collected since {@link begin}; valid until the next one. */
  get found(): Uint32Array {
    return this.buckets.subarray(0, this.count);
  }
}

/** The features of one word, made once a message however many views it stands in. */
export interface WordFeatures {
  readonly hash: number;
  /** The word itself, and pieces of three to five letters, so that "numbnes" still looks like "numbness". */
  readonly own: readonly number[];
  /** Where it begins a view. */
  readonly first: number;
  /** With the word before it. */
  pair: number;
  /** With the two words before it: all three, and without the middle one. */
  triple: number;
  skip: number;
}

/** FNV-1a. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) hash = step(hash, text.charCodeAt(index));
  return hash >>> 0;
}

/** Joins two hashes; the order counts. */
export function mix(first: number, second: number): number {
  const joined =
    Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) + Math.imul(second ^ (second >>> 13), 0x297a2d39);
  return Math.imul(joined ^ (joined >>> 12), 0x85ebca6b);
}

export function hashWord(word: string): WordFeatures {
  const hash = hashText(word);
  const own = [mix(KIND.word, hash)];
  for (let start = -1; start + SHORTEST_PIECE <= word.length + 1; start++) {
    let piece = FNV_OFFSET;
    for (let length = 1; length <= LONGEST_PIECE && start + length <= word.length + 1; length++) {
      piece = step(piece, letterAt(word, start + length - 1));
      if (length >= SHORTEST_PIECE) own.push(Math.imul(piece, FNV_PRIME));
    }
  }
  return { hash, own, first: mix(KIND.first, hash), pair: 0, triple: 0, skip: 0 };
}

/** Makes the features of words that stand together. */
export function joinWords(words: readonly WordFeatures[]): void {
  words.forEach((word, index) => {
    const before = words[index - 1];
    if (before === undefined) return;
    const pair = mix(before.hash, word.hash);
    word.pair = mix(KIND.pair, pair);
    const beforeThat = words[index - 2];
    if (beforeThat === undefined) return;
    word.skip = mix(KIND.skip, mix(beforeThat.hash, word.hash));
    word.triple = mix(KIND.triple, mix(beforeThat.hash, pair));
  });
}

/** Adds the words from `start` up to, not including, `end`, and those that stand together there. */
export function addWords(
  words: readonly WordFeatures[],
  start: number,
  end: number,
  to: FeatureCollector,
): void {
  for (let index = start; index < end; index++) {
    const word = words[index];
    if (word === undefined) return;
    for (const feature of word.own) to.add(feature);
    if (index === start) {
      to.add(word.first);
      continue;
    }
    to.add(word.pair);
    if (index === start + 1) continue;
    to.add(word.skip);
    to.add(word.triple);
  }
}

function letterAt(word: string, index: number): number {
  if (index < 0) return WORD_BEGIN;
  return index < word.length ? word.charCodeAt(index) : WORD_END;
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, FNV_PRIME);
}

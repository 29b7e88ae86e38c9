import Fuse from 'fuse.js';

/** A topic's words as stems, one string a field. */
export interface TopicWords {
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  readonly also: string;
}

/** Compares terms with a few topics letter by letter: topic id -> how well it fits, 0 to 1. */
export type Rescue = (terms: readonly string[], topics: readonly TopicWords[]) => ReadonlyMap<string, number>;

/**
 * fuse.js over the shortlist. It reads every letter of every record it is given, so it is asked only about words that
 * nothing else could read, and never about the whole knowledge; docs/matching.md has what it costs and brings. Its score
 * of 0 is best; that is turned round here, once.
 */
export const rescueByLetters: Rescue = (terms, topics) => {
  const fuse = new Fuse(topics, {
    includeScore: true,
    useTokenSearch: true,
    threshold: 0.3,
    ignoreLocation: true,
    minMatchCharLength: 2,
    keys: [
      { name: 'title', weight: 3 },
      { name: 'asks', weight: 3 },
      { name: 'also', weight: 2 },
    ],
  });
  return new Map(fuse.search(terms.join(' ')).map(({ item, score }) => [item.id, 1 - (score ?? 1)]));
};

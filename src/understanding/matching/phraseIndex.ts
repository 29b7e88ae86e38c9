/** One way of saying something, and the topic it belongs to. */
export interface IndexedPhrase {
  readonly topicId: string;
  readonly terms: readonly string[];
}

/** How well the phrases of one topic fit a query. */
export interface PhraseScore {
  readonly topicId: string;
  /** Cosine of the best phrase over idf-weighted stems, 0 to 1. */
  readonly best: number;
  /** Best phrases together, which rewards a topic that several phrases point to. */
  readonly support: number;
}

/** Finds topics by shared stems, without looking at every phrase. */
export interface PhraseIndex {
  search(terms: readonly string[]): PhraseScore[];
  /** Share of the query's weight that any topic knows, 0 to 1: low means that we do not cover this. */
  coverage(terms: readonly string[]): number;
  /** The known terms that say most, at most so many. */
  rarest(terms: readonly string[], most: number): string[];
}

/** Phrases of one topic that add to its support. Tuned on the development questions. */
const SUPPORTERS = 5;

/** Builds an inverted index over phrases. */
export function createPhraseIndex(phrases: readonly IndexedPhrase[]): PhraseIndex {
  const postings = new Map<string, number[]>();
  phrases.forEach(({ terms }, index) => {
    for (const term of terms) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [index]);
      else list.push(index);
    }
  });
  const weightOf = (count: number) => Math.log(1 + (phrases.length - count + 0.5) / (count + 0.5));
  const weights = new Map([...postings].map(([term, list]) => [term, weightOf(list.length)]));
  const unknown = weightOf(0);
  const idf = (term: string) => weights.get(term) ?? unknown;
  const norm = (terms: readonly string[]) => Math.sqrt(terms.reduce((sum, term) => sum + idf(term) ** 2, 0));
  const norms = phrases.map(({ terms }) => norm(terms));

  const dotProducts = (terms: readonly string[]): Map<number, number> => {
    const dots = new Map<number, number>();
    for (const term of terms) {
      const weight = idf(term) ** 2;
      for (const index of postings.get(term) ?? []) dots.set(index, (dots.get(index) ?? 0) + weight);
    }
    return dots;
  };
  const search = (terms: readonly string[]): PhraseScore[] => {
    const queryNorm = norm(terms);
    const byTopic = new Map<string, number[]>();
    for (const [index, dot] of dotProducts(terms)) {
      const topicId = phrases[index]?.topicId ?? '';
      const cosine = dot / (queryNorm * (norms[index] ?? 1));
      const list = byTopic.get(topicId);
      if (list === undefined) byTopic.set(topicId, [cosine]);
      else list.push(cosine);
    }
    return [...byTopic].map(([topicId, cosines]) => summarise(topicId, cosines));
  };
  const coverage = (terms: readonly string[]): number => {
    const known = terms.filter((term) => postings.has(term));
    const total = terms.reduce((sum, term) => sum + idf(term), 0);
    return total === 0 ? 0 : known.reduce((sum, term) => sum + idf(term), 0) / total;
  };
  const rarest = (terms: readonly string[], most: number): string[] =>
    terms.length <= most
      ? [...terms]
      : [...terms].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0)).slice(0, most);
  return { search, coverage, rarest };
}

function summarise(topicId: string, cosines: number[]): PhraseScore {
  cosines.sort((a, b) => b - a);
  const best = cosines[0] ?? 0;
  const support = cosines.slice(0, SUPPORTERS).reduce((sum, cosine) => sum + cosine, 0) / SUPPORTERS;
  return { topicId, best, support };
}

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
  /** Topics that share a stem with the query, at most {@link MAX_TOPICS}, those with the best phrase first. */
  search(terms: readonly string[]): PhraseScore[];
  /** Share of the query's weight that any topic knows, 0 to 1: low means that we do not cover this. */
  coverage(terms: readonly string[]): number;
}

/** Phrases of one topic that add to its support. Tuned on the development questions. */
const SUPPORTERS = 5;
/** Topics whose support is worked out. The few that are kept in the end are always among them. */
const MAX_TOPICS = 128;
/**
 * Places of terms in phrases that one search reads. Past it a frequent term only adds to phrases that a rarer one found, so
 * that the work does not grow with the knowledge. Our own topics stay far below it, so nothing changes for them.
 */
const MOST_READ = 10_000;

/** Builds an inverted index over phrases. */
export function createPhraseIndex(phrases: readonly IndexedPhrase[]): PhraseIndex {
  const { numbers, termsOf, phrasesOf } = layOut(phrases);
  const weightOf = (count: number) => Math.log(1 + (phrases.length - count + 0.5) / (count + 0.5));
  const weights = Float64Array.from(numbers.values(), (term) => weightOf(phrasesOf.row(term).length));
  const unknown = weightOf(0);
  const idf = (term: string) => weights[numbers.get(term) ?? -1] ?? unknown;
  const norm = (terms: readonly string[]) => Math.sqrt(terms.reduce((sum, term) => sum + idf(term) ** 2, 0));
  const norms = Float64Array.from(phrases, ({ terms }) => norm(terms));
  const { topics, topicOf } = numberTopics(phrases);
  const touch = createToucher(termsOf, phrasesOf, weights, phrases.length);
  const bests = new Float64Array(topics.length);

  const search = (terms: readonly string[]): PhraseScore[] => {
    const queryNorm = norm(terms);
    const touched = touch(terms.flatMap((term) => numbers.get(term) ?? []));
    const cosines = touched.shared.map(
      (dot, at) => dot / (queryNorm * (norms[touched.phrases[at] ?? 0] ?? 1)),
    );
    const found: number[] = [];
    for (const [at, phrase] of touched.phrases.entries()) {
      const topic = topicOf[phrase] ?? 0;
      if (bests[topic] === 0) found.push(topic);
      bests[topic] = Math.max(bests[topic] ?? 0, cosines[at] ?? 0);
    }
    const kept = new Map(largest(found, bests, MAX_TOPICS).map((topic): [number, number[]] => [topic, []]));
    for (const [at, phrase] of touched.phrases.entries())
      kept.get(topicOf[phrase] ?? 0)?.push(cosines[at] ?? 0);
    for (const topic of found) bests[topic] = 0;
    return [...kept].map(([topic, its]) => summarise(topics[topic] ?? '', its));
  };
  const coverage = (terms: readonly string[]): number => {
    const known = terms.filter((term) => numbers.has(term));
    const total = terms.reduce((sum, term) => sum + idf(term), 0);
    return total === 0 ? 0 : known.reduce((sum, term) => sum + idf(term), 0) / total;
  };
  return { search, coverage };
}

/** Phrases that share terms with a query, and the weight of what each shares. */
interface Touched {
  readonly phrases: readonly number[];
  readonly shared: Float64Array;
}

/** Adds up what each phrase shares with a query. The sums are wiped after each, because new ones would cost more than the search. */
function createToucher(termsOf: Rows, phrasesOf: Rows, weights: Float64Array, size: number) {
  const dots = new Float64Array(size);
  return (known: number[]): Touched => {
    known.sort((a, b) => phrasesOf.row(a).length - phrasesOf.row(b).length);
    const phrases: number[] = [];
    let read = 0;
    for (const term of known) {
      const row = phrasesOf.row(term);
      const weight = (weights[term] ?? 0) ** 2;
      if (phrases.length > 0 && read + row.length > MOST_READ) {
        addToFound(dots, phrases, weight, (phrase) => termsOf.row(phrase).includes(term));
        continue;
      }
      read += row.length;
      addToAll(dots, row, weight, phrases);
    }
    const shared = Float64Array.from(phrases, (phrase) => dots[phrase] ?? 0);
    for (const phrase of phrases) dots[phrase] = 0;
    return { phrases, shared };
  };
}

function addToAll(dots: Float64Array, row: Uint32Array, weight: number, found: number[]): void {
  for (const phrase of row) {
    const before = dots[phrase] ?? 0;
    if (before === 0) found.push(phrase);
    dots[phrase] = before + weight;
  }
}

function addToFound(
  dots: Float64Array,
  found: readonly number[],
  weight: number,
  holds: (phrase: number) => boolean,
): void {
  for (const phrase of found) if (holds(phrase)) dots[phrase] = (dots[phrase] ?? 0) + weight;
}

function numberTopics(phrases: readonly IndexedPhrase[]) {
  const topics = [...new Set(phrases.map(({ topicId }) => topicId))];
  const numbers = new Map(topics.map((topicId, index) => [topicId, index]));
  return { topics, topicOf: Uint32Array.from(phrases, ({ topicId }) => numbers.get(topicId) ?? 0) };
}

/** Rows of numbers, one after the other in one array. */
interface Rows {
  row(index: number): Uint32Array;
}

/** Numbers the terms, and lays out which phrase has which terms and which term is in which phrases. */
function layOut(phrases: readonly IndexedPhrase[]) {
  const numbers = new Map<string, number>();
  const termRows = phrases.map(({ terms }) =>
    Uint32Array.from(terms, (term) => {
      const number = numbers.get(term) ?? numbers.size;
      numbers.set(term, number);
      return number;
    }),
  );
  return {
    numbers,
    termsOf: { row: (index: number) => termRows[index] ?? NOTHING },
    phrasesOf: turned(termRows, numbers.size),
  };
}

const NOTHING = new Uint32Array();

/** From the numbers in each row to the rows that have each number. */
function turned(rows: readonly Uint32Array[], size: number): Rows {
  const starts = new Uint32Array(size + 1);
  for (const row of rows) for (const number of row) starts[number + 1] = (starts[number + 1] ?? 0) + 1;
  for (let number = 0; number < size; number++)
    starts[number + 1] = (starts[number + 1] ?? 0) + (starts[number] ?? 0);
  const next = starts.slice();
  const places = new Uint32Array(starts[size] ?? 0);
  rows.forEach((row, index) => {
    for (const number of row) {
      const place = next[number] ?? 0;
      places[place] = index;
      next[number] = place + 1;
    }
  });
  return { row: (number) => places.subarray(starts[number], starts[number + 1]) };
}

/** Those with the largest values, the largest first. */
function largest(numbers: readonly number[], values: Float64Array, most: number): number[] {
  const value = (number: number) => values[number] ?? 0;
  if (numbers.length <= most) return numbers.toSorted((a, b) => value(b) - value(a));
  const sorted = Float64Array.from(numbers, value).sort();
  const least = sorted[sorted.length - most] ?? 0;
  return numbers
    .filter((number) => value(number) >= least)
    .sort((a, b) => value(b) - value(a))
    .slice(0, most);
}

function summarise(topicId: string, cosines: number[]): PhraseScore {
  cosines.sort((a, b) => b - a);
  const best = cosines[0] ?? 0;
  const support = cosines.slice(0, SUPPORTERS).reduce((sum, cosine) => sum + cosine, 0) / SUPPORTERS;
  return { topicId, best, support };
}

import Fuse from 'fuse.js';
import { type SoftmaxModel, sharesOf } from '../model/softmaxModel';
import { createSpeller } from '../spelling';
import type { Utterance } from '../utterance';
import { createTopicHearing } from './hearTopics';
import { createPhraseIndex, type PhraseScore } from './phraseIndex';
import { createTermReader, type TermReader } from './terms';

export interface TopicMatch {
  readonly topicId: string;
  /** How sure, 0 to 1 with 1 best. */
  readonly score: number;
}

/** What the matcher needs to know of a topic. */
export interface MatchableTopic {
  readonly id: string;
  readonly title: string;
  readonly asks: readonly string[];
  readonly also: readonly string[];
  readonly answer: string;
}

export interface MatcherSources {
  readonly topics: Iterable<MatchableTopic>;
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
  readonly commonWords: ReadonlySet<string>;
  /** Trained on example questions; topics it does not know are found by their words alone. */
  readonly model: SoftmaxModel;
  /** Further words that must never be "corrected", such as the red-flag vocabulary. */
  readonly guard: ReadonlySet<string>;
}

export interface TopicMatcher {
  /** Best topics first, at most {@link SHORTLIST}. */
  match(utterance: Utterance): TopicMatch[];
}

/** Topics that Fuse looks at again: it reads every record it is given. Source: reference, matching, section 3. */
const SHORTLIST = 6;
/** Longer messages are rambling; the rarest words carry them. */
const MAX_TERMS = 24;
/** Terms that Fuse compares: its time grows with each. */
const MAX_FUSE_TERMS = 6;
/** Weights of the three scores and of the logistic that turns them into 0..1. Tuned on the development questions; docs/decisions/0004. */
const WEIGHTS = { best: 0.45, support: 0.35, fuse: 0.2 } as const;
const LOGISTIC = { slope: 9, middle: 0.42, margin: 6, coverage: 2 } as const;

/** What the words of a topic add to what is heard. Tuned on questions of an author left out; docs/decisions/0016. */
const WORDS_WEIGHT = 2;
/** From this share on the words are not asked any more, which is most of the time a message takes. */
const SURE = 0.9;

interface FuseRecord {
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  readonly also: string;
  readonly answer: string;
}

/** Builds the matcher once from the topics. */
export function createTopicMatcher(sources: MatcherSources): TopicMatcher {
  const topics = [...sources.topics];
  const vocabulary = new Set(
    topics.flatMap(
      (topic) =>
        `${topic.title} ${topic.asks.join(' ')} ${topic.also.join(' ')} ${topic.answer}`
          .toLowerCase()
          .match(/[a-z]+/g) ?? [],
    ),
  );
  const guard = new Set([...sources.commonWords, ...sources.guard]);
  const reader = createTermReader(createSpeller(vocabulary, guard), sources.synonyms);
  const index = createPhraseIndex(
    topics.flatMap((topic) =>
      [topic.title, ...topic.asks, ...topic.also].map((text) => ({
        topicId: topic.id,
        terms: reader.ofText(text),
      })),
    ),
  );
  const records = new Map(topics.map((topic) => [topic.id, fuseRecord(topic, reader)]));

  const hear = createTopicHearing(sources.model);
  const known = new Set(sources.model.classes);

  const byWords = (utterance: Utterance): TopicMatch[] => {
    const terms = reader.ofQuery(utterance).slice(0, MAX_TERMS);
    if (terms.length === 0) return [];
    const shortlist = index
      .search(terms)
      .sort((a, b) => blend(b, 0) - blend(a, 0))
      .slice(0, SHORTLIST);
    const fuse = fuseScores(
      index.rarest(terms, MAX_FUSE_TERMS),
      shortlist.flatMap(({ topicId }) => records.get(topicId) ?? []),
    );
    const blended = shortlist
      .map((score) => ({ topicId: score.topicId, score: blend(score, fuse.get(score.topicId) ?? 0) }))
      .sort((a, b) => b.score - a.score);
    return calibrate(blended, index.coverage(terms));
  };
  const match = (utterance: Utterance): TopicMatch[] => {
    const heard = hear(utterance);
    if (heard.size === 0) return [];
    const loudest = Math.max(...heard.values());
    const sure = Math.max(...sharesOf(Float64Array.from(heard.values()))) >= SURE;
    for (const { topicId, score } of sure ? [] : byWords(utterance)) {
      // A topic without examples starts where its words put it, against the loudest that has some.
      const start = known.has(topicId) ? (heard.get(topicId) ?? 0) : loudest + Math.log(score);
      heard.set(topicId, start + WORDS_WEIGHT * score);
    }
    const names = [...heard.keys()];
    const shares = sharesOf(Float64Array.from(heard.values()));
    return names
      .map((topicId, place) => ({ topicId, score: shares[place] ?? 0 }))
      .filter(({ topicId }) => records.has(topicId))
      .sort((a, b) => b.score - a.score)
      .slice(0, SHORTLIST);
  };
  return { match };
}

function blend(score: PhraseScore, fuse: number): number {
  return WEIGHTS.best * score.best + WEIGHTS.support * score.support + WEIGHTS.fuse * fuse;
}

function fuseRecord(topic: MatchableTopic, reader: TermReader): FuseRecord {
  const stems = (texts: readonly string[]) =>
    [...new Set(texts.flatMap((text) => reader.ofText(text)))].join(' ');
  return {
    id: topic.id,
    title: stems([topic.title]),
    asks: stems(topic.asks),
    also: stems(topic.also),
    answer: stems([topic.answer]),
  };
}

/** Fuzzy match of the query against a few records; Fuse's 0-is-best score is turned round here, once. */
function fuseScores(terms: readonly string[], records: readonly FuseRecord[]): Map<string, number> {
  const fuse = new Fuse(records, {
    includeScore: true,
    useTokenSearch: true,
    threshold: 0.1,
    ignoreLocation: true,
    minMatchCharLength: 2,
    keys: [
      { name: 'title', weight: 3 },
      { name: 'asks', weight: 3 },
      { name: 'also', weight: 2 },
      { name: 'answer', weight: 1 },
    ],
  });
  return new Map(fuse.search(terms.join(' ')).map(({ item, score }) => [item.id, 1 - (score ?? 1)]));
}

/** Turns blended scores into how sure we are: high when the best is good, well ahead, and the words are known. */
function calibrate(blended: readonly TopicMatch[], coverage: number): TopicMatch[] {
  return blended.map(({ topicId, score }, place) => {
    const rival = blended[place === 0 ? 1 : 0]?.score ?? 0;
    const x =
      LOGISTIC.slope * (score - LOGISTIC.middle) +
      LOGISTIC.margin * (score - rival) +
      LOGISTIC.coverage * (coverage - 1);
    return { topicId, score: 1 / (1 + Math.exp(-x)) };
  });
}

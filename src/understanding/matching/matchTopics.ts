import { type SoftmaxModel, sharesOf } from '../model/softmaxModel';
import { createSpeller, type WordList } from '../spelling';
import type { Utterance } from '../utterance';
import { createTopicHearing } from './hearTopics';
import { createPhraseIndex, type PhraseScore } from './phraseIndex';
import { type Rescue, rescueByLetters, type TopicWords } from './rescue';
import { createTermReader, remembered, type TermReader, wordsInText } from './terms';

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
  readonly commonWords: WordList;
  /** Trained on example questions; topics it does not know are found by their words alone. */
  readonly model: SoftmaxModel;
  /** Further words that must never be "corrected", such as the red-flag vocabulary. */
  readonly guard: WordList;
}

/** Small talk that a message sounds like. */
export interface TalkMatch {
  readonly intentId: string;
  /** How sure, 0 to 1 with 1 best. */
  readonly score: number;
}

/** How the names of small talk begin among the classes of the model. */
export const TALK = 'talk:';

/** What a message is about. */
export interface Matches {
  /** Best topics first, at most {@link SHORTLIST}. */
  readonly topics: readonly TopicMatch[];
  /** The small talk that it sounds like most, however little. */
  readonly talk: TalkMatch | undefined;
}

export interface TopicMatcher {
  match(utterance: Utterance): Matches;
}

/** Topics that are looked at more closely, and the most that a match gives. */
const SHORTLIST = 6;
/** Longer messages are rambling; the first words of theirs that say something carry them. */
const MAX_TERMS = 24;
/** Terms that are compared letter by letter: the time grows with each. */
const MAX_RESCUE_TERMS = 6;
/** Weights of the scores by words, and of the logistic that turns them into 0..1. Tuned on the development questions; docs/decisions/0004. */
const WEIGHTS = { best: 0.56, support: 0.44, rescue: 0.6 } as const;
const NOBODY: ReadonlyMap<string, number> = new Map();
const LOGISTIC = { slope: 9, middle: 0.42, margin: 6, coverage: 2 } as const;

/**
 * From a share to how often such a topic is the right one, and how far an ask stands above the loudest topic: the model is too modest where another topic or "none of these"
 * shares the words. Fitted on questions kept out of training; `npm run evaluate` prints how far it is off.
 */
const CERTAINTY = { slope: 0.9, shift: 0.5, asked: 6 } as const;

/** What the words of a topic add to what is heard. Tuned on questions of an author left out; docs/decisions/0016. */
const WORDS_WEIGHT = 2;
/** From this share on the words are not asked any more, which saves a third of the time of a message. */
const SURE = 0.9;

/**
 * Builds the matcher once from the topics.
 *
 * @param rescue - compares unread words with the shortlist; the benchmark leaves it out to see what it brings.
 */
export function createTopicMatcher(sources: MatcherSources, rescue: Rescue = rescueByLetters): TopicMatcher {
  const topics = new Map([...sources.topics].map((topic) => [topic.id, topic]));
  const vocabulary = vocabularyOf(topics.values());
  const guard: WordList = { has: (word) => sources.commonWords.has(word) || sources.guard.has(word) };
  const speller = createSpeller(vocabulary, guard);
  const reader = createTermReader(sources.synonyms, {
    has: (word) => vocabulary.has(word) || guard.has(word),
  });
  const index = createPhraseIndex(
    [...topics.values()].flatMap((topic) =>
      [topic.title, ...topic.asks, ...topic.also].map((text) => ({
        topicId: topic.id,
        terms: reader.ofText(text),
      })),
    ),
  );
  const wordsOf = remembered((id) => topicWords(topics.get(id), reader));
  const askedIn = asksOf(topics.values());
  const hear = createTopicHearing(sources.model);
  const known = new Set(sources.model.classes);

  const byWords = (utterance: Utterance): TopicMatch[] => {
    const { terms: all, unread } = reader.ofQuery(utterance);
    const terms = all.slice(0, MAX_TERMS);
    if (terms.length === 0) return [];
    const shortlist = index
      .search(terms)
      .sort((a, b) => blend(b) - blend(a))
      .slice(0, SHORTLIST);
    const rescued =
      unread.length === 0
        ? NOBODY
        : rescue(
            unread.slice(0, MAX_RESCUE_TERMS),
            shortlist.flatMap(({ topicId }) => wordsOf(topicId) ?? []),
          );
    const blended = shortlist
      .map((score) => ({
        topicId: score.topicId,
        score: Math.min(1, blend(score) + WEIGHTS.rescue * (rescued.get(score.topicId) ?? 0)),
      }))
      .sort((a, b) => b.score - a.score);
    return calibrate(blended, index.coverage(terms));
  };
  /** Everything that the model and the words know of, best first. */
  const hearAll = (said: Utterance): TopicMatch[] => {
    // The model learned from words that are mostly spelled right, so it hears more when it is given those.
    const utterance = {
      ...said,
      tokens: said.tokens.map(({ word, before }) => ({ word: speller.correct(word), before })),
    };
    const heard = hear(utterance);
    if (heard.size === 0) return [];
    const loudest = Math.max(...heard.values());
    const sure = Math.max(...sharesOf(Float64Array.from(heard.values()))) >= SURE;
    for (const { topicId, score } of sure ? [] : byWords(utterance)) {
      // A topic without examples starts where its words put it, against the loudest that has some.
      const start = known.has(topicId) ? (heard.get(topicId) ?? 0) : loudest + Math.log(score);
      heard.set(topicId, start + WORDS_WEIGHT * score);
    }
    // Who types an ask word for word means its topic, whatever else the words could be about.
    const asked = askedIn.get(said.tokens.map(({ word }) => word).join(' '));
    if (asked !== undefined) heard.set(asked, loudest + CERTAINTY.asked);
    const names = [...heard.keys()];
    const shares = sharesOf(Float64Array.from(heard.values()));
    return names
      .map((topicId, place) => ({ topicId, score: certainty(shares[place] ?? 0) }))
      .sort((a, b) => b.score - a.score);
  };
  const match = (said: Utterance): Matches => {
    const heard = hearAll(said);
    const talk = heard.find(({ topicId }) => topicId.startsWith(TALK));
    return {
      topics: heard.filter(({ topicId }) => topics.has(topicId)).slice(0, SHORTLIST),
      talk: talk && { intentId: talk.topicId.slice(TALK.length), score: talk.score },
    };
  };
  return { match };
}

/** Every word of the topics: what a misspelt word may be corrected to. */
export function vocabularyOf(topics: Iterable<MatchableTopic>): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { title, asks, also, answer } of topics)
    for (const text of [title, ...asks, ...also, answer])
      for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) words.add(word);
  return words;
}

/** Each ask as it looks once typed and read, and its topic. */
function asksOf(topics: Iterable<MatchableTopic>): ReadonlyMap<string, string> {
  return new Map(
    [...topics].flatMap(({ id, asks }) => asks.map((ask) => [wordsInText(ask).join(' '), id] as const)),
  );
}

function certainty(share: number): number {
  const odds = share / Math.max(Number.MIN_VALUE, 1 - share);
  return 1 - 1 / (1 + Math.exp(CERTAINTY.shift) * odds ** CERTAINTY.slope);
}

function blend(score: PhraseScore): number {
  return WEIGHTS.best * score.best + WEIGHTS.support * score.support;
}

function topicWords(topic: MatchableTopic | undefined, reader: TermReader): TopicWords | undefined {
  if (topic === undefined) return undefined;
  const stems = (texts: readonly string[]) =>
    [...new Set(texts.flatMap((text) => reader.ofText(text)))].join(' ');
  return { id: topic.id, title: stems([topic.title]), asks: stems(topic.asks), also: stems(topic.also) };
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

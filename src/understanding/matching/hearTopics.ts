import { addWords, FeatureCollector, hashWord, joinWords } from '../model/features';
import { createScorer, type SoftmaxModel } from '../model/softmaxModel';
import type { Utterance } from '../utterance';

/** A longer word is no word, and its pieces would drown the others. */
const LONGEST_WORD = 40;

/** The features of a message for the topic model: its words, their pieces, and words that stand together. */
export function collectQuestion({ tokens }: Utterance, features: FeatureCollector): Uint32Array {
  const words = tokens.filter(({ word }) => word.length <= LONGEST_WORD).map(({ word }) => hashWord(word));
  joinWords(words);
  features.begin();
  addWords(words, 0, words.length, features);
  return features.found;
}

/** Listens for topics: how likely each is, as a logarithm up to a constant, by name; nothing where there are no words. */
export function createTopicHearing(model: SoftmaxModel): (utterance: Utterance) => Map<string, number> {
  const features = new FeatureCollector();
  const scoresOf = createScorer(model);
  return (utterance) => {
    const found = collectQuestion(utterance, features);
    if (found.length === 0) return new Map();
    const scores = scoresOf(found);
    return new Map(model.classes.map((name, index) => [name, scores[index] ?? 0]));
  };
}

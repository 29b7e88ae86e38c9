import { addWords, FeatureCollector, hashWord, joinWords } from '../model/features';
import { type SoftmaxModel, scoresOf } from '../model/softmaxModel';
import type { Utterance } from '../utterance';

/** The features of a message for the topic model: its words, their pieces, and words that stand together. */
export function collectQuestion({ tokens }: Utterance, features: FeatureCollector): Uint32Array {
  const words = tokens.map(({ word }) => hashWord(word));
  joinWords(words);
  features.begin();
  addWords(words, 0, words.length, features);
  return features.found;
}

/** Listens for topics: how likely each is, as a logarithm up to a constant, by name. */
export function createTopicHearing(model: SoftmaxModel): (utterance: Utterance) => Map<string, number> {
  const features = new FeatureCollector();
  return (utterance) => {
    const scores = scoresOf(model, collectQuestion(utterance, features));
    return new Map(model.classes.map((name, index) => [name, scores[index] ?? 0]));
  };
}

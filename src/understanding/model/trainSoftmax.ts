import { randomFrom, shuffle } from './random';
import { createSoftmaxLearner } from './softmaxLearner';
import type { SoftmaxModel } from './softmaxModel';

/** One message: its features and the names of the classes that are right, most often one. */
export interface ClassExample {
  readonly features: Uint32Array;
  readonly classes: readonly string[];
}

/** Tuned on questions of an author left out; docs/decisions/0016. */
const BUCKETS = 32_768;
const ROUNDS = 10;
const STEP = 0.25;
const SEED = 1;

/**
 * Trains a softmax over many classes.
 * Deterministic: the same examples in the same order give the same model.
 */
export function trainSoftmax(examples: readonly ClassExample[], classes: readonly string[]): SoftmaxModel {
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const rows = examples.map(({ features, classes: right }) => ({
    features,
    right: right.flatMap((name) => numbers.get(name) ?? []),
  }));
  const learner = createSoftmaxLearner(classes, BUCKETS, STEP);
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(rows, random);
    for (const { features, right } of rows) learner.learn(features, right, 1);
  }
  return learner.model();
}

import { BUCKETS, featuresOf } from './features';
import type { LinearModel } from './linearModel';

/** One message and how far it is a yes: 1, 0, or 0.5 for "unclear". */
export interface TrainingExample {
  readonly words: readonly string[];
  readonly target: number;
}

/** Tuned on the development examples; docs/decisions/0010. */
const ROUNDS = 12;
const STEP = 0.3;
const DECAY = 1e-4;
/** A missed red flag costs more than a question too many. */
const YES_WEIGHT = 1.5;
const SEED = 1;

/** Trains logistic regression with AdaGrad. Deterministic: the same examples in the same order give the same model. */
export function trainLinear(examples: readonly TrainingExample[]): LinearModel {
  const rows = examples.map(({ words, target }) => ({ features: featuresOf(words), target }));
  const weights = new Float64Array(BUCKETS);
  const squares = new Float64Array(BUCKETS).fill(1e-8);
  let bias = 0;
  let biasSquares = 1e-8;
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(rows, random);
    for (const { features, target } of rows) {
      const scale = 1 / Math.sqrt(features.length || 1);
      const score = bias + scale * features.reduce((sum, feature) => sum + (weights[feature] ?? 0), 0);
      const error = (1 / (1 + Math.exp(-score)) - target) * (target >= 0.5 ? YES_WEIGHT : 1);
      for (const feature of features) {
        const slope = error * scale + DECAY * (weights[feature] ?? 0);
        squares[feature] = (squares[feature] ?? 0) + slope * slope;
        weights[feature] = (weights[feature] ?? 0) - (STEP * slope) / Math.sqrt(squares[feature] ?? 1);
      }
      biasSquares += error * error;
      bias -= (STEP * error) / Math.sqrt(biasSquares);
    }
  }
  return { bias, weights: Float32Array.from(weights) };
}

/** A small linear congruential generator, so that training never depends on the machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.min(index, Math.floor(random() * (index + 1)));
    const kept = items[index] as T;
    items[index] = items[other] as T;
    items[other] = kept;
  }
}

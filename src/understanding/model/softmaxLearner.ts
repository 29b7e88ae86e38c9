import { bucketOf, packWeights, type SoftmaxModel, sharesOf } from './softmaxModel';

const BIAS_STEP = 0.02;
/** What differs less than this from what it should be is not learned from, which saves most of the time. */
const LEAST_ERROR = 2e-3;
const RANGE = 127;

/** Learns a softmax over many classes with AdaGrad, one message at a time. */
export interface SoftmaxLearner {
  /**
   * @param right - numbers of the classes that are right, most often one
   * @param weight - how much the message counts; 1 is once
   */
  learn(features: Uint32Array, right: readonly number[], weight: number): void;
  /** The share of each class as it is known so far; valid until the next call. */
  sharesFor(features: Uint32Array): Float64Array;
  model(): SoftmaxModel;
}

/**
 * @param buckets - a power of two: fewer than the collector has, because each costs a weight a class
 * @param step - how far one message moves a weight at first
 */
export function createSoftmaxLearner(
  classes: readonly string[],
  buckets: number,
  step: number,
): SoftmaxLearner {
  const count = classes.length;
  const weights = new Float32Array(buckets * count);
  const squares = new Float32Array(buckets * count).fill(1e-6);
  const biases = new Float64Array(count);
  const scores = new Float64Array(count);

  const sharesFor = (features: Uint32Array): Float64Array => {
    scores.fill(0);
    for (const feature of features) {
      const base = bucketOf(feature, buckets - 1) * count;
      for (let index = 0; index < count; index++)
        scores[index] = (scores[index] ?? 0) + (weights[base + index] ?? 0);
    }
    const share = 1 / Math.sqrt(features.length || 1);
    for (let index = 0; index < count; index++)
      scores[index] = (scores[index] ?? 0) * share + (biases[index] ?? 0);
    return sharesOf(scores);
  };

  /** Moves the weights of one bucket against what was wrong. */
  const move = (base: number, wrong: readonly number[], errors: Float64Array, share: number): void => {
    for (const index of wrong) {
      const slope = (errors[index] ?? 0) * share;
      const square = (squares[base + index] ?? 0) + slope * slope;
      squares[base + index] = square;
      weights[base + index] = (weights[base + index] ?? 0) - (step * slope) / Math.sqrt(square);
    }
  };

  const learn = (features: Uint32Array, right: readonly number[], weight: number): void => {
    const errors = sharesFor(features);
    for (const index of right) errors[index] = (errors[index] ?? 0) - 1 / right.length;
    const wrong = [...errors.keys()].filter((index) => Math.abs(errors[index] ?? 0) * weight > LEAST_ERROR);
    for (const index of wrong)
      biases[index] = (biases[index] ?? 0) - BIAS_STEP * weight * (errors[index] ?? 0);
    const share = weight / Math.sqrt(features.length || 1);
    for (const feature of features) move(bucketOf(feature, buckets - 1) * count, wrong, errors, share);
  };

  const model = (): SoftmaxModel => {
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
    const scale = Number((largest / RANGE).toPrecision(9));
    return {
      classes,
      biases: Array.from(biases, (bias) => Number(bias.toPrecision(6))),
      scale,
      weights: packWeights(
        Int8Array.from(weights, (weight) => Math.max(-RANGE, Math.min(RANGE, Math.round(weight / scale)))),
        count,
      ),
    };
  };

  return { learn, sharesFor, model };
}

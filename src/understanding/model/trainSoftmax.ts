import { randomFrom, shuffle } from './random';
import { bucketOf, CLASS_BUCKETS, type SoftmaxModel, sharesOf } from './softmaxModel';

/** One message: its features and the names of the classes that are right, most often one. */
export interface ClassExample {
  readonly features: Uint32Array;
  readonly classes: readonly string[];
}

/** Tuned on questions of an author left out; docs/decisions/0016. */
const ROUNDS = 10;
const STEP = 0.25;
const BIAS_STEP = 0.02;
const SEED = 1;
/** What differs less than this from what it should be is not learned from, which saves most of the time. */
const LEAST_ERROR = 2e-3;
const RANGE = 127;

interface Row {
  readonly buckets: readonly number[];
  readonly share: number;
  readonly right: ReadonlySet<number>;
}

interface Learned {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly biases: Float64Array;
}

/**
 * Trains a softmax over many classes with AdaGrad.
 * Deterministic: the same examples in the same order give the same model.
 */
export function trainSoftmax(examples: readonly ClassExample[], classes: readonly string[]): SoftmaxModel {
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const rows = examples.map((example) => rowOf(example, numbers));
  const learned: Learned = {
    weights: new Float32Array(CLASS_BUCKETS * classes.length),
    squares: new Float32Array(CLASS_BUCKETS * classes.length).fill(1e-6),
    biases: new Float64Array(classes.length),
  };
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(rows, random);
    for (const row of rows) learn(row, learned);
  }
  const largest = learned.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const scale = Number((largest / RANGE).toPrecision(9));
  return {
    classes,
    biases: Array.from(learned.biases, (bias) => Number(bias.toPrecision(6))),
    scale,
    weights: Int8Array.from(learned.weights, (weight) =>
      Math.max(-RANGE, Math.min(RANGE, Math.round(weight / scale))),
    ),
  };
}

function rowOf({ features, classes }: ClassExample, numbers: ReadonlyMap<string, number>): Row {
  return {
    buckets: Array.from(features, bucketOf),
    share: 1 / Math.sqrt(features.length || 1),
    right: new Set(classes.flatMap((name) => numbers.get(name) ?? [])),
  };
}

function learn(row: Row, learned: Learned): void {
  const errors = errorsOf(row, learned);
  const wrong = [...errors.keys()].filter((index) => Math.abs(errors[index] ?? 0) > LEAST_ERROR);
  const { biases, weights, squares } = learned;
  for (const index of wrong) biases[index] = (biases[index] ?? 0) - BIAS_STEP * (errors[index] ?? 0);
  for (const bucket of row.buckets) {
    const base = bucket * biases.length;
    for (const index of wrong) {
      const slope = (errors[index] ?? 0) * row.share;
      const square = (squares[base + index] ?? 0) + slope * slope;
      squares[base + index] = square;
      weights[base + index] = (weights[base + index] ?? 0) - (STEP * slope) / Math.sqrt(square);
    }
  }
}

/** How far the share of each class is from what it should be. */
function errorsOf({ buckets, share, right }: Row, { weights, biases }: Learned): Float64Array {
  const scores = new Float64Array(biases.length);
  for (const bucket of buckets) {
    const base = bucket * biases.length;
    for (let index = 0; index < biases.length; index++)
      scores[index] = (scores[index] ?? 0) + (weights[base + index] ?? 0);
  }
  const shares = sharesOf(scores.map((score, index) => score * share + (biases[index] ?? 0)));
  return shares.map((value, index) => value - (right.has(index) ? 1 / right.size : 0));
}

import { randomFrom, shuffle } from './random';
import { createSoftmaxLearner, type SoftmaxLearner } from './softmaxLearner';
import type { SoftmaxModel } from './softmaxModel';

/** One message: the features of each of its views, the whole message first, and the class it belongs to. */
export interface ViewedExample {
  readonly views: readonly Uint32Array[];
  readonly name: string;
}

/** Tuned on the messages of authors left out; docs/decisions/0019. */
const BUCKETS = 65_536;
const ROUNDS = 6;
const STEP = 0.2;
/** A missed red flag costs more than a question too many. */
const ALARM_WEIGHT = 2;
const SEED = 1;

interface Row {
  readonly whole: Uint32Array;
  readonly parts: readonly Uint32Array[];
  readonly right: readonly [number];
  readonly alarming: boolean;
}

/**
 * Trains a softmax on messages of several views, of which the loudest decides. An alarming message is of its class in its
 * whole and in its loudest view; any other in every view.
 * Deterministic: the same examples in the same order give the same model.
 * @param loudness - how much a class counts as an alarm, 0 to 1
 */
export function trainByViews(
  examples: readonly ViewedExample[],
  loudness: (name: string) => number,
): SoftmaxModel {
  const classes = [...new Set(examples.map(({ name }) => name))].sort();
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const loud = classes.map(loudness);
  const rows = examples.flatMap(({ views, name }): Row[] => {
    const [whole, ...parts] = views;
    if (whole === undefined) return [];
    return [{ whole, parts, right: [numbers.get(name) ?? 0], alarming: loudness(name) === 1 }];
  });
  const learner = createSoftmaxLearner(classes, BUCKETS, STEP);
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(rows, random);
    for (const row of rows) learnRow(row, learner, round > 0 ? loud : undefined);
  }
  return learner.model();
}

/** In the first round nothing is known yet of which view is the loudest. */
function learnRow(
  { whole, parts, right, alarming }: Row,
  learner: SoftmaxLearner,
  loud: readonly number[] | undefined,
): void {
  learner.learn(whole, right, alarming ? ALARM_WEIGHT : 1);
  if (!alarming) for (const part of parts) learner.learn(part, right, 1 / Math.sqrt(parts.length));
  if (!alarming || loud === undefined) return;
  const part = loudest(parts, (view) => alarm(learner.sharesFor(view), loud));
  if (part !== undefined) learner.learn(part, right, ALARM_WEIGHT);
}

function alarm(shares: Float64Array, loud: readonly number[]): number {
  return loud.reduce((sum, share, index) => sum + share * (shares[index] ?? 0), 0);
}

function loudest<T>(items: readonly T[], volume: (item: T) => number): T | undefined {
  let best: T | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const here = volume(item);
    if (here <= most) continue;
    best = item;
    most = here;
  }
  return best;
}

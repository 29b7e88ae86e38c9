import { BUCKETS } from './features';
import { type LinearModel, scoreOf } from './linearModel';
import { randomFrom, shuffle } from './random';

/** One message: the features of each of its views, the whole message first, and how far it is a yes (0 to 1). */
export interface TrainingExample {
  readonly views: readonly Uint32Array[];
  readonly target: number;
}

interface Row {
  readonly features: Uint32Array;
  readonly target: number;
  readonly weight: number;
}

/** Tuned by leaving out one author at a time; docs/decisions/0015. */
const ROUNDS = 12;
const STEP = 0.1;
const DECAY = 1e-4;
/** A missed red flag costs more than a question too many. */
const YES_WEIGHT = 2;
/** How often the loudest view of each yes is chosen anew. */
const CHOICES = 2;
/** A feature of fewer rows than this tells nothing, and would only make the file larger. */
const FEWEST_ROWS = 3;
const LEAST_SCALE = 0.3;
const SEED = 1;

/**
 * Trains logistic regression on messages of several views, of which the loudest decides. A message that is a yes says so
 * in its whole and in its loudest view; one that is a no says no in every view.
 * Deterministic: the same examples in the same order give the same model.
 */
export function trainLinear(examples: readonly TrainingExample[]): LinearModel {
  let model = regress(examples.flatMap((example) => rowsOf(example, [])));
  for (let choice = 0; choice < CHOICES; choice++) {
    const chosen = model;
    model = regress(examples.flatMap((example) => rowsOf(example, partsOf(example, chosen))));
  }
  return model;
}

function rowsOf({ views, target }: TrainingExample, parts: readonly Uint32Array[]): Row[] {
  const whole = views[0];
  if (whole === undefined) return [];
  const weight = target > 0 ? 1 : 1 / Math.sqrt(parts.length || 1);
  return [{ features: whole, target, weight: 1 }, ...parts.map((features) => ({ features, target, weight }))];
}

/** The views beside the whole that teach something: the loudest of a yes, all of a no. */
function partsOf({ views, target }: TrainingExample, model: LinearModel): readonly Uint32Array[] {
  const parts = views.slice(1);
  if (target === 0 || parts.length <= 1) return parts;
  const loudest = parts.reduce((best, part) => (scoreOf(model, part) > scoreOf(model, best) ? part : best));
  return [loudest];
}

/**
 * Logistic regression with AdaGrad over features that are scaled by how differently the two sides use them.
 * Source of the scaling: Wang and Manning 2012, "Baselines and Bigrams" (NBSVM), https://aclanthology.org/P12-2018/
 */
function regress(rows: Row[]): LinearModel {
  const scales = scalesOf(rows);
  const learner = createLearner(scales);
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(rows, random);
    for (const row of rows) learner.learn(row);
  }
  return learner.model();
}

/** For each bucket how much it tells apart; 0 for what too few messages have. */
function scalesOf(rows: readonly Row[]): Float64Array {
  const yes = new Float64Array(BUCKETS);
  const no = new Float64Array(BUCKETS);
  let yesRows = 1;
  let noRows = 1;
  for (const { features, target } of rows) {
    const side = target >= 0.5 ? yes : no;
    if (side === yes) yesRows++;
    else noRows++;
    for (const feature of features) side[feature] = (side[feature] ?? 0) + 1;
  }
  return yes.map((inYes, feature) => {
    const inNo = no[feature] ?? 0;
    if (inYes + inNo < FEWEST_ROWS) return 0;
    return LEAST_SCALE + Math.abs(Math.log((inYes + 1) / yesRows) - Math.log((inNo + 1) / noRows));
  });
}

function createLearner(scales: Float64Array) {
  const weights = new Float64Array(BUCKETS);
  const squares = new Float64Array(BUCKETS).fill(1e-8);
  let bias = 0;
  let biasSquares = 1e-8;
  return {
    learn: ({ features, target, weight }: Row) => {
      const share = 1 / Math.sqrt(features.length || 1);
      let sum = 0;
      for (const feature of features) sum += (weights[feature] ?? 0) * (scales[feature] ?? 0);
      const certainty = weight * (target >= 0.5 ? YES_WEIGHT : 1);
      const error = (1 / (1 + Math.exp(-bias - share * sum)) - target) * certainty;
      for (const feature of features) {
        const slope = error * share * (scales[feature] ?? 0) + DECAY * (weights[feature] ?? 0);
        const square = (squares[feature] ?? 0) + slope * slope;
        squares[feature] = square;
        weights[feature] = (weights[feature] ?? 0) - (STEP * slope) / Math.sqrt(square);
      }
      biasSquares += error * error;
      bias -= (STEP * error) / Math.sqrt(biasSquares);
    },
    model: (): LinearModel => ({
      bias,
      scale: 1,
      weights: Float32Array.from(weights, (weight, feature) => weight * (scales[feature] ?? 0)),
    }),
  };
}

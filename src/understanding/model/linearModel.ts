/** A trained linear model: one weight a bucket. */
export interface LinearModel {
  readonly bias: number;
  readonly weights: Float32Array;
}

/**
 * Scores the features of a message; above 0 the model leans to yes. The sum is divided by the root of the number of features,
 * so that long messages do not score higher for being long.
 */
export function scoreOf(model: LinearModel, features: ArrayLike<number>): number {
  if (features.length === 0) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < features.length; index++) sum += model.weights[features[index] ?? 0] ?? 0;
  return model.bias + sum / Math.sqrt(features.length);
}

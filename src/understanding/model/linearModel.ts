/** A trained linear model: one weight a bucket, as a multiple of `scale`. */
export interface LinearModel {
  readonly bias: number;
  readonly scale: number;
  /** Whole 8-bit numbers where it is used, so that all weights stay in the processor's cache; exact ones while training. */
  readonly weights: Int8Array | Float32Array;
}

/**
 * Scores the features of a message; above 0 the model leans to yes. The sum is divided by the root of the number of features,
 * so that long messages do not score higher for being long.
 */
export function scoreOf({ bias, scale, weights }: LinearModel, features: Uint32Array): number {
  if (features.length === 0) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < features.length; index++) sum += weights[features[index] ?? 0] ?? 0;
  return bias + (scale * sum) / Math.sqrt(features.length);
}

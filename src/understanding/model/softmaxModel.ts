/** Buckets of a model over many classes: fewer than the collector has, because each costs a weight a class. */
export const CLASS_BUCKETS = 32_768;

/** A trained model over many classes. */
export interface SoftmaxModel {
  /** Name of each class, in the order of the weights. */
  readonly classes: readonly string[];
  readonly biases: readonly number[];
  readonly scale: number;
  /** Multiples of `scale`: for each bucket one weight a class. */
  readonly weights: Int8Array;
}

/** How likely each class is, as a logarithm up to a constant. */
export function scoresOf(model: SoftmaxModel, features: Uint32Array): Float64Array {
  const { biases, weights, scale } = model;
  const scores = new Float64Array(biases.length);
  for (let at = 0; at < features.length; at++) {
    const base = bucketOf(features[at] ?? 0) * scores.length;
    for (let index = 0; index < scores.length; index++)
      scores[index] = (scores[index] ?? 0) + (weights[base + index] ?? 0);
  }
  const share = scale / Math.sqrt(features.length || 1);
  return scores.map((score, index) => score * share + (biases[index] ?? 0));
}

/** The bucket of a collected feature in a model over many classes. */
export function bucketOf(feature: number): number {
  return feature & (CLASS_BUCKETS - 1);
}

/** Turns scores into shares that together make 1. */
export function sharesOf(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const raised = scores.map((score) => Math.exp(score - largest));
  const total = raised.reduce((sum, share) => sum + share, 0);
  return raised.map((share) => share / total);
}

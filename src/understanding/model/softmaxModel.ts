/** Weights of one bucket that are added at once. */
const LANES = 4;
/** Stored weights are bytes from 0, so that four of them can be added as one number; this one stands for 0. */
const MIDDLE = 128;
/** Every other of four bytes, each with room for a carry. */
const BYTES = 0x00ff_00ff;
const LOW_HALF = 0xffff;
/** So many bytes fit into half a number when added up, with room for three more: 65,535 / 255 is 257. */
const MOST_ADDED = 252;
/** Features whose weights are read together. */
const TOGETHER = 4;

/** A trained model over many classes. */
export interface SoftmaxModel {
  /** Name of each class, in the order of the weights. */
  readonly classes: readonly string[];
  readonly biases: readonly number[];
  readonly scale: number;
  /**
   * For each bucket one weight a class, as a multiple of `scale` plus 128; filled up to a multiple of four. The number of
   * buckets is a power of two. Read four at a time, so it starts at a multiple of four bytes.
   */
  readonly weights: Uint8Array;
}

/** How many weights a bucket has, the filling included. */
export function rowLength(classes: number): number {
  return Math.ceil(classes / LANES) * LANES;
}

/** Packs whole weights from -127 to 127, one a class for each bucket, as {@link SoftmaxModel} stores them. */
export function packWeights(weights: Int8Array, classes: number): Uint8Array {
  const row = rowLength(classes);
  const packed = new Uint8Array((weights.length / classes) * row).fill(MIDDLE);
  weights.forEach((weight, at) => {
    packed[Math.floor(at / classes) * row + (at % classes)] = weight + MIDDLE;
  });
  return packed;
}

/**
 * Scores features by a model: how likely each class is, as a logarithm up to a constant. Four weights
 * are added at once, of four features together: several times as fast as one by one.
 */
export function createScorer(model: SoftmaxModel): (features: Uint32Array) => Float64Array {
  const { biases, scale, weights } = model;
  const quads = rowLength(biases.length) / LANES;
  const packed = new Int32Array(weights.buffer, weights.byteOffset, weights.length / LANES);
  const lastBucket = packed.length / quads - 1;
  const even = new Int32Array(quads);
  const odd = new Int32Array(quads);
  const sums = new Float64Array(quads * LANES);
  const scores = new Float64Array(biases.length);

  /** Adds the weights of four buckets; rows that are read together are waited for together. */
  const addFour = (first: number, second: number, third: number, fourth: number) => {
    for (let quad = 0; quad < quads; quad++) {
      const a = packed[first + quad] ?? 0;
      const b = packed[second + quad] ?? 0;
      const c = packed[third + quad] ?? 0;
      const d = packed[fourth + quad] ?? 0;
      even[quad] = (even[quad] ?? 0) + (a & BYTES) + (b & BYTES) + (c & BYTES) + (d & BYTES);
      odd[quad] =
        (odd[quad] ?? 0) +
        ((a >>> 8) & BYTES) +
        ((b >>> 8) & BYTES) +
        ((c >>> 8) & BYTES) +
        ((d >>> 8) & BYTES);
    }
  };
  const addOne = (base: number) => {
    for (let quad = 0; quad < quads; quad++) {
      const a = packed[base + quad] ?? 0;
      even[quad] = (even[quad] ?? 0) + (a & BYTES);
      odd[quad] = (odd[quad] ?? 0) + ((a >>> 8) & BYTES);
    }
  };
  const unpack = () => {
    for (let quad = 0; quad < quads; quad++) {
      const low = even[quad] ?? 0;
      const high = odd[quad] ?? 0;
      const at = quad * LANES;
      sums[at] = (sums[at] ?? 0) + (low & LOW_HALF);
      sums[at + 1] = (sums[at + 1] ?? 0) + (high & LOW_HALF);
      sums[at + 2] = (sums[at + 2] ?? 0) + (low >>> 16);
      sums[at + 3] = (sums[at + 3] ?? 0) + (high >>> 16);
    }
    even.fill(0);
    odd.fill(0);
  };
  return (features) => {
    sums.fill(-MIDDLE * features.length);
    const baseOf = (at: number) => bucketOf(features[at] ?? 0, lastBucket) * quads;
    let at = 0;
    for (; at + TOGETHER <= features.length; at += TOGETHER) {
      addFour(baseOf(at), baseOf(at + 1), baseOf(at + 2), baseOf(at + 3));
      if (at % MOST_ADDED === MOST_ADDED - TOGETHER) unpack();
    }
    for (; at < features.length; at++) addOne(baseOf(at));
    unpack();
    const share = scale / Math.sqrt(features.length || 1);
    return scores.map((_, index) => (sums[index] ?? 0) * share + (biases[index] ?? 0));
  };
}

/** The bucket of a collected feature in a model whose buckets are numbered from 0 to `lastBucket`, all bits of which are set. */
export function bucketOf(feature: number, lastBucket: number): number {
  return feature & lastBucket;
}

/** Turns scores into shares that together make 1, in place. */
export function sharesOf(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let index = 0; index < scores.length; index++) {
    const raised = Math.exp((scores[index] ?? 0) - largest);
    scores[index] = raised;
    total += raised;
  }
  for (let index = 0; index < scores.length; index++) scores[index] = (scores[index] ?? 0) / total;
  return scores;
}

/** z of a two-sided 95% interval. */
const Z = 1.959964;

/** A rate with its 95% Wilson score interval, all 0 to 1. Source: Wilson 1927 (doi:10.1080/01621459.1927.10502953). */
export interface Rate {
  readonly hits: number;
  readonly of: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Works out a rate; of nothing it is undefined. */
export function wilson(hits: number, of: number): Rate | undefined {
  if (of === 0) return undefined;
  const rate = hits / of;
  const z2 = (Z * Z) / of;
  const center = (rate + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / of + z2 / (4 * of))) / (1 + z2);
  return { hits, of, rate, low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

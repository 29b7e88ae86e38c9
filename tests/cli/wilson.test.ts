import { wilson } from '../../src/cli/wilson';

/** Known values of the Wilson score interval at 95%, worked out from the formula by hand or published. */
test.each([
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [5, 10, 0.2366, 0.7634],
  [1, 1, 0.2065, 1],
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [9999, 10000, 0.9994, 1],
])('%d of %d: 95%% from %f to %f', (hits, of, low, high) => {
  const rate = wilson(hits, of);
  expect(rate).toMatchObject({ hits, of });
  expect(rate?.rate).toBeCloseTo(hits / of, 10);
  expect(rate?.low).toBeCloseTo(low, 3);
  expect(rate?.high).toBeCloseTo(high, 3);
});

test('a rate of nothing is no rate', () => {
  expect(wilson(0, 0)).toBeUndefined();
});

test('the interval holds the rate, stays within 0 and 1, and narrows with more messages', () => {
  for (let of = 1; of <= 60; of++) {
    for (let hits = 0; hits <= of; hits++) {
      const small = wilson(hits, of);
      const large = wilson(hits * 10, of * 10);
      if (small === undefined || large === undefined) throw new Error('a rate was expected');
      expect(small.low).toBeGreaterThanOrEqual(0);
      expect(small.high).toBeLessThanOrEqual(1);
      expect(small.low - 1e-9).toBeLessThanOrEqual(small.rate);
      expect(small.high + 1e-9).toBeGreaterThanOrEqual(small.rate);
      expect(large.high - large.low).toBeLessThan(small.high - small.low);
    }
  }
});

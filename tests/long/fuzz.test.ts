import { fuzz } from '../clients/harness/fuzz';

test('100,000 made-up activities: no crash, no failure but "too much to do", at most 20 MB kept', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now());
  const { sent, statuses, grownMb } = await fuzz(100_000, seed);
  process.stdout.write(`fuzz: ${JSON.stringify({ seed, sent, statuses, grownMb })}\n`);
  expect(statuses[200]).toBeGreaterThan(25_000);
  expect(grownMb).toBeLessThanOrEqual(20);
});

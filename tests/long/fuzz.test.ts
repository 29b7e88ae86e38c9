import { fuzz } from '../clients/harness/fuzz';

test('100,000 made-up activities: no crash, no failure but "too much to do", at most 20 MB kept', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now());
  const count = Number(process.env.FUZZ_COUNT ?? 100_000);
  const { sent, statuses, grownMb } = await fuzz(count, seed);
  process.stdout.write(`fuzz: ${JSON.stringify({ seed, sent, statuses, grownMb })}\n`);
  expect(statuses[200]).toBeGreaterThan(count / 4);
  expect(grownMb).toBeLessThanOrEqual(20);
});

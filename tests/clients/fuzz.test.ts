import { fuzz } from './harness/fuzz';

jest.setTimeout(180_000);

test('2,000 made-up activities: no crash, no failure but "too much to do", no memory kept', async () => {
  const { statuses, grownMb } = await fuzz(2000, Date.now());
  expect(statuses[200]).toBeGreaterThan(500);
  expect(grownMb).toBeLessThanOrEqual(20);
});

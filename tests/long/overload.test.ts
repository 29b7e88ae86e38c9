import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARK = join(__dirname, '../../benchmarks/overload.mjs');

test('at twice the capacity nine tenths of it are answered, within a second, and every red flag is', () => {
  const printed = execFileSync(process.execPath, [BENCHMARK, '10', '2'], { encoding: 'utf8' });
  process.stdout.write(printed);
  const { share, admitted, failed, redFlags } = JSON.parse(printed);
  expect(share).toBeGreaterThanOrEqual(0.9);
  expect(admitted.p99).toBeLessThan(1000);
  expect(failed).toBe(0);
  expect(redFlags.answered).toBe(redFlags.sent);
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('the whole image, with both installs from the registry, is small enough and works without rights', () => {
  const script = join(__dirname, '../../scripts/rehearseImage.mjs');
  const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
  process.stdout.write(output);
  const report = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  expect(report.reply).toBe('**This could be an emergency. Please get help now.**');
  expect(report.modulesMb).toBeLessThanOrEqual(220);
});

import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../clients/harness/childProcess';
import { within } from '../clients/harness/within';

const ROOT = join(__dirname, '../..');
let folder: string;

/** A copy of the project with a topic that was cut short. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spine-guide-broken-'));
  for (const part of ['dist', 'knowledge', 'dialogs', 'package.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'knowledge/topics/mri.md'), 'no front matter');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['explain', ['back pain']],
  ['drawDialogs', []],
  ['chat', []],
  ['report', []],
])('%s names the file and the problem, without a stack', async (command, args) => {
  const program = startProgram([join(folder, 'dist/cli', `${command}.js`), ...args], {
    cwd: folder,
    env: { DATA_DIR: join(folder, 'data') },
  });
  expect(await within(program.exit, 15_000, command)).toBe(1);
  expect(program.stderr()).toMatch(/^ContentError: \d+ problem[^\n]*\n\nknowledge\/[^\n]*\n/);
  expect(program.stderr()).toContain('knowledge/topics/mri.md');
  expect(program.stderr()).not.toMatch(/^\s+at /m);
  expect(program.stdout()).toBe('');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openContent } from '../../src/cli/openConverse';
import { redFlagTable } from '../../src/cli/redFlagTable';
import { createRedFlagReader } from '../../src/understanding/red-flags/assess';
import { readUtterance } from '../../src/understanding/utterance';

const root = join(__dirname, '../..');
const content = openContent();

test('every frame of the red-flag table is raised by some example', () => {
  const { read } = createRedFlagReader(content.redFlags, content.commonWords);
  const fired = new Set(
    readFileSync(join(root, 'knowledge/examples/red-flags.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((row) => (JSON.parse(row) as { text: string }).text)
      .flatMap((text) => read(readUtterance(text, content.respelling)).hits)
      .filter(({ assertion }) => assertion !== 'absent')
      .map(({ frame }) => frame),
  );
  const idle = content.redFlags.concepts.flatMap(({ id, frames }) =>
    frames.filter((frame) => !fired.has(frame)).map(({ parts }) => `${id}: ${parts.join(' ')}`),
  );
  expect(idle).toEqual([]);
});

test('the table for clinicians is fresh: after a change run npm run docs:red-flags', () => {
  expect(readFileSync(join(root, 'docs/red-flags.md'), 'utf8')).toBe(redFlagTable(content, root));
});

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
  const idleFrames = new Set(content.redFlags.concepts.flatMap(({ frames }) => frames));
  const examples = readFileSync(join(root, 'knowledge/examples/red-flags.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as { text: string; label: string });
  // Most frames are raised by red flags, so those are read first.
  examples.sort((a, b) => Number(a.label === 'harmless') - Number(b.label === 'harmless'));
  for (const { text } of examples) {
    if (idleFrames.size === 0) break;
    for (const { assertion, frame } of read(readUtterance(text, content.respelling)).hits)
      if (assertion !== 'absent') idleFrames.delete(frame);
  }
  const idle = content.redFlags.concepts.flatMap(({ id, frames }) =>
    frames.filter((frame) => idleFrames.has(frame)).map(({ parts }) => `${id}: ${parts.join(' ')}`),
  );
  expect(idle).toEqual([]);
});

test('the table for clinicians is fresh: after a change run npm run docs:red-flags', () => {
  expect(readFileSync(join(root, 'docs/red-flags.md'), 'utf8')).toBe(redFlagTable(content, root));
});

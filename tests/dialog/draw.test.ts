import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawDialog } from '../../src/dialog/draw';
import { ROOT, realContent } from '../conversation/harness/chat';

const { dialogs } = realContent().script;
const folder = join(ROOT, 'docs', 'dialogs');

test.each([...dialogs.keys()])('docs/dialogs/%s.md is fresh: run "npm run dialogs:draw" if not', (id) => {
  const dialog = dialogs.get(id);
  if (dialog === undefined) throw new Error(`no dialog ${id}`);
  expect(readFileSync(join(folder, `${id}.md`), 'utf8')).toBe(drawDialog(dialog));
});

test('no drawing is left of a dialog that is gone', () => {
  const drawn = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(drawn.sort()).toEqual([...dialogs.keys()].map((id) => `${id}.md`).sort());
});

test.each([...dialogs.values()].map((dialog) => [dialog.id, dialog] as const))(
  '%s: the drawing shows every question in full, every answer, every outcome',
  (_id, dialog) => {
    const drawn = drawDialog(dialog);
    for (const { ask, choices, source } of dialog.questions.values()) {
      expect(drawn).toContain(ask.replace(/\s*\n+\s*/g, ' '));
      expect(drawn).toContain(`Source: \`${source}\``);
      for (const { label } of choices) expect(drawn).toContain(`| ${label} |`);
    }
    for (const id of dialog.outcomes.keys()) expect(drawn).toContain(`| ${id} |`);
  },
);

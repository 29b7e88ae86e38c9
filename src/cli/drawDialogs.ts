import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawDialog } from '../dialog/draw';
import { projectRoot } from '../turns/createTurnHost';
import { openConverse } from './openConverse';
import { runCommand } from './runCommand';

/** `npm run dialogs:draw`: draws every dialog into docs/dialogs/ for clinical review. */
function main(): void {
  const folder = join(projectRoot(), 'docs', 'dialogs');
  mkdirSync(folder, { recursive: true });
  for (const dialog of openConverse().dialogs.values()) {
    const file = join(folder, `${dialog.id}.md`);
    writeFileSync(file, drawDialog(dialog));
    process.stdout.write(`${file}\n`);
  }
}

runCommand(main);

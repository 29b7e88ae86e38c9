import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../turns/createTurnHost';
import { openContent } from './openConverse';
import { redFlagTable } from './redFlagTable';
import { runCommand } from './runCommand';

/** `npm run docs:red-flags`: writes docs/red-flags.md, the table that clinicians review. */
runCommand(() =>
  writeFileSync(join(projectRoot(), 'docs/red-flags.md'), redFlagTable(openContent(), projectRoot())),
);

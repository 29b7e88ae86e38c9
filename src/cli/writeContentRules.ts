import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../turns/createTurnHost';
import { contentRulesText } from './contentRules';

/** `npm run docs:content-rules`: writes docs/content-rules.md. */
writeFileSync(join(projectRoot(), 'docs/content-rules.md'), contentRulesText());

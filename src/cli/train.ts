import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ContentReader } from '../content/ContentReader';
import { SIGNAL_EXAMPLES, SIGNAL_FILE, signalFileText } from '../content/modelFile';
import { readRespelling } from '../content/readWordTables';
import { projectRoot } from '../turns/createTurnHost';
import { trainLinear } from '../understanding/model/trainLinear';
import { readUtterance } from '../understanding/utterance';

const TARGET = { 'red-flag': 1, unclear: 0.5, harmless: 0 } as const;
const example = z.strictObject({ text: z.string(), label: z.enum(['red-flag', 'unclear', 'harmless']) });

/** `npm run train`: makes knowledge/models from knowledge/examples. Takes some seconds; the result is committed. */
function main(): void {
  const root = projectRoot();
  const text = readFileSync(join(root, SIGNAL_EXAMPLES), 'utf8');
  const respelling = readRespelling(new ContentReader(root));
  const examples = text
    .trim()
    .split('\n')
    .map((row) => example.parse(JSON.parse(row)))
    .map(({ text: message, label }) => ({
      words: readUtterance(message, respelling).tokens.map(({ word }) => word),
      target: TARGET[label],
    }));
  const file = join(root, SIGNAL_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, signalFileText(trainLinear(examples), text, examples.length));
  process.stdout.write(`${SIGNAL_FILE} made from ${examples.length} examples\n`);
}

main();

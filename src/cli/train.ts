import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ContentReader } from '../content/ContentReader';
import { SIGNAL_EXAMPLES, SIGNAL_FILE, signalFileText } from '../content/modelFile';
import { readRespelling } from '../content/readWordTables';
import { projectRoot } from '../turns/createTurnHost';
import { trainLinear } from '../understanding/model/trainLinear';
import { readUtterance } from '../understanding/utterance';

/** How far each label is a yes, for "any red flag" and for "an emergency". Tuned on the development examples. */
const TARGETS = {
  emergency: { any: 1, emergency: 1 },
  urgent: { any: 1, emergency: 0 },
  unclear: { any: 0.5, emergency: 0.2 },
  harmless: { any: 0, emergency: 0 },
} as const;
const example = z.strictObject({
  text: z.string(),
  label: z.enum(['emergency', 'urgent', 'unclear', 'harmless']),
});

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
      targets: TARGETS[label],
    }));
  const file = join(root, SIGNAL_FILE);
  mkdirSync(dirname(file), { recursive: true });
  const train = (signal: 'any' | 'emergency') =>
    trainLinear(examples.map(({ words, targets }) => ({ words, target: targets[signal] })));
  writeFileSync(
    file,
    signalFileText({ any: train('any'), emergency: train('emergency') }, text, examples.length),
  );
  process.stdout.write(`${SIGNAL_FILE} made from ${examples.length} examples\n`);
}

main();

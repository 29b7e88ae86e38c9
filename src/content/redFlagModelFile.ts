import { createHash } from 'node:crypto';
import type { ContentReader } from './ContentReader';

export const RED_FLAG_MODEL_FILE = 'knowledge/models/red-flags.bin';
export const RED_FLAG_EXAMPLES = 'knowledge/examples/red-flags.jsonl';
/** What the model is made from; a change in any of them asks for `npm run train`. */
const INPUTS = [
  RED_FLAG_EXAMPLES,
  'knowledge/red-flags.yaml',
  'knowledge/cues.yaml',
  'knowledge/spelling/respelling.yaml',
  'knowledge/spelling/common-words.txt',
];

/** A hash of everything that the red-flag model is made from. */
export function redFlagModelInputs(reader: ContentReader): string {
  const hash = createHash('sha256');
  for (const file of INPUTS) hash.update(reader.text(file) ?? '').update('\0');
  return hash.digest('hex');
}

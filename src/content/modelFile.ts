import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BUCKETS } from '../understanding/model/features';
import type { LinearModel } from '../understanding/model/linearModel';
import type { ContentReader } from './ContentReader';

export const SIGNAL_FILE = 'knowledge/models/red-flag-signal.json';
export const SIGNAL_EXAMPLES = 'knowledge/examples/red-flag-signal.jsonl';
/** Weights are stored as whole 16-bit numbers of this size. */
const RANGE = 32_767;

const modelFile = z.strictObject({
  made: z.literal('npm run train'),
  examples: z.int(),
  inputs: z.string().regex(/^[0-9a-f]{64}$/),
  bias: z.number(),
  scale: z.number().positive(),
  weights: z.base64(),
});

/** Reads the trained red-flag signal. */
export function readSignal(reader: ContentReader): LinearModel | undefined {
  const text = reader.text(SIGNAL_FILE);
  if (text === undefined) return undefined;
  const parsed = modelFile.safeParse(parseJson(text));
  if (!parsed.success) {
    reader.report('model', SIGNAL_FILE, '', 'this file is damaged; run npm run train');
    return undefined;
  }
  const { bias, scale, weights } = parsed.data;
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== BUCKETS * 2) {
    reader.report('model', SIGNAL_FILE, 'weights', 'these weights are of another version; run npm run train');
    return undefined;
  }
  return {
    bias,
    weights: Float32Array.from({ length: BUCKETS }, (_, index) => bytes.readInt16LE(index * 2) * scale),
  };
}

/** The text of the model file, the same for the same model and examples. */
export function signalFileText(model: LinearModel, examplesText: string, examples: number): string {
  const largest = model.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const scale = largest / RANGE;
  const bytes = Buffer.alloc(BUCKETS * 2);
  model.weights.forEach((weight, index) => {
    bytes.writeInt16LE(Math.round(weight / scale), index * 2);
  });
  const made: z.infer<typeof modelFile> = {
    made: 'npm run train',
    examples,
    inputs: hashOf(examplesText),
    bias: Number(model.bias.toPrecision(9)),
    scale: Number(scale.toPrecision(9)),
    weights: bytes.toString('base64'),
  };
  return `${JSON.stringify(made, null, 2)}\n`;
}

/** What a model was made from. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

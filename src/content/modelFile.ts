import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BUCKETS } from '../understanding/model/features';
import type { LinearModel } from '../understanding/model/linearModel';
import type { RedFlagSignals } from '../understanding/red-flags/assess';
import type { ContentReader } from './ContentReader';

export const SIGNAL_FILE = 'knowledge/models/red-flag-signal.json';
export const SIGNAL_EXAMPLES = 'knowledge/examples/red-flag-signal.jsonl';
/** Weights are stored as whole 16-bit numbers of this size. */
const RANGE = 32_767;

const weightsShape = z.strictObject({ bias: z.number(), scale: z.number().positive(), weights: z.base64() });
const modelFile = z.strictObject({
  made: z.literal('npm run train'),
  examples: z.int(),
  inputs: z.string().regex(/^[0-9a-f]{64}$/),
  any: weightsShape,
  emergency: weightsShape,
});

/** Reads the trained red-flag signals. */
export function readSignals(reader: ContentReader): RedFlagSignals | undefined {
  const text = reader.text(SIGNAL_FILE);
  if (text === undefined) return undefined;
  const parsed = modelFile.safeParse(parseJson(text));
  const any = parsed.success ? decode(parsed.data.any) : undefined;
  const emergency = parsed.success ? decode(parsed.data.emergency) : undefined;
  if (any !== undefined && emergency !== undefined) return { any, emergency };
  reader.report('model', SIGNAL_FILE, '', 'this file is damaged or of another version; run npm run train');
  return undefined;
}

/** The text of the model file, the same for the same models and examples. */
export function signalFileText(signals: RedFlagSignals, examplesText: string, examples: number): string {
  const made: z.infer<typeof modelFile> = {
    made: 'npm run train',
    examples,
    inputs: hashOf(examplesText),
    any: encode(signals.any),
    emergency: encode(signals.emergency),
  };
  return `${JSON.stringify(made, null, 2)}\n`;
}

function decode({ bias, scale, weights }: z.infer<typeof weightsShape>): LinearModel | undefined {
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== BUCKETS * 2) return undefined;
  return {
    bias,
    weights: Float32Array.from({ length: BUCKETS }, (_, index) => bytes.readInt16LE(index * 2) * scale),
  };
}

function encode(model: LinearModel): z.infer<typeof weightsShape> {
  const largest = model.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const scale = largest / RANGE;
  const bytes = Buffer.alloc(BUCKETS * 2);
  model.weights.forEach((weight, index) => {
    bytes.writeInt16LE(Math.round(weight / scale), index * 2);
  });
  return {
    bias: Number(model.bias.toPrecision(9)),
    scale: Number(scale.toPrecision(9)),
    weights: bytes.toString('base64'),
  };
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

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BUCKETS } from '../understanding/model/features';
import type { LinearModel } from '../understanding/model/linearModel';
import type { RedFlagSignals } from '../understanding/red-flags/assess';
import type { ContentReader } from './ContentReader';

export const SIGNAL_FILE = 'knowledge/models/red-flag-signal.json';
export const SIGNAL_EXAMPLES = 'knowledge/examples/red-flag-signal.jsonl';
/** What the models are made from; a change in any of them asks for `npm run train`. */
const INPUTS = [
  SIGNAL_EXAMPLES,
  'knowledge/red-flags.yaml',
  'knowledge/cues.yaml',
  'knowledge/spelling/respelling.yaml',
  'knowledge/spelling/common-words.txt',
];
/** Weights are stored as whole 8-bit numbers; what this loses is far below what one word adds. */
const RANGE = 127;

const weightsShape = z.strictObject({ bias: z.number(), scale: z.number().positive(), weights: z.base64() });
const NAMES = ['any', 'emergency', 'medical', 'crisis'] as const;
const modelFile = z.strictObject({
  made: z.literal('npm run train'),
  examples: z.int(),
  inputs: z.string().regex(/^[0-9a-f]{64}$/),
  models: z.record(z.enum(NAMES), weightsShape),
});

/** Reads the trained red-flag signals. */
export function readSignals(reader: ContentReader): RedFlagSignals | undefined {
  const text = reader.text(SIGNAL_FILE);
  if (text === undefined) return undefined;
  const parsed = modelFile.safeParse(parseJson(text));
  const decoded = parsed.success ? NAMES.map((name) => decode(parsed.data.models[name])) : [];
  const [any, emergency, medical, crisis] = decoded;
  if (any !== undefined && emergency !== undefined && medical !== undefined && crisis !== undefined)
    return { any, emergency, medical, crisis };
  reader.report('model', SIGNAL_FILE, '', 'this file is damaged or of another version; run npm run train');
  return undefined;
}

/** The text of the model file, the same for the same models and inputs. */
export function signalFileText(signals: RedFlagSignals, inputs: string, examples: number): string {
  const made: z.infer<typeof modelFile> = {
    made: 'npm run train',
    examples,
    inputs,
    models: {
      any: encode(signals.any),
      emergency: encode(signals.emergency),
      medical: encode(signals.medical),
      crisis: encode(signals.crisis),
    },
  };
  return `${JSON.stringify(made, null, 2)}\n`;
}

function decode({ bias, scale, weights }: z.infer<typeof weightsShape>): LinearModel | undefined {
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== BUCKETS) return undefined;
  return { bias, scale, weights: Int8Array.from(bytes) };
}

function encode(model: LinearModel): z.infer<typeof weightsShape> {
  const weights = Float32Array.from(model.weights, (weight) => weight * model.scale);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const scale = largest / RANGE;
  const bytes = Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / scale)).buffer);
  return {
    bias: Number(model.bias.toPrecision(9)),
    scale: Number(scale.toPrecision(9)),
    weights: bytes.toString('base64'),
  };
}

/** A hash of everything that the models are made from. */
export function signalInputs(reader: ContentReader): string {
  const hash = createHash('sha256');
  for (const file of INPUTS) hash.update(reader.text(file) ?? '').update('\0');
  return hash.digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

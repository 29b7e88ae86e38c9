import { z } from 'zod';
import { rowLength, type SoftmaxModel } from '../understanding/model/softmaxModel';
import type { ContentReader } from './ContentReader';

const NEWLINE = 0x0a;

/** The first line of a model file; the weights follow as bytes. */
const header = z.strictObject({
  made: z.literal('npm run train'),
  examples: z.int(),
  /** A hash of everything that it was made from. */
  inputs: z.string().regex(/^[0-9a-f]{64}$/),
  classes: z.array(z.string()).min(2),
  biases: z.array(z.number()),
  scale: z.number().positive(),
});

/** A trained model and what it was made from. */
export interface ModelFile {
  readonly model: SoftmaxModel;
  readonly inputs: string;
  readonly examples: number;
}

/** Reads a trained model; what is wrong with the file is reported to the reader. */
export function readModel(reader: ContentReader, file: string): ModelFile | undefined {
  const bytes = reader.bytes(file);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(NEWLINE);
  const parsed = header.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(0, end))));
  const weights = new Uint8Array(bytes.subarray(end + 1));
  if (parsed.success && isPowerOfTwo(weights.length / rowLength(parsed.data.classes.length))) {
    const { classes, biases, scale, inputs, examples } = parsed.data;
    return { model: { classes, biases, scale, weights }, inputs, examples };
  }
  reader.report('model', file, '', 'this file is damaged or of another version; run npm run train');
  return undefined;
}

/** The bytes of a model file, the same for the same model and inputs. */
export function modelBytes({ model, inputs, examples }: ModelFile): Buffer {
  const { classes, biases, scale, weights } = model;
  const head: z.infer<typeof header> = {
    made: 'npm run train',
    examples,
    inputs,
    classes: [...classes],
    biases: [...biases],
    scale,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), weights]);
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

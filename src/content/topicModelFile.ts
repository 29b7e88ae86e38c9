import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CLASS_BUCKETS, type SoftmaxModel } from '../understanding/model/softmaxModel';
import type { ContentReader } from './ContentReader';

export const TOPIC_MODEL_FILE = 'knowledge/models/topics.bin';
const QUESTIONS = 'knowledge/examples/questions';
/** Named like a topic: what the service does not cover. */
export const OUTSIDE = 'none';
const RESPELLING = 'knowledge/spelling/respelling.yaml';
const NEWLINE = 0x0a;

/** The first line of the file; the weights follow as bytes. */
const header = z.strictObject({
  made: z.literal('npm run train'),
  examples: z.int(),
  inputs: z.string().regex(/^[0-9a-f]{64}$/),
  classes: z.array(z.string()).min(2),
  biases: z.array(z.number()),
  scale: z.number().positive(),
});

/** A question as somebody typed it, and the topics that answer it. */
export interface QuestionExample {
  readonly text: string;
  /** The topic that the file is named after comes first. */
  readonly topics: readonly string[];
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Reads the example questions: one file a topic, one question a line; after a bar other topics that answer it as well. */
export function readQuestions(reader: ContentReader): QuestionExample[] {
  return reader.list(QUESTIONS, '.txt').flatMap((name) => {
    const file = `${QUESTIONS}/${name}`;
    return (reader.text(file) ?? '').split('\n').flatMap((row, index): QuestionExample[] => {
      if (row.trim() === '') return [];
      const [text = '', also = ''] = row.split(' | ');
      const others = also.split(',').map((topic) => topic.trim());
      const topics = [name.slice(0, -'.txt'.length), ...others.filter((topic) => topic !== '')];
      return [{ text, topics, file, line: index + 1 }];
    });
  });
}

/** Reads the trained topic model. */
export function readTopicModel(reader: ContentReader): SoftmaxModel | undefined {
  const bytes = reader.bytes(TOPIC_MODEL_FILE);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(NEWLINE);
  const parsed = header.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(0, end))));
  const weights = new Int8Array(bytes.subarray(end + 1));
  if (parsed.success && weights.length === CLASS_BUCKETS * parsed.data.classes.length) {
    const { classes, biases, scale } = parsed.data;
    return { classes, biases, scale, weights };
  }
  reader.report(
    'model',
    TOPIC_MODEL_FILE,
    '',
    'this file is damaged or of another version; run npm run train',
  );
  return undefined;
}

/** The bytes of the model file, the same for the same model and inputs. */
export function topicModelBytes(model: SoftmaxModel, inputs: string, examples: number): Buffer {
  const { classes, biases, scale, weights } = model;
  const head: z.infer<typeof header> = {
    made: 'npm run train',
    examples,
    inputs,
    classes: [...classes],
    biases: [...biases],
    scale,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(weights.buffer)]);
}

/** A hash of everything that the topic model is made from. */
export function topicModelInputs(reader: ContentReader): string {
  const hash = createHash('sha256');
  for (const name of reader.list(QUESTIONS, '.txt'))
    hash
      .update(name)
      .update(reader.text(`${QUESTIONS}/${name}`) ?? '')
      .update('\0');
  return hash.update(reader.text(RESPELLING) ?? '').digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

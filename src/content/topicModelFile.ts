import { createHash } from 'node:crypto';
import type { ContentReader } from './ContentReader';

export const TOPIC_MODEL_FILE = 'knowledge/models/topics.bin';
const QUESTIONS = 'knowledge/examples/questions';
/** Named like a topic: what the service does not cover. */
export const OUTSIDE = 'none';
const RESPELLING = 'knowledge/spelling/respelling.yaml';
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

import { createHash } from 'node:crypto';
import { TALK } from '../understanding/matching/matchTopics';
import type { ContentReader } from './ContentReader';

export const TOPIC_MODEL_FILE = 'knowledge/models/topics.bin';
const QUESTIONS = 'knowledge/examples/questions';
const SMALL_TALK = 'knowledge/examples/small-talk';
const ENDING = '.txt';
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

/** Reads the example messages: one file a topic or kind of small talk, one message a line; after a bar other topics that answer it as well. */
export function readQuestions(reader: ContentReader): QuestionExample[] {
  return exampleFiles(reader).flatMap(({ file, name }) =>
    (reader.text(file) ?? '').split('\n').flatMap((row, index): QuestionExample[] => {
      if (row.trim() === '') return [];
      const [text = '', also = ''] = row.split(' | ');
      const others = also.split(',').map((topic) => topic.trim());
      const topics = [name, ...others.filter((topic) => topic !== '')];
      return [{ text, topics, file, line: index + 1 }];
    }),
  );
}

/** The files of examples, and the name of what each is an example of. */
function exampleFiles(reader: ContentReader): { readonly file: string; readonly name: string }[] {
  const named = (folder: string, prefix: string) =>
    reader.list(folder, ENDING).map((name) => ({
      file: `${folder}/${name}`,
      name: `${prefix}${name.slice(0, -ENDING.length)}`,
    }));
  return [...named(QUESTIONS, ''), ...named(SMALL_TALK, TALK)];
}

/** A hash of everything that the topic model is made from. */
export function topicModelInputs(reader: ContentReader): string {
  const hash = createHash('sha256');
  for (const { file, name } of exampleFiles(reader))
    hash
      .update(name)
      .update(reader.text(file) ?? '')
      .update('\0');
  return hash.update(reader.text(RESPELLING) ?? '').digest('hex');
}

import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots } from './slots';
import { topicFrontMatter } from './topicSchema';
import type { Topic, TopicSection } from './types';

const FOLDER = 'knowledge/topics';
const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/** Reads every topic file; the first paragraph is the answer, each `##` heading begins a section. */
export function readTopics(reader: ContentReader, slots: Slots): Map<string, Topic> {
  const topics = new Map<string, Topic>();
  for (const name of reader.list(FOLDER, '.md')) {
    const topic = readTopic(reader, `${FOLDER}/${name}`, name.slice(0, -'.md'.length), slots);
    if (topic !== undefined) topics.set(topic.id, topic);
  }
  return topics;
}

function readTopic(reader: ContentReader, file: string, id: string, slots: Slots): Topic | undefined {
  const text = reader.text(file)?.replace(/\r\n/g, '\n');
  if (text === undefined) return undefined;
  const [, head, body] = FRONT_MATTER.exec(text) ?? [];
  if (head === undefined || body === undefined) {
    reader.report('front-matter', file, '', 'begin the file with front matter between two lines of ---');
    return undefined;
  }
  const data = reader.parse(file, head, topicFrontMatter, 1);
  if (data === undefined) return undefined;
  if (data.id !== id) reader.report('topic-id', file, 'id', `the id must be the file name, "${id}"`);
  const fill = (words: string) =>
    fillSlots(words, slots, (slot) =>
      reader.report(
        'slot',
        file,
        '',
        `{${slot}} is not a slot; use one of ${Object.keys(slots).join(', ')}`,
        `{${slot}}`,
      ),
    );
  const filled = fill(body);
  const inDanger = data['in-danger'];
  const [first = '', ...rest] = filled.split(/^## /m);
  return {
    id,
    title: data.title,
    asks: data.asks,
    also: data.also,
    facts: data.facts,
    sources: data.sources,
    risk: data.risk,
    reviewed: data.reviewed,
    reviewBy: data['review-by'],
    next: data.next,
    answer: unwrap(first),
    sections: rest.map(section),
    ...(inDanger === undefined ? {} : { inDanger: fill(inDanger) }),
  };
}

function section(text: string): TopicSection {
  const [heading = '', ...body] = text.split('\n');
  return { heading: heading.trim(), text: unwrap(body.join('\n')) };
}

/** Joins lines that an author wrapped for the editor, keeping paragraphs and lists. */
function unwrap(text: string): string {
  return text
    .trim()
    .replace(/([^\n])\n(?!\n|\s*- )/g, '$1 ')
    .replace(/ {2,}/g, ' ');
}

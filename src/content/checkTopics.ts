import type { ContentReader } from './ContentReader';
import { checkCare } from './checkCare';
import { checkGrade, checkText, type Wording } from './checkWording';
import type { Topic } from './types';

const MAX_ANSWER_WORDS = 80;
/** Facts of the source page are S01 to S64. Source: the page itself, last reviewed 2025-05-16. */
const LAST_FACT = 64;
const DAY_MS = 86_400_000;
const FACTS = Array.from({ length: LAST_FACT }, (_, index) => `S${String(index + 1).padStart(2, '0')}`);

export interface TopicChecks extends Wording {
  readonly topics: ReadonlyMap<string, Topic>;
  readonly sourceIds: ReadonlySet<string>;
  /** ISO date; an answer past its review-by date stops the start. */
  readonly today: string;
}

/** Checks what one file's shape cannot show: links, dates, words, asks that clash, and facts without one home. */
export function checkTopics(reader: ContentReader, checks: TopicChecks): void {
  const askedBy = new Map<string, string>();
  const homes = new Map<string, string>();
  for (const topic of checks.topics.values()) {
    const file = topicFile(topic.id);
    checkLinks(reader, file, topic, checks);
    checkDates(reader, file, topic, checks.today);
    checkWords(reader, file, topic, checks);
    checkCare(reader, file, topic);
    checkAsks(reader, file, topic, askedBy);
    checkFacts(reader, file, topic, homes);
  }
  if (checks.topics.size === 0) return;
  for (const fact of FACTS.filter((id) => !homes.has(id)))
    reader.report('fact-missing', 'knowledge/topics', '', `no topic is the home of ${fact}`);
}

/** Path of a topic's file from the project folder. */
export function topicFile(id: string): string {
  return `knowledge/topics/${id}.md`;
}

function checkLinks(reader: ContentReader, file: string, topic: Topic, checks: TopicChecks): void {
  for (const source of topic.sources) {
    if (!checks.sourceIds.has(source))
      reader.report('source', file, 'sources', `"${source}" is not in knowledge/sources.yaml`);
  }
  for (const next of topic.next) {
    if (next === topic.id || !checks.topics.has(next))
      reader.report('next', file, 'next', `"${next}" is not another topic`);
  }
}

function checkDates(reader: ContentReader, file: string, topic: Topic, today: string): void {
  if (topic.reviewBy <= topic.reviewed)
    reader.report('review-date', file, 'review-by', 'review-by must be later than reviewed');
  // One day of grace: it is tomorrow already where some authors sit.
  if (Date.parse(topic.reviewed) > Date.parse(today) + DAY_MS)
    reader.report('review-ahead', file, 'reviewed', `${topic.reviewed} has not come yet`);
  if (topic.reviewBy < today)
    reader.report('review-passed', file, 'review-by', `the review was due on ${topic.reviewBy}`);
}

function checkWords(reader: ContentReader, file: string, topic: Topic, wording: Wording): void {
  const answer = wording.read(topic.answer);
  if (answer.words === 0) reader.report('answer', file, '', 'there is no first paragraph');
  if (answer.words > MAX_ANSWER_WORDS)
    reader.report(
      'answer-long',
      file,
      '',
      `the answer has ${answer.words} words; at most ${MAX_ANSWER_WORDS}`,
      topic.answer,
    );
  const sections = topic.sections.map((section) => ({ ...section, read: wording.read(section.text) }));
  checkGrade(reader, { file, path: '' }, [answer]);
  checkGrade(
    reader,
    { file, path: 'sections' },
    sections.map(({ read }) => read),
  );
  checkText(reader, { file, path: '', text: topic.answer }, answer, wording);
  const { inDanger } = topic;
  if (inDanger !== undefined)
    checkText(reader, { file, path: 'in-danger', text: inDanger }, wording.read(inDanger), wording);
  for (const { heading, text, read } of sections)
    checkText(reader, { file, path: heading, text }, read, wording);
}

function checkAsks(reader: ContentReader, file: string, topic: Topic, askedBy: Map<string, string>): void {
  for (const ask of topic.asks) {
    const key = ask.toLowerCase().replace(/[^a-z0-9 ]/g, '');
    const other = askedBy.get(key);
    if (other !== undefined)
      reader.report('ask-twice', file, 'asks', `"${ask}" is also asked in ${topicFile(other)}`, ask);
    askedBy.set(key, topic.id);
  }
}

function checkFacts(reader: ContentReader, file: string, topic: Topic, homes: Map<string, string>): void {
  for (const fact of topic.facts) {
    const other = homes.get(fact);
    if (other !== undefined)
      reader.report('fact-twice', file, 'facts', `${fact} has its home in ${topicFile(other)} already`);
    if (!FACTS.includes(fact)) reader.report('fact-unknown', file, 'facts', `there is no fact ${fact}`);
    homes.set(fact, topic.id);
  }
}

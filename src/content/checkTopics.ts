import type { ContentReader } from './ContentReader';
import { readability } from './readability';
import type { Topic } from './types';

/** Highest Flesch-Kincaid grade of an answer. Source: NIH and AMA advise grade 6 to 7 for patients. */
const MAX_GRADE = 7;
const MAX_ANSWER_WORDS = 80;
const MAX_SENTENCE_WORDS = 24;

export interface TopicChecks {
  readonly topics: ReadonlyMap<string, Topic>;
  readonly sourceIds: ReadonlySet<string>;
  readonly explained: ReadonlySet<string>;
  /** ISO date; an answer past its review-by date stops the start. */
  readonly today: string;
}

/** Checks what one file's shape cannot show: links, dates, reading level, and asks that clash. */
export function checkTopics(reader: ContentReader, checks: TopicChecks): void {
  const askedBy = new Map<string, string>();
  for (const topic of checks.topics.values()) {
    const file = `knowledge/topics/${topic.id}.md`;
    checkLinks(reader, file, topic, checks);
    checkDates(reader, file, topic, checks.today);
    checkWords(reader, file, topic, checks.explained);
    for (const ask of topic.asks) {
      const key = ask.toLowerCase().replace(/[^a-z0-9 ]/g, '');
      const other = askedBy.get(key);
      if (other !== undefined)
        reader.report(
          'ask-twice',
          file,
          'asks',
          `"${ask}" is also asked in ${other}; keep it where it fits best`,
        );
      askedBy.set(key, topic.id);
    }
  }
}

function checkLinks(reader: ContentReader, file: string, topic: Topic, checks: TopicChecks): void {
  for (const source of topic.sources) {
    if (!checks.sourceIds.has(source))
      reader.report(
        'source',
        file,
        'sources',
        `"${source}" is not in knowledge/sources.yaml; add it there or correct it`,
      );
  }
  for (const next of topic.next) {
    if (next === topic.id || !checks.topics.has(next))
      reader.report('next', file, 'next', `"${next}" is not another topic; correct the id`);
  }
}

function checkDates(reader: ContentReader, file: string, topic: Topic, today: string): void {
  if (topic.reviewBy <= topic.reviewed)
    reader.report('review-date', file, 'review-by', 'review-by must be later than reviewed');
  if (topic.reviewBy < today)
    reader.report(
      'review-passed',
      file,
      'review-by',
      `the review was due on ${topic.reviewBy}; check the sources again and set new dates`,
    );
}

function checkWords(reader: ContentReader, file: string, topic: Topic, explained: ReadonlySet<string>): void {
  const answer = readability(topic.answer, explained);
  if (answer.words === 0) reader.report('answer', file, '', 'the first paragraph must answer the question');
  if (answer.words > MAX_ANSWER_WORDS)
    reader.report(
      'answer-long',
      file,
      '',
      `the answer has ${answer.words} words; at most ${MAX_ANSWER_WORDS}`,
    );
  checkGrade(reader, file, '', answer.grade);
  checkGrade(
    reader,
    file,
    'sections',
    readability(topic.sections.map((part) => part.text).join('\n'), explained).grade,
  );
  for (const part of [{ heading: '', text: topic.answer }, ...topic.sections]) {
    const { longestSentence } = readability(part.text, explained);
    if (longestSentence > MAX_SENTENCE_WORDS)
      reader.report(
        'sentence-long',
        file,
        part.heading,
        `a sentence has ${longestSentence} words; at most ${MAX_SENTENCE_WORDS}`,
      );
    if (/[\u2013\u2014\u2018\u2019\u201c\u201d]| -- /.test(part.text))
      reader.report('typography', file, part.heading, 'use straight quotes and commas or periods, no dashes');
  }
}

function checkGrade(reader: ContentReader, file: string, path: string, grade: number): void {
  if (grade > MAX_GRADE)
    reader.report(
      'reading-level',
      file,
      path,
      `reads at grade ${grade}; at most ${MAX_GRADE}: use shorter words and sentences`,
    );
}

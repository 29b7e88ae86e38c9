import type { Decision } from './decide';
import { sentencesOf } from './partAsked';
import type { ScriptTopic } from './script';

/** A short question about whatever was told last: how long, does it hurt, what does it cost. */
export interface FollowUp {
  readonly id: string;
  /** Words by which a topic speaks of it. */
  readonly words: readonly string[];
  /** Topic told last -> topic of the same subject that answers better. */
  readonly instead: ReadonlyMap<string, string>;
  /** Topic that answers for all that say nothing about it. */
  readonly otherwise?: string;
}

/** Whole messages, as typed, and what they ask. */
export type FollowUps = ReadonlyMap<string, FollowUp>;

/** A heading says what a part is about; its text may only touch on it. */
const HEADING = 3;

/**
 * What a follow-up means right after an answer: a better topic, the part of the topic that speaks of it, a topic for
 * all, or what else the topic has to tell.
 *
 * @param told - the topic of the reply just before.
 */
export function followed(
  followUp: FollowUp,
  told: ScriptTopic,
): Extract<Decision, { kind: 'answer' }> | undefined {
  const better = followUp.instead.get(told.id);
  if (better !== undefined) return { kind: 'answer', topicId: better, more: false };
  const counts = told.sections.map(
    ({ heading, text }) => HEADING * mentions(followUp, heading) + mentions(followUp, text),
  );
  const most = Math.max(0, ...counts);
  const inAnswer = mentions(followUp, told.answer);
  if (most > 0 && most > inAnswer)
    return { kind: 'answer', topicId: told.id, more: false, section: counts.indexOf(most), excerpt: '' };
  if (inAnswer > 0)
    return { kind: 'answer', topicId: told.id, more: false, excerpt: sentencesWith(followUp, told.answer) };
  if (followUp.otherwise !== undefined) return { kind: 'answer', topicId: followUp.otherwise, more: false };
  return told.sections.length === 0 ? undefined : { kind: 'answer', topicId: told.id, more: true };
}

/** "7 to 12" in a text of ours. */
const RANGE = /(\d+) to (\d+)/g;
/** With any other word the number is of something else: "what is stage 4", "surgery takes 4 hours". */
const SCORE_WORDS: ReadonlySet<string> = new Set(
  'mine,is,was,i,have,got,a,an,it,its,score,scored,of,my,his,her,grade,the,they,told,me,gave,he,she,has,number,said,says'.split(
    ',',
  ),
);

/** "Mine is 9" after the answer about a score: what that answer says of the numbers, with the ranges that it gives. */
export function scoreTold(
  words: readonly string[],
  told: ScriptTopic,
): Extract<Decision, { kind: 'answer' }> | undefined {
  const score = words.find((word) => /^\d{1,3}$/.test(word));
  if (score === undefined || !words.every((word) => word === score || SCORE_WORDS.has(word)))
    return undefined;
  const sentences = sentencesOf(told.answer);
  const first = sentences.findIndex((sentence) =>
    [...sentence.matchAll(RANGE)].some(
      ([, low, high]) => Number(low) <= Number(score) && Number(score) <= Number(high),
    ),
  );
  return first < 0
    ? undefined
    : { kind: 'answer', topicId: told.id, more: false, excerpt: sentences.slice(first).join(' ') };
}

/** The answer was read just now; what it says to the question is enough. */
function sentencesWith(followUp: FollowUp, answer: string): string {
  return sentencesOf(answer)
    .filter((sentence) => mentions(followUp, sentence) > 0)
    .join(' ');
}

function mentions({ words }: FollowUp, text: string): number {
  const lower = ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `;
  return words.filter((word) => lower.includes(` ${word} `)).length;
}

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

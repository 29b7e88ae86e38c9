import type { Token } from '../utterance';
import { STARTS_CLAUSE } from './clauses';
import type { HeardMessage } from './evidence';

/** A stretch of tokens that is listened to by itself: `start` up to, not including, `end`. */
export interface View {
  readonly start: number;
  readonly end: number;
}

/** A sentence longer than this is dictated without stops; it is heard in overlapping stretches. */
const LONGEST_SENTENCE = 32;
const STRETCH = 24;
const STRETCH_STEP = 12;
/** Nobody types this many sentences; a text made to be slow does, and is heard sentence by sentence alone. */
const MOST_PAIRED = 40;

/**
 * What is listened to in a message: the whole first, then each sentence, each sentence with the one after it, and each
 * clause in which a red flag stands.
 * A message of one short sentence has one view. The loudest view decides, so a harmless sentence cannot drown an
 * alarming one.
 */
export function viewsOf({ utterance: { tokens }, clauses, hits }: HeardMessage): View[] {
  if (tokens.length === 0) return [];
  const whole = { start: 0, end: tokens.length };
  const stretches = stretchesOf(clauses.sentence).flatMap(cutLong);
  const claims = stretchesOf(clauses.clause)
    .filter((clause) => hits.some((hit) => hit.assertion !== 'absent' && holds(clause, hit)))
    .map((clause) => withoutJoint(clause, tokens));
  if (stretches.length <= 1)
    return claims.some(({ end, start }) => end - start < tokens.length) ? [whole, ...claims] : [whole];
  if (stretches.length > MOST_PAIRED) return [whole, ...stretches, ...claims];
  const pairs = stretches.slice(1).map((stretch, index) => ({
    start: stretches[index]?.start ?? 0,
    end: stretch.end,
  }));
  return [whole, ...stretches, ...pairs, ...claims];
}

/** "But incontinence" is incontinence: the word that joins a clause to the one before is no part of it. */
function withoutJoint({ start, end }: View, tokens: readonly Token[]): View {
  const joins = end - start > 1 && STARTS_CLAUSE.has(tokens[start]?.word ?? '');
  return { start: joins ? start + 1 : start, end };
}

function holds(view: View, { start, end }: View): boolean {
  return view.start <= start && end <= view.end;
}

/** Where the sentences or clauses with these numbers lie. */
function stretchesOf(numbers: readonly number[]): View[] {
  const views: View[] = [];
  let start = 0;
  for (let index = 1; index <= numbers.length; index++) {
    if (index < numbers.length && numbers[index] === numbers[start]) continue;
    views.push({ start, end: index });
    start = index;
  }
  return views;
}

function cutLong(view: View): View[] {
  if (view.end - view.start <= LONGEST_SENTENCE) return [view];
  const stretches: View[] = [];
  for (let start = view.start; ; start += STRETCH_STEP) {
    const end = Math.min(view.end, start + STRETCH);
    stretches.push({ start, end });
    if (end === view.end) return stretches;
  }
}

import type { Assertion, Context } from './context';
import { cueIn } from './cues';
import type { FrameHit } from './frames';

/** Somebody else's past: a relative who has died, a stranger, an animal. */
export function othersPast(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const clause = clauses.clause[hit.start];
  if (cueIn(cues, 'animal', (cue) => clauses.clause[cue.start] === clause)) return 'an animal';
  if (cueIn(cues, 'self-body', (cue) => clauses.clause[cue.start] === clause)) return undefined;
  const inSentence = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  if (inSentence('death') && !inSentence('now')) return 'somebody who has died';
  if (inSentence('stranger') && !inSentence('now')) return 'somebody else, not here';
  return undefined;
}

/** Over and done: it went away, it came back to normal, it was years ago. */
export function over(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const afterHit = (name: string) =>
    cueIn(cues, name, (cue) => cue.start >= hit.end && clauses.sentence[cue.start] === sentence);
  const worsens = here('worse');
  if (hit.frame.kind === 'loss' && afterHit('returned') && !worsens) return 'function came back';
  if (hit.frame.kind === 'symptom' && afterHit('resolved') && !worsens) return 'resolved';
  if (here('past-time') && !here('now') && !here('recent') && !worsens && !here('recurred'))
    return 'long ago';
  if (usedTo(hit, context)) return 'used to';
  return undefined;
}

/** "My feet are asleep after I sat cross legged": only for numbness, and only when nothing says that it goes on. */
export function everyday(hit: FrameHit, { clauses, cues }: Context): boolean {
  if (hit.concept.id !== 'numb_limbs') return false;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const goesOn = ['worse', 'ongoing', 'recent', 'recurred'].some(here);
  return here('benign-cause') && !goesOn;
}

/** "I used to be unable to walk": the past habit is what the frame says, with nothing present about it. */
function usedTo(hit: FrameHit, { clauses, cues }: Context): boolean {
  return cueIn(
    cues,
    'used-to',
    (cue) =>
      cue.end <= hit.end && hit.end - cue.end <= 8 && clauses.clause[cue.start] === clauses.clause[hit.start],
  );
}

/** Long-standing: hidden when nothing has changed, asked about when the trend is unknown. */
export function unchanged(
  hit: FrameHit,
  context: Context,
): { assertion: Assertion; reason: string } | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const anywhere = (name: string) => cueIn(cues, name, () => true);
  const steady = here('chronic') || anywhere('no-change');
  if (steady && !anywhere('worse') && !here('now'))
    return { assertion: 'absent', reason: 'long-standing and unchanged' };
  const elsewhere = doubted(hit, context);
  if (elsewhere !== undefined) return { assertion: 'uncertain', reason: elsewhere };
  if (here('worse') || here('now') || here('recent') || here('recurred')) return undefined;
  return here('ongoing') ? { assertion: 'uncertain', reason: 'ongoing, trend unknown' } : undefined;
}

/**
 * What other sentences say: that it has passed, that it was months ago, that the person has died. It may be about
 * something else, so it never hides a red flag; it turns the card into the question.
 */
function doubted(hit: FrameHit, { clauses, cues }: Context): string | undefined {
  const sentence = clauses.sentence[hit.start] ?? 0;
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const anywhere = (name: string) => cueIn(cues, name, () => true);
  if (['now', 'recent', 'worse', 'recurred'].some(here)) return undefined;
  if (anywhere('recovered') && !anywhere('recurred')) return 'recovered, says another sentence';
  if (here('season')) return 'some months ago';
  if (cueIn(cues, 'that-was', (cue) => clauses.sentence[cue.start] === sentence + 1))
    return 'placed in the past';
  return anywhere('death') && !here('self-body') ? 'the message tells of a death' : undefined;
}

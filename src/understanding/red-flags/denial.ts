import type { Utterance } from '../utterance';
import type { ClassMatch } from './automaton';
import type { Context } from './context';
import { cueBetween, LONGEST_CUE } from './cues';
import type { FrameHit } from './frames';

/** Tokens after a denial that it still reaches. Source: NegEx uses five (doi:10.1006/jbin.2001.1029). */
const REACH = 5;
/** The same for a list of bare symptom nouns. Tuned on the development data. */
const NOUN_REACH = 14;
const NOT_THAT_REACH = 8;
const ENDS_DENIAL = new Set(['just', 'only', 'but', 'except', 'however', 'though']);

/** Said not to be there: "no numbness", "it's not that I can't walk". */
export function denied(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const clause = clauses.clause[hit.start];
  const here = (cue: ClassMatch) => clauses.clause[cue.start] === clause;
  const turned = cueBetween(
    cues,
    'not-that',
    hit.start - NOUN_REACH - LONGEST_CUE,
    hit.start,
    (cue) => here(cue) && hit.start - cue.end <= NOT_THAT_REACH,
  );
  if (turned) return 'double negative';
  if (hit.frame.kind !== 'symptom') return undefined;
  const negated = cueBetween(
    cues,
    'negator',
    hit.start - NOUN_REACH - LONGEST_CUE,
    hit.end,
    (cue) => here(cue) && reaches(cue, hit, context),
  );
  if (negated) return 'denied';
  return cueBetween(cues, 'ruled-out', hit.end, hit.end + 1, here) ? 'ruled out' : undefined;
}

/** A denial reaches a part of the frame in its own comma stretch, or across a list of bare symptom nouns. */
function reaches(cue: ClassMatch, hit: FrameHit, context: Context): boolean {
  const { clauses, utterance, symptomNouns } = context;
  const stretch = clauses.segment[cue.start];
  // A "no" that is itself part of the symptom ("no feeling") denies nothing.
  if (hit.parts.some((part) => cue.start < part.end && part.start < cue.end)) return false;
  return hit.parts.some((part) => {
    if (cue.end > part.start || ended(cue.end, part.start, utterance)) return false;
    if (part.start - cue.end <= REACH && clauses.segment[part.start] === stretch) return true;
    const word = utterance.tokens[part.end - 1]?.word ?? '';
    const nouns =
      symptomNouns.has(word) ||
      hit.parts.some((p) => symptomNouns.has(utterance.tokens[p.end - 1]?.word ?? ''));
    return nouns && part.start - cue.end <= NOUN_REACH && !hit.parts.some((p) => p.name === 'body-verb');
  });
}

/** "No pain, just numb legs": such a word ends what the denial reaches. */
function ended(from: number, to: number, utterance: Utterance): boolean {
  return utterance.tokens.slice(from, to).some(({ word }) => ENDS_DENIAL.has(word));
}

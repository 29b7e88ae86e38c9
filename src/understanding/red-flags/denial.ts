import type { Utterance } from '../utterance';
import type { ClassMatch } from './automaton';
import type { Context } from './context';
import { cueIn } from './cues';
import type { FrameHit } from './frames';

/** Tokens after a denial that it still reaches. Source: NegEx uses five (doi:10.1006/jbin.2001.1029). */
const REACH = 5;
const ENDS_DENIAL = new Set(['just', 'only', 'but', 'except', 'however', 'though']);

/** Said not to be there: "no numbness", "it's not that I can't walk". */
export function denied(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const clause = clauses.clause[hit.start];
  const before = (name: string, reach: number) =>
    cueIn(cues, name, (cue) => clauses.clause[cue.start] === clause && reaches(cue, hit, context, reach));
  const turned = cueIn(
    cues,
    'not-that',
    (cue) => clauses.clause[cue.start] === clause && cue.start <= hit.start && hit.start - cue.end <= 8,
  );
  if (turned) return 'double negative';
  if (hit.frame.kind === 'symptom' && before('negator', REACH)) return 'denied';
  const after = (name: string, reach: number) =>
    cueIn(
      cues,
      name,
      (cue) => cue.start >= hit.end && cue.start - hit.end <= reach && clauses.clause[cue.start] === clause,
    );
  if (hit.frame.kind === 'symptom' && after('ruled-out', 1)) return 'ruled out';
  return undefined;
}

/** A denial reaches a part of the frame in its own comma stretch, or across a list of bare symptom nouns. */
function reaches(cue: ClassMatch, hit: FrameHit, context: Context, reach: number): boolean {
  const { clauses, utterance, symptomNouns } = context;
  const stretch = clauses.segment[cue.start];
  // A "no" that is itself part of the symptom ("no feeling") denies nothing.
  if (hit.parts.some((part) => cue.start < part.end && part.start < cue.end)) return false;
  return hit.parts.some((part) => {
    if (cue.end > part.start || ended(cue.end, part.start, utterance)) return false;
    if (part.start - cue.end <= reach && clauses.segment[part.start] === stretch) return true;
    const word = utterance.tokens[part.end - 1]?.word ?? '';
    const nouns =
      symptomNouns.has(word) ||
      hit.parts.some((p) => symptomNouns.has(utterance.tokens[p.end - 1]?.word ?? ''));
    return nouns && part.start - cue.end <= 14 && !hit.parts.some((p) => p.name === 'body-verb');
  });
}

/** "No pain, just numb legs": such a word ends what the denial reaches. */
function ended(from: number, to: number, utterance: Utterance): boolean {
  return utterance.tokens.slice(from, to).some(({ word }) => ENDS_DENIAL.has(word));
}

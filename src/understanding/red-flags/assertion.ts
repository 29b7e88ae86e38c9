import type { Assertion, Context } from './context';
import { denied } from './denial';
import type { FrameHit } from './frames';
import { everyday, othersPast, over, unchanged } from './history';
import { supposed } from './supposition';

/** The reason when no rule explains the words away. */
export const STATED = 'stated';

export interface Asserted {
  readonly assertion: Assertion;
  /** Which rule decided, for the trace and for `npm run explain`. */
  readonly reason: string;
  readonly who: 'self' | 'other';
}

/**
 * Decides how one frame is asserted. The rules run from the surest to the vaguest; whatever none of them
 * explains away is present, so that doubt raises a red flag rather than hides it.
 * Source of the rules: clinical guide, section 2a; after ConText (doi:10.1016/j.jbi.2009.05.002).
 */
export function assertFrame(hit: FrameHit, context: Context): Asserted {
  const who = experiencer(hit, context);
  if (hit.concept.group === 'crisis' && context.inSentence('not-now', hit.start))
    return { assertion: 'uncertain', reason: 'says that it is over', who };
  if (hit.frame.kind === 'always') return { assertion: 'present', reason: STATED, who };
  const absence =
    denied(hit, context) ?? othersPast(hit, context) ?? supposed(hit, context) ?? over(hit, context);
  if (absence !== undefined) return { assertion: 'absent', reason: absence, who };
  const doubt = unchanged(hit, context);
  if (doubt !== undefined) return { ...doubt, who };
  if (everyday(hit, context)) return { assertion: 'absent', reason: 'everyday cause', who };
  return { assertion: hit.frame.tier === 'ask' ? 'uncertain' : 'present', reason: STATED, who };
}

function experiencer(hit: FrameHit, context: Context): 'self' | 'other' {
  const inClause = (name: string) => context.inClause(name, hit.start);
  if (inClause('self')) return inClause('relative') && !inClause('self-body') ? 'other' : 'self';
  if (inClause('relative') || inClause('third-person')) return 'other';
  return context.cues.has('relative') && !context.cues.has('self-body') ? 'other' : 'self';
}

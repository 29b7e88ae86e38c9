import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision } from './decide';
import { asks } from './decideTopic';
import type { ConversationState } from './state';
import { isBodyAtRisk } from './warnings';

/** Doubts about these are about another kind of help, and are asked about whatever stands. */
const OWN_HELP: ReadonlySet<string> = new Set(['crisis', 'distress', 'safety-at-home']);

/**
 * While an emergency about the body stands, what is only unclear is not asked about: the answer would be the same, and
 * a "no" to the question would sound as if all were well.
 */
export function addsToEmergency(risk: Risk, state: ConversationState): Decision | undefined {
  const isTold = isOnlyUnclear(risk, state) && risk.concepts.length > 0;
  return isTold ? { kind: 'remind', about: 'adds' } : undefined;
}

/** True where the doubt changes nothing, because help is to be got at once anyway. */
export function isOnlyUnclear({ tier, askedCard }: Risk, state: ConversationState): boolean {
  const stands = state.dialogs.length === 0 && isBodyAtRisk(state, 'emergency');
  return stands && tier === 'ask' && !OWN_HELP.has(askedCard ?? '');
}

/** "He says leave him alone": what asks nothing and is not understood gets the advice again, and no list of topics. */
export function standsByIt(decision: Decision, said: Understanding, state: ConversationState): Decision {
  const stands = state.dialogs.length === 0 && isBodyAtRisk(state, 'emergency');
  const isLost = decision.kind === 'fallback' || (decision.kind === 'clarify' && !asks(said));
  return stands && isLost ? { kind: 'remind', about: 'unclear' } : decision;
}

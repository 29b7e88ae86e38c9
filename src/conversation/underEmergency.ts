import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { asks } from './decideTopic';
import { LET_DOWN } from './smallTalkKinds';
import type { ConversationState } from './state';
import { isBodyAtRisk, isSpineAtRisk, isWarned, SAFETY_AT_HOME, type Warning } from './warnings';

/** Doubts about these are about another kind of help, and are asked about whatever stands. */
const OWN_HELP: ReadonlySet<string> = new Set(['crisis', 'distress', 'emergency-unsure', 'safety-at-home']);

/**
 * While an emergency about the body stands, what is only unclear is not asked about: the answer would be the same, and
 * a "no" to the question would sound as if all were well.
 */
export function addsToEmergency(
  said: Understanding,
  risk: Risk,
  state: ConversationState,
): Decision | undefined {
  // "Should I carry her to the car?" is to be answered.
  const isTold = isOnlyUnclear(said, risk, state) && risk.concepts.length > 0 && !asks(said);
  return isTold ? { kind: 'remind', about: 'adds' } : undefined;
}

/** True where the doubt changes nothing, because help is to be got at once anyway. */
export function isOnlyUnclear(
  said: Understanding,
  { tier, askedCard, concepts }: Risk,
  state: ConversationState,
): boolean {
  // Where it is looked after, what names nothing is for the staff there.
  const namesNothing = concepts.length === 0 && said.redFlags.partial === undefined;
  const stands = isBodyAtRisk(state, 'emergency') || (namesNothing && state.warnings.some(isOfTheBody));
  return state.dialogs.length === 0 && stands && tier === 'ask' && !OWN_HELP.has(askedCard ?? '');
}

function isOfTheBody({ urgency, card }: Warning): boolean {
  return urgency === 'emergency' && card !== SAFETY_AT_HOME;
}

/** "He says leave him alone": what asks nothing and is not understood gets the advice again, and no list of topics. */
export function standsByIt(
  decision: Decision,
  said: Understanding,
  state: ConversationState,
  { topics }: Pick<DecisionSources, 'topics'>,
  risk: Risk,
): Decision {
  const stands = state.dialogs.length === 0 && isBodyAtRisk(state, 'emergency');
  // Of several topics that fit, the one that says what holds now.
  const forNow =
    decision.kind === 'clarify'
      ? decision.topicIds.find((id) => topics.get(id)?.inDanger !== undefined)
      : undefined;
  if (stands && forNow !== undefined && asks(said)) return { kind: 'answer', topicId: forNow, more: false };
  // Words about the spine help nobody who wants to die, is hit, or took too much.
  const isOfSpine = decision.kind === 'small-talk' && LET_DOWN.has(decision.intent.id);
  if (isOfSpine && isWarned(state) && !isSpineAtRisk(state)) return { kind: 'remind', about: 'unclear' };
  const isLost = decision.kind === 'fallback' || (decision.kind === 'clarify' && !asks(said));
  if (!stands || !isLost) return decision;
  // "I can't take it any longer" may be said of more than the pain.
  return { kind: 'remind', about: risk.tier === 'ask' ? 'doubted' : 'unclear' };
}

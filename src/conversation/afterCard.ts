import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { asks } from './decideTopic';
import { holdsAny, type Request } from './requests';
import { GOING, OBSTACLE, TAKES_BACK } from './smallTalkKinds';
import type { ConversationState } from './state';
import { answerable, isBodyAtRisk, isInDanger, isWarned } from './warnings';

const CRISIS_CARD = 'crisis';
/** Words of a longer message that holds an undo are about something else. */
const LONGEST_UNDO = 10;
const OVERDOSE_CARD = 'emergency-overdose';
/** At or above this score what sounds like an answer to a card is taken for one. Tuned by reading. */
const HEARD_SCORE = 0.4;
const ABOUT_HELP: ReadonlySet<string> = new Set([GOING, 'called', 'no-answer']);

/** "I pressed the wrong one": the answer to a card is taken back before anything else is made of the words. */
export function restored(
  said: Understanding,
  risk: Risk,
  { answered, dialogs }: ConversationState,
  { undo }: DecisionSources,
): Decision | undefined {
  // A red flag in the same words gets its own card.
  const isNews = risk.tier === 'emergency' || risk.tier === 'urgent' || risk.askedCard === CRISIS_CARD;
  if (answered === undefined || dialogs.length > 0 || isNews || asks(said)) return undefined;
  const isShort = said.utterance.tokens.length <= LONGEST_UNDO;
  return isShort && holdsAny(said.words, undo) ? { kind: 'restore' } : undefined;
}

/** A reviewed answer to a card: the whole message is our own words, so it cannot hold a red flag. */
export function cardAnswer(request: Request | undefined, state: ConversationState): Decision | undefined {
  if (state.warnings.length === 0 || (request !== 'being-seen' && request !== 'mistake')) return undefined;
  // With a question open "a mistake" is about the last answer.
  if (request === 'mistake' && state.dialogs.length > 0) return undefined;
  const warning = answerable(state);
  // Whoever took too much by accident says "it was a mistake" as well: that takes nothing back.
  if (request === 'mistake' && warning?.card === OVERDOSE_CARD) return { kind: 'remind' };
  // A crisis keeps its own care: nothing said here takes it back.
  return warning === undefined ? { kind: 'remind' } : { kind: 'request', request };
}

/** "Just kidding", "I have no car" after a card: the advice stands. */
export function reminder(request: Request | undefined, state: ConversationState): Decision | undefined {
  if (state.dialogs.length > 0) return undefined;
  if (request === 'retract' && isWarned(state)) return { kind: 'remind' };
  return request === 'obstacle' && isInDanger(state) ? { kind: 'remind', about: 'obstacle' } : undefined;
}

/** "The ambulance costs too much", "ok im calling", "they do not pick up", in words that no list has, after a card. */
export function heardInDanger(
  said: Understanding,
  risk: Risk,
  state: ConversationState,
  { smallTalk }: DecisionSources,
): Decision | undefined {
  if (!isWarned(state) || state.dialogs.length > 0 || risk.concepts.length > 0) return undefined;
  // "Tonight", after a wish to die: no question comes between, the card is shown again.
  if (risk.askedCard === CRISIS_CARD && state.warnings.some(({ card }) => card.startsWith(CRISIS_CARD)))
    return {
      kind: 'escalate',
      risk: { ...risk, tier: 'emergency', card: CRISIS_CARD },
      report: { named: [], worse: false },
    };
  const heard = said.talk();
  const sure = heard !== undefined && heard.score >= HEARD_SCORE ? heard.intentId : undefined;
  const kind = said.smallTalk?.id ?? sure;
  if (kind === OBSTACLE && isBodyAtRisk(state, 'emergency')) return { kind: 'remind', about: 'obstacle' };
  if (kind === TAKES_BACK) return { kind: 'remind' };
  const intent = said.smallTalk ?? smallTalk.get(kind ?? '');
  const isOfTheBody = isBodyAtRisk(state, 'emergency') || isBodyAtRisk(state, 'urgent');
  return intent !== undefined && isOfTheBody && ABOUT_HELP.has(intent.id)
    ? { kind: 'small-talk', intent }
    : undefined;
}

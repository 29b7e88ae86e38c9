import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { asks } from './decideTopic';
import type { OwnRequest } from './requested';
import { holdsAny, type Request } from './requests';
import { GOING, OBSTACLE, TAKES_BACK, WHY } from './smallTalkKinds';
import type { ConversationState } from './state';
import { answerable, isBodyAtRisk, isInDanger, isSeen, isWarned } from './warnings';

const CRISIS_CARD = 'crisis';
/** Words of a longer message that holds an undo are about something else. */
const LONGEST_UNDO = 10;
const LONGEST_UNSEEN = 20;
/** What can be said to a card: also "my mom, not me". */
const ANSWERS: ReadonlySet<string> = new Set<Request>(['being-seen', 'mistake', 'for-other']);
const OVERDOSE_CARD = 'emergency-overdose';
/** At or above this score what sounds like an answer to a card is taken for one. Tuned by reading. */
const HEARD_SCORE = 0.4;
const OF_WAITING: ReadonlySet<string> = new Set([OBSTACLE, 'no-answer']);
const ABOUT_HELP: ReadonlySet<string> = new Set([GOING, 'called', 'no-answer']);

/** "I pressed the wrong one": the answer to a card is taken back before anything else is made of the words. */
export function restored(
  said: Understanding,
  risk: Risk,
  { answered, dialogs, warnings }: ConversationState,
  { undo, unseen, still }: DecisionSources,
): Decision | undefined {
  // A red flag in the same words gets its own card.
  const isNews = risk.tier === 'emergency' || risk.tier === 'urgent' || risk.askedCard === CRISIS_CARD;
  if (dialogs.length > 0 || isNews || asks(said)) return undefined;
  const { length } = said.utterance.tokens;
  const isTakenBack = answered !== undefined && answered.warnings.length > warnings.length;
  const undoing = isTakenBack ? [...undo, ...still] : undo;
  const undoes = answered !== undefined && length <= LONGEST_UNDO && holdsAny(said.words, undoing);
  // "They sent me home": what was looked after no longer is, however long ago that was said.
  const leaves = warnings.some(isSeen) && length <= LONGEST_UNSEEN && holdsAny(said.words, unseen);
  return undoes || leaves ? { kind: 'restore' } : undefined;
}

/** A reviewed answer to a card: the whole message is our own words, so it cannot hold a red flag. */
export function cardAnswer(request: Request | undefined, state: ConversationState): Decision | undefined {
  if (state.warnings.length === 0 || !ANSWERS.has(request ?? '')) return undefined;
  // With a question open these words are about its person.
  if (request === 'for-other' && (state.dialogs.length > 0 || answerable(state) === undefined))
    return undefined;
  // With a question open "a mistake" is about the last answer.
  if (request === 'mistake' && state.dialogs.length > 0) return undefined;
  const warning = answerable(state);
  // Whoever took too much by accident says "it was a mistake" as well: that takes nothing back.
  if (request === 'mistake' && warning?.card === OVERDOSE_CARD) return { kind: 'remind' };
  // A crisis keeps its own care: nothing said here takes it back.
  return warning === undefined ? { kind: 'remind' } : { kind: 'request', request: request as OwnRequest };
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
  if (state.warnings.length === 0 || state.dialogs.length > 0 || risk.concepts.length > 0) return undefined;
  if (isCrisisAgain(risk, state)) return crisisAgain(risk);
  const kind = kindHeard(said);
  // "Nobody comes", "they make us wait", where help is said to be there.
  if (!isWarned(state)) return OF_WAITING.has(kind ?? '') ? { kind: 'remind', about: 'obstacle' } : undefined;
  const beside = saidBeside(kind, said, state);
  if (beside !== undefined) return beside;
  const intent = said.smallTalk ?? smallTalk.get(kind ?? '');
  const isOfTheBody = isBodyAtRisk(state, 'emergency') || isBodyAtRisk(state, 'urgent');
  return intent !== undefined && isOfTheBody && ABOUT_HELP.has(intent.id)
    ? { kind: 'small-talk', intent }
    : undefined;
}

/** What keeps the person, what they ask of the card, or that it is not so. */
function saidBeside(
  kind: string | undefined,
  said: Understanding,
  state: ConversationState,
): Decision | undefined {
  if (isBodyAtRisk(state, 'emergency') && (kind === OBSTACLE || hesitates(said)))
    return { kind: 'remind', about: 'obstacle' };
  if (kind === WHY) return { kind: 'remind', about: 'why' };
  return kind === TAKES_BACK ? { kind: 'remind' } : undefined;
}

/** "Tonight", after a wish to die: no question comes between, the card is shown again. */
function isCrisisAgain({ askedCard }: Risk, { warnings }: ConversationState): boolean {
  return askedCard === CRISIS_CARD && warnings.some(({ card }) => card.startsWith(CRISIS_CARD));
}

function crisisAgain(risk: Risk): Decision {
  return {
    kind: 'escalate',
    risk: { ...risk, tier: 'emergency', card: CRISIS_CARD },
    report: { named: [], worse: false },
  };
}

/** "No", "maybe": something keeps the person from going, whatever it is. */
function hesitates({ yesNo }: Understanding): boolean {
  return yesNo === 'no' || yesNo === 'unsure';
}

function kindHeard(said: Understanding): string | undefined {
  const heard = said.talk();
  const sure = heard !== undefined && heard.score >= HEARD_SCORE ? heard.intentId : undefined;
  return said.smallTalk?.id ?? sure;
}

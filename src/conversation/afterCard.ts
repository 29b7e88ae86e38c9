import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { asks } from './decideTopic';
import { CARD_REPLY } from './reply';
import type { OwnRequest } from './requested';
import { holdsAny, type Request } from './requests';
import {
  ACKNOWLEDGE,
  GOING,
  HEARD_SCORE,
  LET_DOWN,
  OBSTACLE,
  SENT_HOME,
  TAKES_BACK,
  WHY,
} from './smallTalkKinds';
import type { ConversationState } from './state';
import {
  answerable,
  isBodyAtRisk,
  isInDanger,
  isSeen,
  isSpineAtRisk,
  isWarned,
  OVERDOSE_CARD,
  SAFETY_AT_HOME,
} from './warnings';

const CRISIS_CARD = 'crisis';
/** Words of a longer message that holds an undo are about something else. */
const LONGEST_UNDO = 10;
/** A longer message is a story, in which somebody may have been sent home at any time. Tuned by reading. */
const LONGEST_UNSEEN = 20;
const NOT: ReadonlySet<string> = new Set(
  'not,never,havent,hasnt,didnt,wont,wouldnt,if,until,till,when'.split(','),
);
/** Words before a phrase that a "not" among them is about. */
const NOT_REACH = 4;
/** What can be said to a card: also "my mom, not me". */
const ANSWERS: ReadonlySet<string> = new Set<Request>(['being-seen', 'mistake', 'for-other', 'for-self']);
const OF_WAITING: ReadonlySet<string> = new Set([OBSTACLE, 'no-answer', 'unheard']);
const NAMES_PERSON = /\bnot (?:me|my)\b|\bi meant\b|\bthis is about\b|\bfor someone i care for\b/;
/** "Why is it an emergency?" */
const WHY_NOW = /^(?:but |and |so )?why\b.*\b(?:emergency|urgent|911|er|now|go)$/;
/** "So must I go today or can wait Monday" */
const CAN_WAIT =
  /\b(?:can|could|should|will|may|must|if|ill|gonna)\b.*\b(?:wait|monday|tomorrow|weekend|next week|appointment)\b/;
const CALLED = 'called';
const OF_GOING: ReadonlySet<string> = new Set([GOING, CALLED]);
const REFUSES: ReadonlySet<string> = new Set(
  'no,not,never,wont,dont,doesnt,didnt,aint,isnt,arent,cant,cannot,against,refuse,refuses,refusing,hate,hates,hell,nope,nah,wouldnt,without,stop,instead'.split(
    ',',
  ),
);
const ABOUT_HELP: ReadonlySet<string> = new Set([GOING, CALLED, 'no-answer']);

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
  const isSo = isTakenBack && endsWithAny(said.words, still);
  const undoes = answered !== undefined && length <= LONGEST_UNDO && (isSo || holdsAny(said.words, undo));
  if (warnings.some(isSeen) && leavesCare(said, { unseen })) return { kind: 'restore', unseen: true };
  return undoes ? { kind: 'restore' } : undefined;
}

/** "They sent me home": what was looked after no longer is, however long ago that was said. */
export function leavesCare(
  { words, utterance }: Understanding,
  { unseen }: Pick<DecisionSources, 'unseen'>,
): boolean {
  const { length } = utterance.tokens;
  // "They have not sent me home", and not "they sent me home and it is not better".
  const isSo = (phrase: string) => {
    const [before = ''] = ` ${words} `.split(` ${phrase} `, 1);
    return !before
      .split(' ')
      .slice(-NOT_REACH)
      .some((word) => NOT.has(word));
  };
  return length <= LONGEST_UNSEEN && unseen.some((phrase) => holdsAny(words, [phrase]) && isSo(phrase));
}

/** True when the message ends with one of these: "they are still numb", and not "they are still on vacation". */
function endsWithAny(words: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => ` ${words}`.endsWith(` ${phrase}`));
}

/** A reviewed answer to a card: the whole message is our own words, so it cannot hold a red flag. */
export function cardAnswer(
  said: Understanding,
  request: Request | undefined,
  state: ConversationState,
): Decision | undefined {
  if (state.warnings.length === 0 || !ANSWERS.has(request ?? '')) return undefined;
  // With a question open these words are about its person.
  const isPerson = request === 'for-other' || request === 'for-self';
  if (isPerson && !turnsCard(said, state)) return undefined;
  // With a question open "a mistake" is about the last answer.
  if (request === 'mistake' && state.dialogs.length > 0) return undefined;
  const warning = answerable(state);
  // Whoever took too much by accident says "it was a mistake" as well: that takes nothing back.
  const isAccident = warning?.card.startsWith(OVERDOSE_CARD) === true && said.words.includes('mistake');
  if (request === 'mistake' && isAccident) return { kind: 'remind', about: 'overdose' };
  // A crisis keeps its own care: nothing said here takes it back.
  return warning === undefined ? { kind: 'remind' } : { kind: 'request', request: request as OwnRequest };
}

/** "Just kidding", "I have no car" after a card: the advice stands. */
export function reminder(request: Request | undefined, state: ConversationState): Decision | undefined {
  if (state.dialogs.length > 0) return undefined;
  if (request === 'retract' && isWarned(state)) return { kind: 'remind' };
  return request === 'obstacle' && isInDanger(state) ? { kind: 'remind', about: 'obstacle' } : undefined;
}

/** "It is my mom, not me" turns a card about the body; "my husband" may be who drives. */
function turnsCard({ words }: Understanding, state: ConversationState): boolean {
  const card = answerable(state)?.card;
  const isOfTheBody = card !== undefined && !card.startsWith(SAFETY_AT_HOME);
  return isOfTheBody && state.dialogs.length === 0 && NAMES_PERSON.test(words);
}

/** "The ambulance costs too much", "ok im calling", "they do not pick up", in words that no list has, after a card. */
export function heardInDanger(
  said: Understanding,
  risk: Risk,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  if (state.warnings.length === 0 || state.dialogs.length > 0 || risk.concepts.length > 0) return undefined;
  if (isCrisisAgain(risk, state)) return crisisAgain(risk);
  const kind = kindHeard(said);
  // "Nobody comes", "they make us wait", where help is said to be there.
  if (!isWarned(state)) return OF_WAITING.has(kind ?? '') ? { kind: 'remind', about: 'obstacle' } : undefined;
  return saidBeside(kind, said, state) ?? aboutHelp(kind, said, state, sources);
}

/** How it goes with getting help: on the way, called, sent home, not listened to. */
function aboutHelp(
  kind: string | undefined,
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  const inEmergency = isBodyAtRisk(state, 'emergency');
  if (!inEmergency && !isBodyAtRisk(state, 'urgent')) return undefined;
  // "Ok", "yes" to an emergency card: what to do until help comes, and no offer of topics.
  const isToCard = state.lastReplyId.startsWith(CARD_REPLY) && state.talked === undefined;
  const agrees = said.smallTalk?.id === ACKNOWLEDGE && isToCard && inEmergency;
  const isSentHome = inEmergency && leavesCare(said, sources);
  const heard = said.smallTalk?.id ?? kind ?? '';
  // What an urgent card asks for is a call.
  const told = heard === GOING && !inEmergency ? CALLED : heard;
  const id = isSentHome ? SENT_HOME : agrees ? GOING : told;
  const intent = sources.smallTalk.get(id);
  const fits = ABOUT_HELP.has(id) || (LET_DOWN.has(id) && isSpineAtRisk(state));
  return intent !== undefined && fits ? { kind: 'small-talk', intent } : undefined;
}

/** What keeps the person, what they ask of the card, or that it is not so. */
function saidBeside(
  kind: string | undefined,
  said: Understanding,
  state: ConversationState,
): Decision | undefined {
  if (isBodyAtRisk(state, 'emergency')) {
    if (kind === WHY || WHY_NOW.test(said.words)) return { kind: 'remind', about: 'why' };
    if (kind === OBSTACLE || hesitates(said)) return { kind: 'remind', about: 'obstacle' };
  }
  // "Should I wait, my legs are weird" tells of more.
  const isPlain = isBodyAtRisk(state, 'urgent') && said.redFlags.partial === undefined;
  const isCallLater = isPlain && (kind === OBSTACLE || CAN_WAIT.test(said.words));
  if (isCallLater) return { kind: 'remind', about: 'obstacle' };
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
    report: { named: [], worse: false, placed: false },
  };
}

/** "No", "maybe": something keeps the person from going, whatever it is. */
function hesitates({ yesNo }: Understanding): boolean {
  return yesNo === 'no' || yesNo === 'unsure';
}

function kindHeard(said: Understanding): string | undefined {
  const heard = said.talk();
  const sure = heard !== undefined && heard.score >= HEARD_SCORE ? heard.intentId : undefined;
  // "No way im calling 911" sounds like going.
  const isRefused = OF_GOING.has(sure ?? '') && said.utterance.tokens.some(({ word }) => REFUSES.has(word));
  return said.smallTalk?.id ?? (isRefused ? OBSTACLE : sure);
}

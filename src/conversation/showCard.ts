import type { Risk } from '../understanding/red-flags/risk';
import { resumeButton } from './questionReply';
import { CARD_REPLY, type Reply } from './reply';
import type { Script, ScriptCard } from './script';
import type { OpenDialog } from './state';
import { labels, paragraphs, type Response, type TurnContext } from './turn';
import {
  CARER_SUFFIX,
  type Cause,
  cardToRepeat,
  isBodyAtRisk,
  mistakeLabel,
  SAFETY_AT_HOME,
  seenLabel,
  warn,
  warningText,
  warningUrgency,
} from './warnings';

/** The card that is always there: used when a disposition names one that does not exist. */
export const SPINE_CARD = 'emergency-spine';
const RANK: Readonly<Record<Reply['urgency'], number>> = { none: 0, urgent: 1, crisis: 2, emergency: 2 };
/** What can wait some days; whoever has had cancer has a team to tell. */
const SOON = 'soon';
const SOON_WITH_CANCER = 'soon-cancer';

/** Shows one disposition, in the words for a carer where there are any, and remembers that it was shown. */
export function showCard(cardId: string, cause: Cause, context: TurnContext): Response {
  const { script } = context;
  // "Ok" after it is said to this card.
  const { talked: _, ...state } = context.state;
  const known = cardId === SOON && state.facts.cancer === 'yes' ? SOON_WITH_CANCER : cardId;
  const card = findCard(known, cause.who, script);
  const paused = guidedCheck(context) ?? state.paused;
  const reply = answerableCard(card, paused, script);
  return {
    reply: isLessThanStands(card, state) ? beside(card, reply, cause, context) : reply,
    state: {
      ...state,
      dialogs: [],
      misses: 0,
      warnings: warn(state, card, cause),
      ...(paused === undefined ? {} : { paused }),
    },
  };
}

/** Something milder never sounds as if an emergency told of before were over. */
function isLessThanStands({ urgency }: ScriptCard, state: TurnContext['state']): boolean {
  return urgency === 'urgent' || urgency === 'none' ? RANK[warningUrgency(state)] > RANK[urgency] : false;
}

/** Fear and sadness have comfort of their own. */
function isOfTheBody({ id, urgency }: ScriptCard): boolean {
  return urgency === 'urgent' ? id !== SAFETY_AT_HOME : id.startsWith(SOON);
}

/** "My back hurts too" beside legs that fail: "please call today" would sound as if there were time. */
function beside(card: ScriptCard, reply: Reply, { who }: Cause, context: TurnContext): Reply {
  const { state, script } = context;
  const samePerson = state.warnings.some(
    ({ urgency, causes }) => urgency === 'emergency' && causes.some((cause) => cause.startsWith(`${who}:`)),
  );
  const adds = samePerson && isOfTheBody(card) && isBodyAtRisk(state, 'emergency');
  return stillWarned(adds ? { ...reply, text: script.texts['adds-to-it'] } : reply, context);
}

function stillWarned(reply: Reply, context: TurnContext): Reply {
  const text = paragraphs([warningText(context, 'reminder'), reply.text]);
  return { ...reply, text, urgency: warningUrgency(context.state) };
}

/** The card that matters most again, for a visitor who calls for help. */
export function repeatCard(context: TurnContext): Response | undefined {
  const { script, state } = context;
  const cardId = cardToRepeat(state);
  const warning = state.warnings.find(({ card }) => card === cardId);
  const card = warning === undefined ? undefined : script.cards.get(warning.card);
  if (warning === undefined || card === undefined) return undefined;
  const warnings = [...state.warnings.filter((other) => other !== warning), warning];
  const paused = guidedCheck(context) ?? state.paused;
  return {
    reply: answerableCard(card, paused, script),
    state: { ...state, dialogs: [], misses: 0, warnings, ...(paused === undefined ? {} : { paused }) },
  };
}

/** The guided check among the open dialogs: a card sets it aside, so that it can go on. */
export function guidedCheck({ script, state }: TurnContext): OpenDialog | undefined {
  return state.dialogs.findLast(
    ({ position }) => script.dialogs.get(position.dialogId)?.decision !== undefined,
  );
}

/**
 * Emergency and urgent cards offer two answers, because "I am there already" and "that is not so" are what
 * people say next, and something to show the staff. A crisis card does not: nobody should have to justify a wish
 * for help. Nobody is invited to answer more questions in an emergency.
 */
function answerableCard(card: ScriptCard, paused: OpenDialog | undefined, script: Script): Reply {
  const { texts } = script;
  const goOn = paused !== undefined && card.urgency !== 'emergency' ? [resumeButton(paused, { script })] : [];
  if (card.urgency !== 'emergency' && card.urgency !== 'urgent')
    return { ...cardReply(card), choices: labels(goOn) };
  return {
    ...cardReply(card),
    choices: labels([
      seenLabel(card.id, texts),
      mistakeLabel(card.id, texts),
      texts['show-summary'],
      ...goOn,
    ]),
  };
}

/** A disposition as a reply: the whole text, its sources and its date. */
export function cardReply({ id, text, urgency, citations, reviewed }: ScriptCard): Reply {
  return { id: CARD_REPLY + id, text, urgency, choices: [], citations, reviewed };
}

/** A disposition in the words for a carer where there are any; the spine card when there is none of this name. */
export function findCard(cardId: string, who: Risk['who'], script: Script): ScriptCard {
  const forCarer = who === 'other' ? script.cards.get(cardId + CARER_SUFFIX) : undefined;
  const card = forCarer ?? script.cards.get(cardId) ?? script.cards.get(SPINE_CARD);
  if (card !== undefined) return card;
  // The content check refuses to start without this card; the words below are for the worst case only.
  return { id: SPINE_CARD, urgency: 'emergency', text: script.texts.trouble, citations: [], reviewed: '' };
}

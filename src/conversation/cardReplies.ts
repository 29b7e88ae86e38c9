import { begin } from '../dialog/advance';
import type { Risk, SafetyQuestion } from '../understanding/red-flags/risk';
import { askAgain, questionReply } from './dialogReplies';
import type { ScriptCard } from './script';
import type { ConversationState, OpenDialog } from './state';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** The card that is always there: used when a disposition names a variant that does not exist. */
const SPINE_CARD = 'emergency-spine';
const FEEDBACK = 'feedback';
const CARER_SUFFIX = '-other';
const QUESTION_DIALOG: Readonly<Record<SafetyQuestion, string>> = {
  'happening-now': 'safety-question',
  'cancer-history': 'cancer-question',
};

/** Shows what to do now. Every open dialog stops; an emergency is never lowered by anything said later. */
export function escalate(risk: Risk, context: TurnContext): Response {
  const shown = showCard(risk.card ?? SPINE_CARD, risk.who, context);
  if (!risk.more) return shown;
  const text = paragraphs([shown.reply.text, context.script.texts['also-noticed']]);
  return { ...shown, reply: { ...shown.reply, text } };
}

/** Shows one disposition, in the words for a carer where there are any. */
export function showCard(cardId: string, who: Risk['who'], context: TurnContext): Response {
  const card = findCard(cardId, who, context);
  const { state } = context;
  const warned =
    card.urgency === 'none'
      ? state.warned
      : higherWarning(state.warned, card.urgency === 'urgent' ? 'urgent' : 'emergency');
  const raised = warned !== 'none' && (warned !== state.warned || state.warnedCard === undefined);
  return {
    reply: {
      id: `disposition:${card.id}`,
      text: card.text,
      urgency: card.urgency,
      choices: [],
      citations: card.citations,
      reviewed: card.reviewed,
    },
    state: {
      ...state,
      dialogs: [],
      misses: 0,
      offered: [],
      warned,
      ...(raised ? { warnedCard: card.id } : {}),
    },
  };
}

/** Asks the one question that tells whether this is an emergency; the emergency words stand on top of it. */
export function askSafetyQuestion(
  question: SafetyQuestion | 'urgent-help',
  risk: Risk,
  context: TurnContext,
): Response {
  const { script, state } = context;
  if (question === 'urgent-help') return callForHelp(context);
  const dialog = script.dialogs.get(QUESTION_DIALOG[question]);
  if (dialog === undefined) return showCard(SPINE_CARD, risk.who, context);
  const asked = state.dialogs.at(-1);
  if (asked?.position.dialogId === dialog.id) return askAgain(asked, context);
  const card = cardAsked(risk, context);
  const open: OpenDialog = { position: begin(dialog), ...(card === undefined ? {} : { card }) };
  const reply = questionReply(open, context, []);
  const urgency = 'urgent';
  return {
    reply: { ...reply, id: `ask:${question}`, urgency },
    state: { ...state, dialogs: [open], misses: 0 },
  };
}

function callForHelp(context: TurnContext): Response {
  const { script } = context;
  // A call for help leaves the feedback; a rating already given is kept.
  const dialogs = context.state.dialogs.filter(({ position }) => position.dialogId !== FEEDBACK);
  const state = { ...context.state, dialogs };
  if (state.warnedCard !== undefined) return showCard(state.warnedCard, 'self', { ...context, state });
  const open = dialogs.at(-1);
  if (open === undefined) {
    return {
      reply: { ...plainReply('ask:urgent-help', [script.texts['urgent-help']]), urgency: 'urgent' },
      state: { ...state, misses: 0 },
    };
  }
  return {
    reply: {
      ...questionReply(open, context, [script.texts['urgent-help'], script.texts.resume]),
      urgency: 'urgent',
    },
    state,
  };
}

function cardAsked(risk: Risk, { script }: TurnContext): string | undefined {
  return risk.askedCard !== undefined && script.cards.has(risk.askedCard) ? risk.askedCard : undefined;
}

function findCard(cardId: string, who: Risk['who'], { script }: TurnContext): ScriptCard {
  const forCarer = who === 'other' ? script.cards.get(cardId + CARER_SUFFIX) : undefined;
  const card = forCarer ?? script.cards.get(cardId) ?? script.cards.get(SPINE_CARD);
  if (card !== undefined) return card;
  // The content check refuses to start without this card; the words below are for the worst case only.
  return { id: SPINE_CARD, urgency: 'emergency', text: script.texts.trouble, citations: [], reviewed: '' };
}

function higherWarning(
  a: ConversationState['warned'],
  b: ConversationState['warned'],
): ConversationState['warned'] {
  if (a === 'emergency' || b === 'emergency') return 'emergency';
  return a === 'urgent' || b === 'urgent' ? 'urgent' : 'none';
}

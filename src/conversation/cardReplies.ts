import { begin } from '../dialog/advance';
import type { Risk, SafetyQuestion } from '../understanding/red-flags/risk';
import type { Decision, Report } from './decide';
import { askAgain } from './dialogReplies';
import { questionReply, resumeWords } from './questionReply';
import type { ScriptCard } from './script';
import { findCard, guidedCheck, repeatCard, SPINE_CARD, showCard } from './showCard';
import type { OpenDialog } from './state';
import { labels, paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { type Cause, forAnybody, isBeingSeen, isEmergencyOf, mistakeLabel } from './warnings';

const FEEDBACK = 'feedback';
const QUESTION_DIALOG: Readonly<Record<SafetyQuestion, string>> = {
  'happening-now': 'safety-question',
  'cancer-history': 'cancer-question',
};

/**
 * Shows what to do now. Every open dialog stops; an emergency is never lowered by anything said later. What the
 * visitor said is already being looked after gets one line instead of the same card, unless it is getting worse.
 */
export function escalate(
  { risk, report, topicId }: Extract<Decision, { kind: 'escalate' }>,
  context: TurnContext,
): Response {
  const { named, worse } = report;
  const cause: Cause = { who: risk.who, concepts: named, ...(topicId === undefined ? {} : { topicId }) };
  const cardId = cardFor(risk, report, context);
  const card = findCard(cardId, risk.who, context.script);
  if (!worse && risk.alsoCard === undefined && isBeingSeen(context.state, card, cause))
    return alreadySeen(card, context);
  // What is worse again is no longer looked after.
  const warnings = context.state.warnings.map((one) =>
    one.card === card.id && worse ? { ...one, seen: [] } : one,
  );
  const shown = showCard(cardId, cause, {
    ...context,
    state: { ...context.state, warnings },
  });
  const also = risk.alsoCard === undefined ? undefined : context.script.cards.get(risk.alsoCard)?.text;
  if (!risk.more && also === undefined) return shown;
  const text = paragraphs([shown.reply.text, also ?? context.script.texts['also-noticed']]);
  return { ...shown, reply: { ...shown.reply, text } };
}

/** What sounds like an emergency, in words that name none, is more of the emergency that stands: "38.5 now". */
function cardFor(
  { card = SPINE_CARD, tier, who }: Risk,
  { named, placed }: Report,
  { state }: TurnContext,
): string {
  const stands = state.warnings.findLast((warning) => isEmergencyOf(who, warning))?.card;
  const isMore = named.length === 0 && !placed && tier === 'emergency' && card === SPINE_CARD;
  return isMore && stands !== undefined ? forAnybody(stands) : card;
}

function alreadySeen({ id, urgency }: ScriptCard, { script, state }: TurnContext): Response {
  const reply = plainReply('reminder:seen', [script.texts['seen-again'], script.texts['safety-net-short']]);
  return {
    reply: { ...reply, urgency, choices: labels([mistakeLabel(id, script.texts)]) },
    state: { ...state, dialogs: [], misses: 0 },
  };
}

/** Asks the one question that tells whether this is an emergency; the emergency words stand on top of it. */
export function askSafetyQuestion(
  { question, risk, report, topicId }: Extract<Decision, { kind: 'ask' }>,
  context: TurnContext,
): Response {
  const { script, state } = context;
  if (question === 'urgent-help') return callForHelp(context);
  const known = report.named.length > 0 && !report.worse && risk.askedCard !== undefined;
  const answer = known ? findCard(risk.askedCard ?? SPINE_CARD, risk.who, script) : undefined;
  if (answer !== undefined && isBeingSeen(state, answer, { who: risk.who, concepts: report.named }))
    return alreadySeen(answer, context);
  const dialog = script.dialogs.get(QUESTION_DIALOG[question]);
  if (dialog === undefined) return showCard(SPINE_CARD, risk, context);
  const asked = state.dialogs.at(-1);
  if (asked?.position.dialogId === dialog.id) return askAgain(asked, context);
  const card = cardAsked(risk, context);
  const check = guidedCheck(context);
  const open: OpenDialog = {
    position: begin(dialog),
    cause: { who: risk.who, concepts: risk.concepts },
    ...(topicId === undefined ? {} : { topicId }),
    ...(card === undefined ? {} : { card }),
  };
  const reply = questionReply(open, context, []);
  const urgency = 'urgent';
  return {
    reply: { ...reply, id: `ask:${question}`, urgency },
    // A guided check waits below the question, and goes on after it.
    state: { ...state, dialogs: [...(check === undefined ? [] : [check]), open], misses: 0 },
  };
}

function callForHelp(context: TurnContext): Response {
  const { script } = context;
  // A call for help leaves the feedback; a rating already given is kept.
  const dialogs = context.state.dialogs.filter(({ position }) => position.dialogId !== FEEDBACK);
  const state = { ...context.state, dialogs };
  const again = repeatCard({ ...context, state });
  if (again !== undefined) return again;
  const open = dialogs.at(-1);
  if (open === undefined) {
    return {
      reply: {
        ...plainReply('ask:urgent-help', [script.texts['urgent-help']], [script.texts['check-symptoms']]),
        urgency: 'urgent',
      },
      state: { ...state, misses: 0 },
    };
  }
  return {
    reply: {
      ...questionReply(open, context, [script.texts['urgent-help'], resumeWords(open, context)]),
      urgency: 'urgent',
    },
    state,
  };
}

function cardAsked(risk: Risk, { script }: TurnContext): string | undefined {
  return risk.askedCard !== undefined && script.cards.has(risk.askedCard) ? risk.askedCard : undefined;
}

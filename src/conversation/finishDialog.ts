import { raiseFloor } from '../dialog/advance';
import type { Outcome } from '../dialog/types';
import { menuTitles } from './menuTitles';
import { questionReply, resumeButton, resumeWords } from './questionReply';
import { findCard, SPINE_CARD, showCard } from './showCard';
import type { ConversationState, OpenDialog } from './state';
import { storedFeedback } from './storedFeedback';
import type { TextKey } from './texts';
import { labels, paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** The outcome of a guided check for what can wait some days. */
const SOON = 'soon';

/** Ends the open dialog: the card or the words of its outcome, and back to the question it interrupted. */
export function finish(outcome: Outcome, ended: OpenDialog, context: TurnContext): Response {
  const { script, state } = context;
  if (outcome.disposition !== undefined) {
    const cardId = outcome.disposition === 'asked' ? (ended.card ?? SPINE_CARD) : outcome.disposition;
    return withinCheck(cardId, ended, context) ?? result(outcome, cardId, ended, context);
  }
  const text = outcome.text === undefined ? '' : (script.texts[outcome.text as TextKey] ?? '');
  if (outcome.effect !== 'record-feedback') {
    const next = state.dialogs.length > 1 ? undefined : script.texts['what-next'];
    return resumeParent(state, context, paragraphs([text, next]));
  }
  const { effects, state: after } = storedFeedback(ended, context);
  return { ...resumeParent(after, context, text), effects };
}

/** Closes the current dialog and returns to the one that it interrupted, with that one's question. */
export function resumeParent(state: ConversationState, context: TurnContext, before: string): Response {
  const closed = state.dialogs.at(-1);
  const dialogs = state.dialogs.slice(0, -1);
  const parent = dialogs.at(-1);
  const phase = closed?.endsAfter === true ? ('ended' as const) : state.phase;
  const next = { ...state, phase, dialogs };
  if (parent === undefined) {
    const resume = state.paused === undefined ? [] : [resumeButton(state.paused, context)];
    return { reply: plainReply('dialog:closed', [before], resume), state: next };
  }
  return { reply: questionReply(parent, context, [before, resumeWords(parent, context)]), state: next };
}

/** What can wait some days does not end a check that asks on: its result can only become more urgent. */
function withinCheck(cardId: string, ended: OpenDialog, context: TurnContext): Response | undefined {
  const { script, state } = context;
  const parent = state.dialogs.at(-2);
  const dialog = parent === undefined ? undefined : script.dialogs.get(parent.position.dialogId);
  const card = findCard(cardId, ended.cause?.who ?? 'self', script);
  if (parent === undefined || dialog?.decision === undefined || card.urgency !== 'none') return undefined;
  const raised: OpenDialog = { ...parent, position: raiseFloor(dialog, parent.position, SOON) };
  return resumeParent(
    { ...state, dialogs: [raised, ...state.dialogs.slice(-1)] },
    context,
    script.texts.noted,
  );
}

/** The card of a result. What is not urgent carries the whole safety net, and what to do with it next. */
function result(outcome: Outcome, cardId: string, ended: OpenDialog, context: TurnContext): Response {
  const { script, state } = context;
  const cause = ended.cause ?? { who: 'self', concepts: [] };
  const guided = script.dialogs.get(ended.position.dialogId)?.decision !== undefined;
  if (!guided) return showCard(cardId, cause, context);
  const card = findCard(cardId, cause.who, script).id;
  const check = state.check === undefined ? {} : { check: { ...state.check, card } };
  // A check that stopped at an emergency can go on after a mistake; one that came to its end is over.
  const { paused: _, ...over } = { ...state, dialogs: [] };
  const before = outcome.stops === true ? state : over;
  const shown = showCard(cardId, cause, { ...context, state: { ...before, ...check } });
  return shown.reply.urgency === 'none' ? withSafetyNet(shown, context) : shown;
}

function withSafetyNet({ reply, state }: Response, context: TurnContext): Response {
  const { texts } = context.script;
  return {
    reply: {
      ...reply,
      text: paragraphs([reply.text, texts['safety-net']]),
      choices: labels([texts['show-summary'], texts['show-questions'], ...menuTitles(context)]),
    },
    state: { ...state, safetyNetShown: true },
  };
}

import { type Advance, begin } from '../dialog/advance';
import type { DialogChoice, Outcome, Question } from '../dialog/types';
import type { Effect, Feedback } from './effects';
import type { Reply } from './reply';
import { SPINE_CARD, showCard } from './showCard';
import type { ConversationState, OpenDialog } from './state';
import type { TextKey } from './texts';
import { labels, paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** Tries after which an answer is taken as "not sure". Source: keyword table, retry ladder. */
const MAX_RETRIES = 2;
const UNSURE = 'unsure';

/** The open question of a dialog, with its choices as buttons and words before it. */
export function questionReply(
  open: OpenDialog,
  { script }: TurnContext,
  before: readonly (string | undefined)[],
): Reply {
  const question = questionOf(open, script.dialogs);
  return {
    id: `dialog:${open.position.dialogId}:${open.position.questionId}`,
    text: paragraphs([...before, question?.ask]),
    urgency: 'none',
    choices: labels(question?.choices.map(({ label }) => label) ?? []),
    citations: [],
  };
}

/** Moves the open dialog on, or asks again in a kinder way; the third miss counts as "not sure". */
export function continueDialog(step: Advance, context: TurnContext): Response {
  const { state, script } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply('fallback', [script.texts.fallback]), state };
  switch (step.kind) {
    case 'question': {
      const next: OpenDialog = { ...open, position: step.position };
      return { reply: questionReply(next, context, []), state: replaceTop(state, next) };
    }
    case 'outcome':
      return finish(step.outcome, step.answers, open, context);
    case 'expired':
      return restart(open, context, 'expired');
    case 'unrecognised':
      return askAgain(open, context);
  }
}

/** Begins the open dialog at its first question again. */
export function restart(open: OpenDialog, context: TurnContext, why: TextKey): Response {
  const { script, state } = context;
  const dialog = script.dialogs.get(open.position.dialogId);
  if (dialog === undefined)
    return { reply: plainReply('fallback', [script.texts.fallback]), state: { ...state, dialogs: [] } };
  const again: OpenDialog = { ...open, position: begin(dialog) };
  return { reply: questionReply(again, context, [script.texts[why]]), state: replaceTop(state, again) };
}

/** Closes the current dialog and returns to the one that it interrupted, with that one's question. */
export function resumeParent(state: ConversationState, context: TurnContext, before: string): Response {
  const dialogs = state.dialogs.slice(0, -1);
  const parent = dialogs.at(-1);
  const next = { ...state, dialogs };
  if (parent === undefined) return { reply: plainReply('dialog:closed', [before]), state: next };
  return { reply: questionReply(parent, context, [before, context.script.texts.resume]), state: next };
}

/** Asks the open question again in other words; after the third try the answer counts as "not sure". */
export function askAgain(open: OpenDialog, context: TurnContext): Response {
  const { script, state } = context;
  if (open.position.retries >= MAX_RETRIES) return giveUp(open, context);
  const retries = open.position.retries + 1;
  const again: OpenDialog = { ...open, position: { ...open.position, retries } };
  const question = questionOf(open, script.dialogs);
  const mayBeUnsure = question?.choices.some(({ id }) => id === UNSURE) === true;
  const before = retries === 1 || !mayBeUnsure ? script.texts.choose : script.texts['choose-again'];
  return { reply: questionReply(again, context, [before]), state: replaceTop(state, again) };
}

function giveUp(open: OpenDialog, context: TurnContext): Response {
  const { script, state } = context;
  const question = questionOf(open, script.dialogs);
  const unsure = question?.choices.find(({ id }: DialogChoice) => id === UNSURE);
  const outcome =
    unsure === undefined ? undefined : script.dialogs.get(open.position.dialogId)?.outcomes.get(unsure.goTo);
  if (outcome === undefined) return resumeParent(state, context, script.texts['canceled-feedback']);
  const ended = finish(outcome, open.position.answers, open, context);
  return {
    ...ended,
    reply: { ...ended.reply, text: paragraphs([ended.reply.text, script.texts['could-not-tell']]) },
  };
}

function finish(
  outcome: Outcome,
  answers: Readonly<Record<string, string>>,
  open: OpenDialog,
  context: TurnContext,
): Response {
  const noted = note(outcome, answers, context);
  if (outcome.disposition !== undefined) {
    const card = outcome.disposition === 'asked' ? (open.card ?? SPINE_CARD) : outcome.disposition;
    const shown = showCard(card, open.cause ?? { who: 'self', concepts: [] }, {
      ...context,
      state: noted.state,
    });
    return { ...shown, effects: noted.effects };
  }
  const text = outcome.text === undefined ? '' : (context.script.texts[outcome.text as TextKey] ?? '');
  const closed = resumeParent(noted.state, context, text);
  return { ...closed, effects: noted.effects };
}

function note(
  outcome: Outcome,
  answers: Readonly<Record<string, string>>,
  context: TurnContext,
): { state: ConversationState; effects: readonly Effect[] } {
  const { state } = context;
  switch (outcome.effect) {
    case 'note-cancer':
      return { state: { ...state, facts: { ...state.facts, cancer: 'yes' } }, effects: [] };
    case 'note-no-cancer':
      return { state: { ...state, facts: { ...state.facts, cancer: 'no' } }, effects: [] };
    case 'record-feedback': {
      const feedback = feedbackFrom(answers, context);
      return {
        state: { ...state, feedbackIds: [...state.feedbackIds, feedback.id] },
        effects: [{ kind: 'store-feedback', feedback }],
      };
    }
    default:
      return { state, effects: [] };
  }
}

/** The feedback a visitor has given so far in the feedback dialog. */
export function feedbackFrom(
  answers: Readonly<Record<string, string>>,
  { state, now, newId }: TurnContext,
): Feedback {
  const comment = answers.comment;
  return {
    id: newId,
    at: now,
    rating: answers.rating ?? 'none',
    about: state.lastReplyId,
    ...(comment === undefined || comment === 'skip' ? {} : { comment }),
  };
}

function replaceTop(state: ConversationState, open: OpenDialog): ConversationState {
  return { ...state, dialogs: [...state.dialogs.slice(0, -1), open], misses: 0 };
}

function questionOf(open: OpenDialog, dialogs: TurnContext['script']['dialogs']): Question | undefined {
  return dialogs.get(open.position.dialogId)?.questions.get(open.position.questionId);
}

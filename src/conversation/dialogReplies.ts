import { asksCancer, begin, goBack, notedCancer } from '../dialog/advance';
import type { DialogPosition } from '../dialog/types';
import type { Risk } from '../understanding/red-flags/risk';
import type { DialogDecision, DialogStep } from './dialogStep';
import { finish, resumeParent } from './finishDialog';
import { pickingReply, questionOf, questionReply, resumeButton, resumeWords } from './questionReply';
import type { Reply } from './reply';
import type { CheckRecord, ConversationState, OpenDialog } from './state';
import { storedFeedback } from './storedFeedback';
import type { TextKey } from './texts';
import { labels, paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** Tries after which an answer is taken as "not sure". Source: keyword table, retry ladder. */
const MAX_RETRIES = 2;
const UNSURE = 'unsure';
const FEEDBACK = 'feedback';

/** Moves the open dialog on, or asks again in a kinder way; the third miss counts as "not sure". */
export function continueDialog({ step, who, heard }: DialogDecision, context: TurnContext): Response {
  // Later on "my mother had it" is about the family; whom the check is about is settled with its first question.
  const isFirst = step.open.position.path.length === 0;
  const open = who === 'other' && isFirst ? forPerson(step.open, who) : step.open;
  const { advance } = step;
  switch (advance.kind) {
    case 'question':
    case 'picking': {
      const next: OpenDialog = { ...open, position: advance.position };
      const state = replaceTop(noted(context.state, next, context), next);
      const reply =
        advance.kind === 'picking' ? pickingReply(next, context) : questionReply(next, context, []);
      return open.position.dialogId === FEEDBACK
        ? rated(next, reply, { ...context, state })
        : { reply, state };
    }
    case 'outcome': {
      const ended: OpenDialog = { ...open, position: advance.position };
      const state = noted(context.state, ended, context);
      return finish(advance.outcome, ended, { ...context, state });
    }
    case 'expired':
      return restart(open, context, 'expired');
    case 'unrecognised':
      return aboutOther(step, who, context) ?? askAgain(open, context, heard);
  }
}

/** A rating is stored at once, before the comment: the process may die in between. */
function rated(open: OpenDialog, reply: Reply, context: TurnContext): Response {
  const { comment, position } = open;
  const dialog = context.script.dialogs.get(FEEDBACK);
  const asked = dialog?.questions.get(position.questionId)?.text;
  const outcome = asked === undefined ? undefined : dialog?.outcomes.get(asked.goTo);
  if (comment !== undefined && asked !== undefined && outcome !== undefined) {
    const words = comment.trim().slice(0, asked.maxLength);
    const answers = { ...position.answers, [position.questionId]: [words] };
    return finish(outcome, { ...open, position: { ...position, answers } }, context);
  }
  // A rating that is corrected takes the place of the one before.
  const next: OpenDialog = { ...open, feedbackId: open.feedbackId ?? context.newId };
  const { effects, state } = storedFeedback(next, context);
  return { reply, state: replaceTop(state, next), effects };
}

/** Begins the open dialog at its first question again. */
export function restart(open: OpenDialog, context: TurnContext, why: TextKey): Response {
  const { script, state } = context;
  const dialog = script.dialogs.get(open.position.dialogId);
  if (dialog === undefined)
    return { reply: plainReply('fallback', [script.texts.fallback]), state: { ...state, dialogs: [] } };
  const again: OpenDialog = { ...open, position: begin(dialog) };
  const reply = questionReply(again, context, [script.texts[why]]);
  return {
    reply: { ...reply, choices: [...reply.choices, ...labels([script.texts['main-menu']])] },
    state: replaceTop(state, again),
  };
}

/**
 * Asks the open question again in other words; after the third try the answer counts as "not sure".
 *
 * @param heard - the visitor told of something that comes up later by itself; that is said first.
 */
export function askAgain(open: OpenDialog, context: TurnContext, heard = false): Response {
  const { script, state } = context;
  if (open.position.retries >= MAX_RETRIES && !heard) return giveUp(open, context);
  const retries = open.position.retries + (heard ? 0 : 1);
  const again: OpenDialog = { ...open, position: { ...open.position, retries } };
  const question = questionOf(open, script.dialogs);
  const mayBeUnsure = question?.choices.some(({ id }) => id === UNSURE) === true;
  const choose = retries <= 1 || !mayBeUnsure ? script.texts.choose : script.texts['choose-again'];
  const before = heard ? [script.texts[notedText(open, script)], choose] : [choose];
  return {
    reply: questionReply(again, context, before),
    state: replaceTop(noted(state, again, context), again),
  };
}

/** What comes up later by itself is said to; a cancer that was asked about is noted at once. */
function notedText({ position }: OpenDialog, { dialogs }: TurnContext['script']): TextKey {
  const dialog = dialogs.get(position.dialogId);
  const isAsked = position.path.some((id) => asksCancer(dialog?.questions.get(id)));
  return isAsked ? 'noted' : 'noted-ask';
}

/** The open question again, with words before it, as after an interruption: no try is used up. */
export function sameQuestion(
  open: OpenDialog,
  before: readonly (string | undefined)[],
  context: TurnContext,
): Response {
  return {
    reply: questionReply(open, context, [...before, resumeWords(open, context)]),
    state: context.state,
  };
}

/** "Go back": the question before, without its answer; what was picked at the open question is dropped first. */
export function correct(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply('fallback', [script.texts.fallback]), state };
  const position = withoutPicks(open.position) ?? goBack(open.position);
  if (position === undefined) return sameQuestion(open, [script.texts['first-question']], context);
  const again: OpenDialog = { ...open, position };
  return {
    reply: questionReply(again, context, [script.texts['went-back']]),
    state: replaceTop(noted(state, again, context), again),
  };
}

/** Turns the open questions to the person that the visitor cares for, or back. */
export function turnTo(who: Risk['who'], context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply('fallback', [script.texts.fallback]), state };
  const turned = forPerson(open, who);
  const words = script.texts[who === 'other' ? 'for-other-noted' : 'for-self-noted'];
  return { reply: questionReply(turned, context, [words]), state: replaceTop(state, turned) };
}

/** A button of an earlier question: never an answer to the open one, and nothing where none is open. */
export function staleButtonReply(context: TurnContext): Response {
  const { script, state } = context;
  const { texts } = script;
  const open = state.dialogs.at(-1);
  if (open !== undefined) return { reply: questionReply(open, context, [texts['stale-button']]), state };
  const resume = state.paused === undefined ? [] : [resumeButton(state.paused, context)];
  const parts = [texts['stale-button-closed'], texts['safety-net-short']];
  return { reply: plainReply('stale-button', parts, [...resume, texts['check-symptoms']]), state };
}

function aboutOther({ open }: DialogStep, who: Risk['who'], context: TurnContext): Response | undefined {
  const turns = who === 'other' && open.cause?.who !== 'other' && open.position.path.length === 0;
  if (!turns || questionOf(open, context.script.dialogs)?.askOther === undefined) return undefined;
  return turnTo('other', context);
}

function forPerson(open: OpenDialog, who: Risk['who']): OpenDialog {
  return { ...open, cause: { concepts: open.cause?.concepts ?? [], who } };
}

function withoutPicks(position: DialogPosition): DialogPosition | undefined {
  const { [position.questionId]: picks, ...answers } = position.answers;
  return picks === undefined ? undefined : { ...position, answers, retries: 0 };
}

function giveUp(open: OpenDialog, context: TurnContext): Response {
  const { script, state } = context;
  const dialog = script.dialogs.get(open.position.dialogId);
  const unsure = questionOf(open, script.dialogs)?.choices.find(({ id }) => id === UNSURE)?.goTo;
  const outcome = dialog?.outcomes.get(dialog.giveUp ?? unsure ?? '');
  if (outcome === undefined) return resumeParent(state, context, script.texts['canceled-feedback']);
  const ended = finish(outcome, open, context);
  return {
    ...ended,
    reply: { ...ended.reply, text: paragraphs([ended.reply.text, script.texts['could-not-tell']]) },
  };
}

/** Keeps the facts that the answers tell, and the answers of a guided check for its summary. */
function noted(state: ConversationState, open: OpenDialog, { script }: TurnContext): ConversationState {
  const dialog = script.dialogs.get(open.position.dialogId);
  if (dialog === undefined) return state;
  const cancer = notedCancer(dialog, open.position.answers);
  const check: CheckRecord = {
    dialogId: dialog.id,
    who: open.cause?.who ?? 'self',
    answers: Object.fromEntries(
      Object.entries(open.position.answers).filter(([id]) => dialog.questions.get(id)?.text === undefined),
    ),
  };
  return {
    ...state,
    ...(cancer === undefined ? {} : { facts: { ...state.facts, cancer } }),
    ...(dialog.decision === undefined ? {} : { check }),
  };
}

function replaceTop(state: ConversationState, open: OpenDialog): ConversationState {
  return { ...state, dialogs: [...state.dialogs.slice(0, -1), open], misses: 0 };
}

import { begin } from '../dialog/advance';
import { acknowledgeSeen, takeBack, turnCard } from './answersToCard';
import { reminded } from './commandReplies';

import { correct, restart, sameQuestion, turnTo } from './dialogReplies';
import { remembered } from './memory';
import { menuTitles } from './menuTitles';
import { questionReply } from './questionReply';
import type { OwnRequest } from './requested';
import { newState, type OpenDialog } from './state';
import { questionsToAsk, summary } from './summary';
import { plainReply, type Response, type TurnContext } from './turn';

const CHECK = 'symptom-check';

/** Carries out what was asked of the conversation itself. After a card each reply but its answers begins with a reminder. */
export function fulfil(request: OwnRequest, context: TurnContext): Response {
  switch (request) {
    case 'being-seen':
      return acknowledgeSeen(context);
    case 'mistake':
      return context.state.dialogs.length > 0 ? correct(context) : takeBack(context);
    case 'forget':
      return reminded(forget(context), 'before-you-go', context);
    case 'summary':
      return summary(context);
    case 'questions-to-ask':
      return questionsToAsk(context);
    case 'check':
      return reminded(startCheck('self', context), 'reminder', context);
    case 'check-other':
      return reminded(startCheck('other', context), 'reminder', context);
    case 'resume':
      return reminded(resume(context), 'reminder', context);
    case 'memory':
      return reminded(tellMemory(context), 'reminder', context);
    case 'erase-feedback':
      return eraseFeedback(context);
    case 'back':
      return correct(context);
    case 'for-other':
      return context.state.dialogs.length > 0 ? turnTo('other', context) : turnCard('other', context);
    case 'for-self':
      return context.state.dialogs.length > 0 ? turnTo('self', context) : turnCard('self', context);
  }
}

/** Begins the guided check. One that is open already goes on; any other question it replaces. */
function startCheck(who: 'self' | 'other', context: TurnContext): Response {
  const { script, state } = context;
  const running = state.dialogs.find(({ position }) => position.dialogId === CHECK);
  if (running !== undefined) {
    const at = { ...context, state: { ...state, dialogs: [running] } };
    return sameQuestion(running, [script.texts['check-running']], at);
  }
  const dialog = script.dialogs.get(CHECK);
  if (dialog === undefined) return { reply: plainReply('fallback', [script.texts.fallback]), state };
  // Whoever has asked for somebody else before most likely does so again, and can say that it is not so.
  const other = who === 'other' || state.aboutOther;
  const opened: OpenDialog = {
    position: begin(dialog),
    cause: { who: other ? 'other' : 'self', concepts: [] },
  };
  const { paused: _, check: __, course: ___, ...rest } = state;
  return {
    reply: questionReply(opened, context, [script.texts['check-intro']]),
    state: { ...rest, phase: 'active', dialogs: [opened], misses: 0 },
  };
}

/** The question that was set aside, or the one that is open, again. */
function resume(context: TurnContext): Response {
  const { state } = context;
  const open = state.dialogs.at(-1) ?? state.paused;
  if (open === undefined) return nothingPaused(context);
  if (state.dialogs.length > 0) return sameQuestion(open, [], context);
  const { paused: _, ...rest } = state;
  const at = { ...context, state: { ...rest, phase: 'active' as const, dialogs: [open], misses: 0 } };
  // A dialog that was changed since cannot go on in its middle.
  const isCurrent = context.script.dialogs.get(open.position.dialogId)?.version === open.position.version;
  return isCurrent ? sameQuestion(open, [], at) : restart(open, at, 'expired');
}

function nothingPaused({ script, state }: TurnContext): Response {
  const words = [script.texts['nothing-paused'], script.texts['safety-net-short']];
  return { reply: plainReply('nothing-paused', words, [script.texts['check-symptoms']]), state };
}

function tellMemory(context: TurnContext): Response {
  const { script, state } = context;
  const words = remembered(context);
  const open = state.dialogs.at(-1);
  if (open !== undefined) return sameQuestion(open, [words], context);
  return { reply: plainReply('memory', [words], [script.texts['forget-button']]), state };
}

/** Erases everything at once, feedback too; only the way to the emergency number is said once more. */
function forget(context: TurnContext): Response {
  const { script, state, now } = context;
  const parts = [script.texts.forgotten, script.texts['safety-net-short']];
  return {
    reply: plainReply('forgotten', parts, menuTitles(context)),
    state: { ...newState(now), phase: 'active', greeted: true },
    effects: state.feedbackIds.length === 0 ? [] : [{ kind: 'erase-feedback', ids: state.feedbackIds }],
  };
}

function eraseFeedback(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.filter(({ position }) => position.dialogId !== 'feedback');
  const after = { ...state, dialogs: open, feedbackIds: [] };
  const top = open.at(-1);
  const erased = state.feedbackIds.length > 0;
  const words = script.texts[erased ? 'feedback-deleted' : 'feedback-none'];
  const response =
    top === undefined
      ? { reply: plainReply(erased ? 'feedback-erased' : 'feedback-none', [words]), state: after }
      : sameQuestion(top, [words], { ...context, state: after });
  return erased ? { ...response, effects: [{ kind: 'erase-feedback', ids: state.feedbackIds }] } : response;
}

import { begin } from '../dialog/advance';
import type { Command } from '../understanding/commands';
import { restart, sameQuestion } from './dialogReplies';
import { resumeParent } from './finishDialog';
import { menuTitles } from './menuTitles';
import { questionReply, resumeButton } from './questionReply';
import { type ConversationState, MAX_DIALOGS, newState, type OpenDialog } from './state';
import { labels, listed, paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { warningText, warningUrgency } from './warnings';

const FEEDBACK = 'feedback';

/** Carries out a keyword. What it does in which state is the keyword table: docs/keywords.md. */
export function obey(
  command: Exclude<Command, 'urgent-help'>,
  context: TurnContext,
  comment?: string,
): Response {
  const words = command === 'cancel' ? 'before-you-go' : 'reminder';
  return reminded(COMMANDS[command](context, comment), words, context);
}

type Carry = (context: TurnContext, comment?: string) => Response;
const COMMANDS: Readonly<Record<Exclude<Command, 'urgent-help'>, Carry>> = {
  help,
  terms,
  menu,
  feedback,
  cancel,
  'start-over': startOver,
};

/** After an emergency or urgent card every keyword repeats what matters before it does its work. */
export function reminded(
  response: Response,
  words: 'before-you-go' | 'reminder',
  context: TurnContext,
): Response {
  const standing = warningText(context, words);
  if (standing === undefined) return response;
  return {
    ...response,
    reply: {
      ...response.reply,
      text: paragraphs([standing, response.reply.text]),
      urgency: warningUrgency(context.state),
    },
  };
}

function help(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open !== undefined) return sameQuestion(open, [script.texts['help-short']], context);
  return { reply: plainReply('help', [script.texts.help], menuTitles(context)), state };
}

function terms(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply('terms', [script.texts.terms]), state };
  return sameQuestion(open, [script.texts.terms], context);
}

/** The main topics. An open question is set aside, not lost. */
function menu(context: TurnContext): Response {
  const { script, state } = context;
  const { texts } = script;
  const paused = state.dialogs.findLast(({ position }) => position.dialogId !== FEEDBACK) ?? state.paused;
  const resume = paused === undefined ? [] : [resumeButton(paused, context)];
  const offered = [...menuTitles(context), ...resume];
  return {
    reply: plainReply(
      'menu',
      [
        paused === undefined ? undefined : texts.paused,
        texts.menu,
        listed(offered),
        texts['safety-net-short'],
      ],
      offered,
    ),
    state: {
      ...state,
      phase: 'active',
      dialogs: [],
      misses: 0,
      ...(paused === undefined ? {} : { paused }),
    },
  };
}

function feedback(context: TurnContext, comment?: string): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open?.position.dialogId === FEEDBACK)
    return { reply: questionReply(open, context, [script.texts['feedback-already']]), state };
  const dialog = script.dialogs.get(FEEDBACK);
  if (dialog === undefined)
    return { reply: plainReply('fallback', [script.texts['fallback-person']]), state };
  const opened: OpenDialog = {
    position: begin(dialog),
    ...(state.phase === 'ended' ? { endsAfter: true } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
  // The question that was interrupted last is asked again right after; a check below it is set aside.
  const dialogs = [...state.dialogs, opened].slice(-MAX_DIALOGS);
  const paused = state.dialogs.length < MAX_DIALOGS ? state.paused : state.dialogs[0];
  return {
    reply: questionReply(opened, context, []),
    state: { ...state, dialogs, misses: 0, ...(paused === undefined ? {} : { paused }) },
  };
}

function cancel(context: TurnContext): Response {
  const { script, state, now } = context;
  const { texts } = script;
  const open = state.dialogs.at(-1);
  if (open?.position.dialogId === FEEDBACK) {
    const dropped = withoutRating(open, state);
    const closed = resumeParent(dropped.state, context, texts['canceled-feedback']);
    return { ...closed, effects: dropped.effects };
  }
  const ended: ConversationState = {
    ...keepWarning(state, newState(now)),
    phase: 'ended',
    greeted: state.greeted,
  };
  if (open !== undefined || state.paused !== undefined) {
    const words = [texts['canceled-dialog'], texts['safety-net-short']];
    const next = [texts['menu-button'], texts['start-over-button'], texts['feedback-button']];
    return { reply: { ...plainReply('canceled', words, next), ends: true }, state: ended };
  }
  if (state.phase === 'ended')
    return { reply: plainReply('already-stopped', [texts['already-stopped']]), state };
  if (state.phase === 'new') {
    return {
      reply: plainReply('nothing-to-cancel', [texts['nothing-to-cancel']]),
      state: { ...state, phase: 'active' },
    };
  }
  return { reply: { ...plainReply('canceled', [texts.canceled]), ends: true }, state: ended };
}

function startOver(context: TurnContext): Response {
  const { script, state, now } = context;
  const rating = state.dialogs.find(({ position }) => position.dialogId === FEEDBACK);
  const dropped = rating === undefined ? { state, effects: [] } : withoutRating(rating, state);
  const dialogs = state.dialogs.filter((open) => open !== rating);
  const open = dialogs.at(-1);
  if (open !== undefined) {
    const again = restart(open, { ...context, state: { ...dropped.state, dialogs } }, 'restarted-dialog');
    return { ...again, effects: dropped.effects };
  }
  const fresh: ConversationState = {
    ...keepWarning(dropped.state, newState(now)),
    phase: 'active',
    greeted: true,
  };
  const words =
    state.phase === 'new' && !state.greeted
      ? [script.texts.welcome]
      : [script.texts['started-over'], script.texts['welcome-short']];
  const parts = [...words, script.texts.menu, listed(menuTitles(context))];
  return {
    reply: { ...plainReply('started-over', parts), choices: labels(menuTitles(context)) },
    state: fresh,
    effects: dropped.effects,
  };
}

/** A rating was stored when it was given; whoever takes it back has it erased. */
function withoutRating({ feedbackId }: OpenDialog, state: ConversationState) {
  if (feedbackId === undefined) return { state, effects: [] };
  return {
    state: { ...state, feedbackIds: state.feedbackIds.filter((id) => id !== feedbackId) },
    effects: [{ kind: 'erase-feedback', ids: [feedbackId] }] as const,
  };
}

/** A warning once given stays for the conversation, whatever is stopped or begun again; so does the way to erase feedback. */
export function keepWarning(from: ConversationState, to: ConversationState): ConversationState {
  return {
    ...to,
    warnings: from.warnings,
    painTold: from.painTold,
    feedbackIds: from.feedbackIds,
  };
}

import { begin } from '../dialog/advance';
import type { Command } from '../understanding/commands';
import { questionReply, restart, resumeParent } from './dialogReplies';
import { type ConversationState, MAX_DIALOGS, newState, type OpenDialog } from './state';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { warningText, warningUrgency } from './warnings';

const FEEDBACK = 'feedback';

/** Carries out a keyword. What it does in which state is the keyword table: docs/keywords.md. */
export function obey(command: Exclude<Command, 'urgent-help'>, context: TurnContext): Response {
  const response = COMMANDS[command](context);
  const standing = warningFor(command, context);
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

const COMMANDS: Readonly<Record<Exclude<Command, 'urgent-help'>, (context: TurnContext) => Response>> = {
  help,
  terms,
  menu,
  feedback,
  cancel,
  'start-over': startOver,
};

/** After an emergency or urgent card every keyword repeats what matters before it does its work. */
function warningFor(command: Command, context: TurnContext): string | undefined {
  return warningText(context, command === 'cancel' ? 'before-you-go' : 'reminder');
}

function help(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open !== undefined)
    return { reply: questionReply(open, context, [script.texts['help-short'], script.texts.resume]), state };
  return {
    reply: plainReply('help', [script.texts.help], menuTitles(context)),
    state,
  };
}

function terms(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply('terms', [script.texts.terms]), state };
  return { reply: questionReply(open, context, [script.texts.terms, script.texts.resume]), state };
}

function menu(context: TurnContext): Response {
  const { script, state } = context;
  return {
    reply: plainReply(
      'menu',
      [script.texts.menu, listed(menuTitles(context)), script.texts['safety-net-short']],
      menuTitles(context),
    ),
    state: { ...state, phase: 'active', dialogs: [], misses: 0 },
  };
}

function feedback(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  if (open?.position.dialogId === FEEDBACK)
    return { reply: questionReply(open, context, [script.texts['feedback-already']]), state };
  const dialog = script.dialogs.get(FEEDBACK);
  if (dialog === undefined)
    return { reply: plainReply('fallback', [script.texts['fallback-person']]), state };
  const opened: OpenDialog = { position: begin(dialog) };
  const dialogs = [...state.dialogs, opened].slice(-MAX_DIALOGS);
  return { reply: questionReply(opened, context, []), state: { ...state, dialogs, misses: 0 } };
}

function cancel(context: TurnContext): Response {
  const { script, state, now } = context;
  const open = state.dialogs.at(-1);
  if (open?.position.dialogId === FEEDBACK)
    return resumeParent(state, context, script.texts['canceled-feedback']);
  const ended: ConversationState = {
    ...keepWarning(state, newState(now)),
    phase: 'ended',
    greeted: state.greeted,
  };
  if (open !== undefined)
    return {
      reply: { ...plainReply('canceled', [script.texts['canceled-dialog']]), ends: true },
      state: ended,
    };
  if (state.phase === 'ended')
    return { reply: plainReply('already-stopped', [script.texts['already-stopped']]), state };
  if (state.phase === 'new') {
    return {
      reply: plainReply('nothing-to-cancel', [script.texts['nothing-to-cancel']]),
      state: { ...state, phase: 'active' },
    };
  }
  return { reply: { ...plainReply('canceled', [script.texts.canceled]), ends: true }, state: ended };
}

function startOver(context: TurnContext): Response {
  const { script, state, now } = context;
  const dialogs = state.dialogs.filter(({ position }) => position.dialogId !== FEEDBACK);
  const open = dialogs.at(-1);
  if (open !== undefined)
    return restart(open, { ...context, state: { ...state, dialogs } }, 'restarted-dialog');
  const fresh: ConversationState = {
    ...keepWarning(state, newState(now)),
    phase: 'active',
    greeted: true,
  };
  const words =
    state.phase === 'new' && !state.greeted
      ? [script.texts.welcome]
      : [script.texts['started-over'], script.texts['welcome-short']];
  return {
    reply: plainReply(
      'started-over',
      [...words, script.texts.menu, listed(menuTitles(context))],
      menuTitles(context),
    ),
    state: fresh,
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

/** Titles of the menu's topics, in order. */
export function menuTitles({ script }: TurnContext): string[] {
  return script.menu.flatMap((id) => script.topics.get(id)?.title ?? []);
}

/** A numbered list, so that a number can be typed where no buttons are shown. */
export function listed(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

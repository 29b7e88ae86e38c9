import { keepWarning } from './commandReplies';
import type { Turn } from './converse';
import type { Reply } from './reply';
import type { Script } from './script';
import { newState } from './state';
import { paragraphs, plainReply, type TurnContext } from './turn';
import { isInDanger, warningText } from './warnings';

/** The first words of a conversation that a person opened; never twice. */
export function greet({ script, state, now }: TurnContext): Turn {
  if (state.greeted && state.phase !== 'ended') return { replies: [], state, effects: [] };
  const reply = plainReply('welcome', [script.texts.welcome], [script.texts['check-symptoms']]);
  return {
    replies: [reply],
    state: {
      ...state,
      phase: state.phase === 'ended' ? 'active' : state.phase,
      greeted: true,
      lastAt: now,
      lastReplyId: reply.id,
    },
    effects: [],
  };
}

/** Answers to a check that was open are gone after a long silence; that is said, unless something matters more. */
export function welcomedBack(turn: Turn, { texts }: Script): Turn {
  const replies = turn.replies.map((reply) =>
    reply.urgency === 'none' ? { ...reply, text: paragraphs([texts['welcome-back'], reply.text]) } : reply,
  );
  return { ...turn, replies };
}

/** The window is closed: nothing is said, unless what was told is an emergency. */
export function close({ script, state, now }: TurnContext): Turn {
  const standing = isInDanger(state)
    ? warningText({ script, state, now, newId: '' }, 'before-you-go')
    : undefined;
  if (standing === undefined) {
    return { replies: [], state: { ...keepWarning(state, newState(now)), phase: 'ended' }, effects: [] };
  }
  const reply: Reply = {
    ...plainReply('before-you-go', [standing]),
    urgency: 'emergency',
  };
  return { replies: [reply], state: { ...state, dialogs: [], phase: 'ended', lastAt: now }, effects: [] };
}

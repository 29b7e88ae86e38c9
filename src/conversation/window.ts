import { keepWarning } from './commandReplies';
import type { Turn } from './converse';
import type { Reply } from './reply';
import { newState } from './state';
import { plainReply, type TurnContext } from './turn';
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

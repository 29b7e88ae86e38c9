import type { SmallTalkIntent } from '../understanding/smallTalk';
import { reminded } from './commandReplies';
import { sameQuestion } from './dialogReplies';
import { miss } from './topicReplies';
import { plainReply, type Response, type TurnContext } from './turn';

/** Small talk, and inside a dialog the same question again: no try is used up. */
export function chat({ id, reply }: SmallTalkIntent, context: TurnContext): Response {
  const { state } = context;
  const open = state.dialogs.at(-1);
  if (open !== undefined) return sameQuestion(open, [reply], context);
  return reminded(
    { reply: plainReply(`small-talk:${id}`, [reply]), state: { ...state, misses: 0 } },
    'reminder',
    context,
  );
}

/** Fear told of inside a dialog: kind words, and the same question again. */
export function comfort(context: TurnContext): Response {
  const { script, state } = context;
  const open = state.dialogs.at(-1);
  return open === undefined ? miss(context, false) : sameQuestion(open, [script.texts.comfort], context);
}

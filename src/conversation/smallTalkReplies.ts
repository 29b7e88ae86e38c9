import type { SmallTalkIntent } from '../understanding/smallTalk';
import { reminded } from './commandReplies';
import { sameQuestion } from './dialogReplies';
import { miss } from './topicReplies';
import { plainReply, type Response, type TurnContext } from './turn';
import { isBodyAtRisk } from './warnings';

/**
 * Small talk, and inside a dialog the same question again: no try is used up. What was said of it the last time is not said
 * twice in a row where there is something else to say.
 */
export function chat({ id, reply, again, inEmergency }: SmallTalkIntent, context: TurnContext): Response {
  const { talked, ...before } = context.state;
  const isAgain = talked === id && again !== undefined;
  const now = isBodyAtRisk(context.state, 'emergency') ? inEmergency : undefined;
  const text = now ?? (isAgain ? again : reply);
  const state = isAgain ? before : { ...before, talked: id };
  const open = state.dialogs.at(-1);
  if (open !== undefined) return sameQuestion(open, [text], { ...context, state });
  return reminded(
    { reply: plainReply(`small-talk:${id}`, [text]), state: { ...state, misses: 0 } },
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

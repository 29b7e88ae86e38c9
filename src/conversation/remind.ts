import type { Understanding } from '../understanding/understand';
import { courseNoted } from './courseTold';
import type { Decision } from './decide';
import { plainReply, type Response, type TurnContext } from './turn';
import { answerable, warningText } from './warnings';

/** What was said beside a card that stands: the card's advice in one line, and a word on what was said. */
export function remind(
  { about }: Extract<Decision, { kind: 'remind' }>,
  said: Understanding,
  context: TurnContext,
): Response {
  const { texts } = context.script;
  const answers = answerable(context.state) === undefined ? [] : [texts['being-seen'], texts.mistake];
  const words = {
    obstacle: texts['go-anyway'],
    course: courseNoted(said, context),
    retract: texts['told-otherwise'],
  }[about ?? 'retract'];
  const reply = plainReply('reminder', [warningText(context, 'reminder'), words], answers);
  return { reply: { ...reply, urgency: 'urgent' }, state: { ...context.state, misses: 0 } };
}

import type { Understanding } from '../understanding/understand';
import { courseNoted } from './courseTold';
import type { Decision } from './decide';
import { repeatCard } from './showCard';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { answerable, isInDanger, warningText, warningUrgency } from './warnings';

/** What was said beside a card that stands: the card's advice in one line, and a word on what was said. */
export function remind(
  { about }: Extract<Decision, { kind: 'remind' }>,
  said: Understanding,
  context: TurnContext,
): Response {
  const { texts } = context.script;
  const { obstacles = 0 } = context.state;
  const onlyCrisis = answerable(context.state) === undefined;
  const answers = onlyCrisis ? [] : [texts['being-seen'], texts.mistake];
  const net = isInDanger(context.state) ? undefined : texts['safety-net-short'];
  const summary = about === 'course' ? [texts['show-summary']] : [];
  const words = {
    obstacle: texts[obstacles % 2 === 0 ? 'go-anyway' : 'go-anyway-more'],
    course: courseNoted(said, context),
    why: texts['why-now'],
    retract: texts[onlyCrisis ? 'told-otherwise-crisis' : 'told-otherwise'],
  }[about ?? 'retract'];
  const reply = plainReply(
    'reminder',
    [warningText(context, 'reminder'), words, net],
    [...answers, ...summary],
  );
  return {
    reply: { ...reply, urgency: warningUrgency(context.state) },
    state: { ...context.state, misses: 0, ...(about === 'obstacle' ? { obstacles: obstacles + 1 } : {}) },
  };
}

/**
 * An answer to a card is taken back: what it was about stands as before, beside what was told since, and the card that
 * matters most is shown again.
 */
export function restore({ unseen }: Extract<Decision, { kind: 'restore' }>, context: TurnContext): Response {
  const { answered, ...state } = context.state;
  const before =
    unseen === true
      ? state.warnings.map((warning) => ({ ...warning, seen: [] }))
      : (answered?.warnings ?? []);
  const since = state.warnings.filter(({ card }) => !before.some((warning) => warning.card === card));
  const warnings = [...before, ...since];
  const again = repeatCard({ ...context, state: { ...state, warnings } });
  if (again === undefined) return { reply: plainReply('reminder', [context.script.texts.restored]), state };
  const text = paragraphs([context.script.texts.restored, again.reply.text]);
  return { ...again, reply: { ...again.reply, text } };
}

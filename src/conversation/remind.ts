import type { Understanding } from '../understanding/understand';
import { courseNoted } from './courseTold';
import type { Decision } from './decide';
import { repeatCard } from './showCard';
import type { ConversationState } from './state';
import type { TextKey } from './texts';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';
import {
  answerable,
  isInDanger,
  isWarned,
  mistakeLabel,
  seenLabel,
  type Warning,
  warningText,
  warningUrgency,
} from './warnings';

const DENIES_CRISIS = /suicid|kidding|jok|mean it|my ?self|himself|herself|want to die|to live/;
/** Words of what is put off to a later time, and of what makes light of it. */
const OF_TIME: ReadonlySet<string> = new Set(
  'wait,waiting,morning,tomorrow,monday,tuesday,wednesday,thursday,friday,saturday,sunday,weekend,appointment,later,till,until,til,week,wakes,sleep'.split(
    ',',
  ),
);
const OF_DOUBT: ReadonlySet<string> = new Set(
  'walk,walking,mild,bad,fuss,imagining,imagine,dramatic,lazy,age,old,nothing,neuropathy,chemo,stress,tired,better,sure,really,overreacting,silly,bother,bothering,normal,serious'.split(
    ',',
  ),
);

/** What was said beside a card that stands: the card's advice in one line, and a word on what was said. */
export function remind(
  { about }: Extract<Decision, { kind: 'remind' }>,
  said: Understanding,
  context: TurnContext,
): Response {
  const { texts } = context.script;
  const { obstacles = 0 } = context.state;
  const card = answerable(context.state)?.card;
  const onlyCrisis = card === undefined;
  const answers = onlyCrisis ? [] : [seenLabel(card, texts), mistakeLabel(card, texts)];
  const net = isInDanger(context.state) ? undefined : texts['safety-net-short'];
  const summary = about === 'course' ? [texts['show-summary']] : [];
  const words = {
    obstacle: texts[obstacleKey(said, context)],
    course: courseNoted(said, context),
    why: texts['why-now'],
    adds: texts['adds-to-it'],
    overdose: texts['told-otherwise-overdose'],
    unclear: texts['told-more'],
    doubted: `${texts['told-more']} ${texts['told-more-dark']}`,
    retract: texts[onlyCrisis ? 'told-otherwise-crisis' : 'told-otherwise'],
  }[about ?? 'retract'];
  const reply = plainReply(
    'reminder',
    [warningText(context, 'reminder'), words, net],
    [...answers, ...summary],
  );
  return {
    reply: { ...reply, urgency: warningUrgency(context.state) },
    state: {
      ...context.state,
      ...quieted(about, said, context.state),
      misses: 0,
      ...(about === 'obstacle' ? { obstacles: obstacles + 1 } : {}),
    },
  };
}

/** "I am not suicidal" takes no crisis back, but the line about it does not stand above every answer from then on. */
function quieted(
  about: Extract<Decision, { kind: 'remind' }>['about'],
  { words }: Understanding,
  { warnings }: ConversationState,
): Pick<ConversationState, 'warnings'> {
  const hush = (warning: Warning): Warning => ({ ...warning, quiet: true });
  const isTakenBack = about === undefined && DENIES_CRISIS.test(words);
  return {
    warnings: warnings.map((one) => (isTakenBack && one.urgency === 'crisis' ? hush(one) : one)),
  };
}

/** Where care is there already, and where it is a call that is put off, other words help. */
function obstacleKey(said: Understanding, { state }: TurnContext): TextKey {
  if (!isWarned(state)) return 'tell-again';
  return isInDanger(state) ? obstacleText(said, state.obstacles ?? 0) : 'call-anyway';
}

/** "Can it wait", "I can still walk": the answer fits what keeps the person, and otherwise is not the same twice in a row. */
function obstacleText({ utterance }: Understanding, obstacles: number): TextKey {
  const holds = (words: ReadonlySet<string>) => utterance.tokens.some(({ word }) => words.has(word));
  if (holds(OF_TIME)) return 'go-anyway-wait';
  if (holds(OF_DOUBT)) return 'go-anyway-mild';
  return obstacles % 2 === 0 ? 'go-anyway' : 'go-anyway-more';
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

import { type Course, morePressing } from '../understanding/course';
import type { Understanding } from '../understanding/understand';
import type { Decision } from './decide';
import type { ConversationState } from './state';
import { filled, type TurnContext } from './turn';
import { isBodyAtRisk } from './warnings';

/**
 * "Since monday", "both legs" after a card: reviewed words that tell nothing but how it runs. An emergency that stands is
 * repeated before anything else. After an urgent card a time alone is only noted, but a side or "worse" can make an emergency
 * of it, so there red flags go first.
 *
 * @param heard - the red flags were looked at, and there was none.
 */
export function courseTold(
  { course }: Understanding,
  state: ConversationState,
  heard: boolean,
): Decision | undefined {
  if (!course.alone || state.dialogs.length > 0) return undefined;
  const onlyTime = course.side === undefined && course.trend !== 'worse';
  const noted = isBodyAtRisk(state, 'emergency') || ((heard || onlyTime) && isBodyAtRisk(state, 'urgent'));
  return noted ? { kind: 'remind', about: 'course' } : undefined;
}

/** What is told in answer to feedback's questions is about the chat. */
function isAboutSymptoms(decision: Decision): boolean {
  if (decision.kind !== 'dialog') return ['escalate', 'ask', 'remind'].includes(decision.kind);
  return decision.step.guided || decision.step.open.cause !== undefined;
}

/**
 * What the conversation knows of how a symptom runs, after a message: only from messages that tell of a symptom and of
 * nothing else, or that answer a question about one. "My mother died last year" is no beginning of anything.
 */
export function courseAfter(
  decision: Decision,
  { course, redFlags, utterance }: Understanding,
  before: Course | undefined,
): { readonly course?: Course } {
  const oneSentence = utterance.tokens.every(({ before: gap }, at) => at === 0 || gap !== 'hard');
  const standing = redFlags.hits.some(({ assertion }) => assertion !== 'absent');
  const tells = course.alone || (oneSentence && (standing || decision.kind === 'escalate'));
  if (!isAboutSymptoms(decision) || !tells) return {};
  const { onset, trend, side } = course;
  const after = morePressing(before ?? {}, { onset, trend, side });
  return Object.keys(after).length === 0 ? {} : { course: after };
}

/** What was told of the course, in plain words. */
export function courseWords({ script, state }: TurnContext): {
  readonly onset?: string;
  readonly trend?: string;
  readonly side?: string;
} {
  const { texts } = script;
  const { onset, trend, side } = state.course ?? {};
  return {
    ...(onset === undefined ? {} : { onset: texts[`onset-${onset}`] }),
    ...(trend === undefined ? {} : { trend: texts[`trend-${trend}`] }),
    ...(side === undefined ? {} : { side: texts[`side-${side}`] }),
  };
}

/** The same in one sentence: for "what do you know about me", or to say what was noted. */
export function courseLine(
  context: TurnContext,
  sentence: 'memory-course' | 'course-noted',
): string | undefined {
  const words = Object.values(courseWords(context));
  const what = words.join('; ');
  return words.length === 0 ? undefined : filled(context.script.texts[sentence], { what });
}

/** What is said to a message that tells only how it runs: what of it was noted. */
export function courseNoted(said: Understanding, context: TurnContext): string | undefined {
  const { state } = context;
  const course = courseAfter({ kind: 'remind', about: 'course' }, said, state.course);
  return courseLine({ ...context, state: { ...state, ...course } }, 'course-noted');
}

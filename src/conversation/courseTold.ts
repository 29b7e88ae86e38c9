import { type Course, morePressing } from '../understanding/course';
import type { Understanding } from '../understanding/understand';
import type { Decision } from './decide';
import { filled, type TurnContext } from './turn';

/** Decisions that are about a symptom. */
const ABOUT_SYMPTOMS: ReadonlySet<Decision['kind']> = new Set(['escalate', 'ask', 'dialog', 'remind']);

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
  if (!ABOUT_SYMPTOMS.has(decision.kind) || !tells) return {};
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

/** The same in one sentence, for "what do you know about me". */
export function courseLine(context: TurnContext): string | undefined {
  const words = Object.values(courseWords(context));
  const what = words.join('; ');
  return words.length === 0 ? undefined : filled(context.script.texts['memory-course'], { what });
}

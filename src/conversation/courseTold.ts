import type { Course } from '../understanding/course';
import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, Report } from './decide';
import type { DialogDecision } from './dialogStep';
import type { Request } from './requests';
import type { ConversationState } from './state';
import { filled, type TurnContext } from './turn';
import { isBodyAtRisk, isSeen, SAFETY_AT_HOME, type Warning } from './warnings';

/** The card that follows when what was urgent is new, worse, or on both sides now. */
const WORSENED_CARD = 'emergency-spine';
const CRISIS = 'crisis';
/** Groups that are no symptoms of the body. */
const NO_SYMPTOMS: ReadonlySet<string> = new Set(['crisis', 'support']);
/** Words of other things that have a date. */
const DATED =
  /\b(surger|operat|diagnos|biops|scan|mri|chemo|radiation|treat|appointment|visit|birthday|married|died|retire)/;

/**
 * "Since monday", "both legs" after a card: reviewed words that tell nothing but how it runs. Red flags have been looked for
 * before. Of the card shown last: an emergency is repeated in one line; after an urgent one only a time is noted, and what may
 * make an emergency of it is asked about.
 */
export function courseTold(
  { course }: Understanding,
  risk: Risk,
  report: Report,
  state: ConversationState,
  request: Request | undefined,
): Decision | undefined {
  const last = state.warnings.at(-1);
  if (!course.alone || request !== undefined || state.dialogs.length > 0 || !isOfTheBody(last))
    return undefined;
  const { onset, trend, side } = course;
  const presses = side !== undefined || trend === 'worse' || trend === 'new' || onset === 'sudden';
  if (isSeen(last) || isBodyAtRisk(state, 'emergency') || !presses)
    return { kind: 'remind', about: 'course' };
  const asked: Risk = { ...risk, tier: 'ask', askedCard: WORSENED_CARD };
  return { kind: 'ask', question: 'happening-now', risk: asked, report };
}

function isOfTheBody(warning: Warning | undefined): warning is Warning {
  return warning !== undefined && warning.urgency !== 'crisis' && warning.card !== SAFETY_AT_HOME;
}

/**
 * What the conversation knows of how a symptom runs, after a message: from messages that tell of nothing else after a card of
 * the body, from own words in answer to a question about a symptom, and from a message that tells of a symptom, as far as its
 * words can mean nothing else. The last told counts. A card for another thing or person begins anew.
 */
export function withCourse(
  state: ConversationState,
  decision: Decision,
  said: Understanding,
  before: ConversationState,
): ConversationState {
  const known = !said.course.alone && beginsAnew(decision, before) ? undefined : state.course;
  const told = courseIn(decision, said);
  const { course: _, ...rest } = state;
  const course = { ...known, ...told };
  return Object.keys(course).length === 0 ? rest : { ...rest, course };
}

function courseIn(decision: Decision, said: Understanding): Course {
  switch (decision.kind) {
    case 'remind':
      return decision.about === 'course' ? allOf(said.course) : {};
    case 'dialog':
      return said.course.alone && isAboutSymptoms(decision) ? allOf(said.course) : {};
    case 'escalate':
      return said.course.alone && decision.risk.card !== CRISIS ? allOf(said.course) : besideSymptom(said);
    case 'ask':
      return besideSymptom(said);
    default:
      return {};
  }
}

function allOf({ onset, trend, side }: Course): Course {
  return { ...(onset && { onset }), ...(trend && { trend }), ...(side && { side }) };
}

/** Own words in answer to a question about a symptom; a choice that was picked stands among the answers already. */
function isAboutSymptoms({ step }: DialogDecision): boolean {
  const { guided, open, listed, asksCancer } = step;
  return (guided || open.cause !== undefined) && !listed && !asksCancer;
}

function besideSymptom(said: Understanding): Course {
  const isSymptom = said.redFlags.hits.some(
    ({ assertion, concept }) => assertion !== 'absent' && !NO_SYMPTOMS.has(concept.group),
  );
  return isSymptom ? { ...inOneSentence(said), ...said.course.aside } : {};
}

/** Beside a symptom in one sentence: a side, "worse", and a time not long ago, where nothing else has a date. */
function inOneSentence({ course, redFlags, utterance, words }: Understanding): Course {
  const { onset, trend, side } = course;
  if (utterance.tokens.some(({ before }, at) => at > 0 && before === 'hard')) return {};
  const isElsewhere =
    onset === 'months' || onset === 'years' || redFlags.facts.cancer !== undefined || DATED.test(words);
  return {
    ...(onset !== undefined && !isElsewhere ? { onset } : {}),
    ...(trend === 'worse' ? { trend } : {}),
    ...(side === undefined ? {} : { side }),
  };
}

/** A card for another person or another kind of trouble than the last one. */
function beginsAnew(decision: Decision, { warnings }: ConversationState): boolean {
  const last = warnings.at(-1);
  if (decision.kind !== 'escalate' || last === undefined) return false;
  const { who, concepts } = decision.risk;
  const samePerson = last.causes.some((cause) => cause.startsWith(`${who}:`));
  return !samePerson || (concepts.length > 0 && !concepts.some((id) => last.flags.includes(id)));
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
  const noted = withCourse(state, { kind: 'remind', about: 'course' }, said, state);
  return courseLine({ ...context, state: noted }, 'course-noted');
}

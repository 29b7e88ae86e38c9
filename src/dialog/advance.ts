import { chosen, type DialogAnswer, picked } from './chosen';
import { RULES } from './rules';
import type { Answers, Dialog, DialogChoice, DialogPosition, KnownFacts, Outcome, Question } from './types';

export type Advance =
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly position: DialogPosition;
      /** The answer was the visitor's own words and not a listed choice. */
      readonly freeText: boolean;
    }
  /** One of several choices was picked; the same question stays open for more. */
  | { readonly kind: 'picking'; readonly question: Question; readonly position: DialogPosition }
  | {
      readonly kind: 'outcome';
      readonly outcome: Outcome;
      readonly position: DialogPosition;
      readonly freeText: boolean;
    }
  | { readonly kind: 'unrecognised'; readonly question: Question }
  | { readonly kind: 'expired' };

/** The first question of a dialog. */
export function begin(dialog: Dialog): DialogPosition {
  const { id, version, start } = dialog;
  return { dialogId: id, version, questionId: start, answers: {}, path: [], retries: 0 };
}

/**
 * Moves a visitor one step through a dialog.
 *
 * @param known - facts from elsewhere in the conversation; an answer in the dialog goes before them.
 * @returns `unrecognised` when the answer is none of the choices (ask again), `expired` when the dialog
 *   changed since the visitor began (start over). Never guesses a choice.
 */
export function advance(
  dialog: Dialog,
  position: DialogPosition,
  answer: DialogAnswer,
  known: KnownFacts = {},
): Advance {
  const question = dialog.questions.get(position.questionId);
  if (position.version !== dialog.version || question === undefined) return { kind: 'expired' };
  if (question.several !== undefined) return pick(dialog, position, question, answer, known);
  const choice = chosen(question, answer);
  if (choice?.goTo !== undefined)
    return follow(dialog, answered(position, [choice.id]), choice.goTo, known, false);
  if (question.text !== undefined && answer.words !== '') {
    const words = answer.text.trim().slice(0, question.text.maxLength);
    return follow(dialog, answered(position, [words]), question.text.goTo, known, true);
  }
  return { kind: 'unrecognised', question };
}

/** Raises the least urgent outcome that is still possible, because of something told in own words. */
export function raiseFloor(dialog: Dialog, position: DialogPosition, outcome: string): DialogPosition {
  const order = dialog.decision?.outcomes ?? [];
  const before = position.floor === undefined ? order.length : order.indexOf(position.floor);
  const at = order.indexOf(outcome);
  return at < 0 || at >= before ? position : { ...position, floor: outcome };
}

/** The question before the open one, without its answer, so that it can be corrected. */
export function goBack(position: DialogPosition): DialogPosition | undefined {
  const last = position.path.at(-1);
  if (last === undefined) return undefined;
  const { [last]: _, [position.questionId]: __, ...answers } = position.answers;
  return { ...position, questionId: last, answers, path: position.path.slice(0, -1), retries: 0 };
}

/** The choices made so far, with the questions they answer. */
export function choicesMade(
  dialog: Dialog,
  answers: Answers,
): { question: Question; choice: DialogChoice }[] {
  return [...dialog.questions.values()].flatMap((question) =>
    question.choices
      .filter(({ id }) => answers[question.id]?.includes(id))
      .map((choice) => ({ question, choice })),
  );
}

/** What the answers so far say about cancer. */
export function notedCancer(dialog: Dialog, answers: Answers): 'yes' | 'no' | undefined {
  const note = choicesMade(dialog, answers).findLast(({ choice }) => choice.notes !== undefined)?.choice
    .notes;
  return note === undefined ? undefined : note === 'cancer' ? 'yes' : 'no';
}

/**
 * A cancer told of after the question about it was answered with no: that answer goes, and what is known of the person
 * counts in its place.
 */
export function withoutNoCancer(dialog: Dialog, position: DialogPosition): DialogPosition {
  if (notedCancer(dialog, position.answers) !== 'no') return position;
  const answers = Object.entries(position.answers).filter(([id]) => !asksCancer(dialog.questions.get(id)));
  return { ...position, answers: Object.fromEntries(answers) };
}

/** True for the question about a cancer. */
export function asksCancer(question: Question | undefined): boolean {
  return question?.choices.some(({ notes }) => notes !== undefined) === true;
}

function pick(
  dialog: Dialog,
  position: DialogPosition,
  question: Question,
  answer: DialogAnswer,
  known: KnownFacts,
): Advance {
  const before = position.answers[question.id] ?? [];
  const { choices, done } = picked(question, answer, before.length > 0);
  if (question.several === undefined || (choices.length === 0 && !done))
    return { kind: 'unrecognised', question };
  const ids = [...new Set([...before, ...choices.map(({ id }) => id)])];
  const next = answered(position, ids);
  if (done) return follow(dialog, next, question.several.goTo, known, false);
  const outcome = stoppingOutcome(dialog, next, known);
  if (outcome !== undefined) return { kind: 'outcome', outcome, position: next, freeText: false };
  return { kind: 'picking', question, position: { ...next, path: position.path } };
}

function answered(position: DialogPosition, answer: readonly string[]): DialogPosition {
  const { questionId, answers, path } = position;
  return {
    ...position,
    answers: { ...answers, [questionId]: answer },
    path: [...path, questionId],
    retries: 0,
  };
}

function follow(
  dialog: Dialog,
  position: DialogPosition,
  goTo: string,
  known: KnownFacts,
  freeText: boolean,
): Advance {
  const decided = goTo === dialog.decision?.id ? decide(dialog, position, known) : dialog.outcomes.get(goTo);
  const outcome = decided ?? stoppingOutcome(dialog, position, known);
  if (outcome !== undefined) return { kind: 'outcome', outcome, position, freeText };
  const question = dialog.questions.get(goTo);
  if (question === undefined) return { kind: 'expired' };
  return { kind: 'question', question, position: { ...position, questionId: goTo }, freeText };
}

/** The outcome so far, if it is one after which nothing else matters. */
function stoppingOutcome(dialog: Dialog, position: DialogPosition, known: KnownFacts): Outcome | undefined {
  const outcome = decide(dialog, position, known);
  return outcome?.stops === true ? outcome : undefined;
}

function decide(dialog: Dialog, { answers, floor }: DialogPosition, known: KnownFacts): Outcome | undefined {
  if (dialog.decision === undefined) return undefined;
  const { rule, outcomes } = dialog.decision;
  const cancer = notedCancer(dialog, answers) ?? known.cancer;
  const raised = choicesMade(dialog, answers).flatMap(({ choice }) =>
    choice.atLeast === undefined ? [] : [choice.atLeast[cancer === 'yes' ? 'cancer' : 'otherwise']],
  );
  const all = new Set(floor === undefined ? raised : [...raised, floor]);
  const treated = known.treatment === true;
  return dialog.outcomes.get(RULES[rule].choose({ answers, raised: all, outcomes, treated }));
}

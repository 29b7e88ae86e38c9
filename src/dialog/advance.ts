import type { Dialog, DialogChoice, DialogPosition, Outcome, Question } from './types';

export type Advance =
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly position: DialogPosition;
      /** The answer was the visitor's own words and not a listed choice. */
      readonly freeText: boolean;
    }
  | {
      readonly kind: 'outcome';
      readonly outcome: Outcome;
      readonly answers: Readonly<Record<string, string>>;
      readonly freeText: boolean;
    }
  | { readonly kind: 'unrecognised'; readonly question: Question }
  | { readonly kind: 'expired' };

/** An answer in the forms a question can take it. */
export interface DialogAnswer {
  /** The words of the message, normalised. */
  readonly words: string;
  /** The message as typed, for questions that take free text. */
  readonly text: string;
  /** Ids of choices the words mean, for example `yes` for "yeah", surest first. */
  readonly meanings: readonly string[];
}

/** The first question of a dialog. */
export function begin(dialog: Dialog): DialogPosition {
  return { dialogId: dialog.id, version: dialog.version, questionId: dialog.start, answers: {}, retries: 0 };
}

/**
 * Moves a visitor one step through a dialog.
 *
 * @returns `unrecognised` when the answer is none of the choices (ask again), `expired` when the dialog
 *   changed since the visitor began (start over). Never guesses a choice.
 */
export function advance(dialog: Dialog, position: DialogPosition, answer: DialogAnswer): Advance {
  const question = dialog.questions.get(position.questionId);
  if (position.version !== dialog.version || question === undefined) return { kind: 'expired' };
  const choice = chosen(question, answer);
  if (choice !== undefined) return follow(dialog, position, choice.goTo, choice.id, false);
  if (question.text !== undefined && answer.words !== '') {
    const words = answer.text.trim().slice(0, question.text.maxLength);
    return follow(dialog, position, question.text.goTo, words, true);
  }
  return { kind: 'unrecognised', question };
}

/** The choice an answer means: by number, label, listed phrase or understood meaning. */
function chosen(question: Question, answer: DialogAnswer): DialogChoice | undefined {
  const number = /^\d$/.test(answer.words) ? question.choices[Number(answer.words) - 1] : undefined;
  return (
    number ??
    question.choices.find(
      ({ label, also }) => typedLabel(label) === answer.words || also.includes(answer.words),
    ) ??
    question.choices.find(({ id }) => answer.meanings.includes(id))
  );
}

function follow(
  dialog: Dialog,
  position: DialogPosition,
  goTo: string,
  answer: string,
  freeText: boolean,
): Advance {
  const answers = { ...position.answers, [position.questionId]: answer };
  const outcome = dialog.outcomes.get(goTo);
  if (outcome !== undefined) return { kind: 'outcome', outcome, answers, freeText };
  const question = dialog.questions.get(goTo);
  if (question === undefined) return { kind: 'expired' };
  const next = { ...position, questionId: goTo, answers, retries: 0 };
  return { kind: 'question', question, position: next, freeText };
}

/** A label as it looks when typed: lower case, no punctuation. */
export function typedLabel(label: string): string {
  return (
    label
      .toLowerCase()
      .replace(/'/g, '')
      .match(/[a-z0-9]+/g) ?? []
  ).join(' ');
}

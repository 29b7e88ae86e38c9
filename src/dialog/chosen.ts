import type { DialogChoice, Question } from './types';

/** The choice that says that none of the others fits. */
const NONE = 'no';

/** An answer in the forms a question can take it. */
export interface DialogAnswer {
  /** The words of the message, normalised. */
  readonly words: string;
  /** The message as typed, for questions that take free text. */
  readonly text: string;
  /** Ids of meanings the words have, for example `yes` for "yeah", surest first. */
  readonly meanings: readonly string[];
  /** Ids of the red flags that the words tell of. */
  readonly flags?: readonly string[];
  /** The words say that nothing more is to be picked. */
  readonly done?: boolean;
}

/** The choice an answer means: by number, label, listed phrase or understood meaning. */
export function chosen(question: Question, answer: DialogAnswer): DialogChoice | undefined {
  return (
    numbered(question, answer.words) ??
    question.choices.find(
      ({ label, also }) => typedLabel(label) === answer.words || also.includes(answer.words),
    ) ??
    question.choices.find(({ means }) => means.some((meaning) => answer.meanings.includes(meaning)))
  );
}

/**
 * The choices an answer picks where several fit. A list of numbers is a whole answer; a single choice leaves
 * the question open for more. "None of these" after something was picked means that this is all.
 *
 * @param begun - something was picked before.
 */
export function picked(
  question: Question,
  answer: DialogAnswer,
  begun: boolean,
): { choices: readonly DialogChoice[]; done: boolean } {
  const listed = numbersIn(answer.text).map((number) => numbered(question, number));
  if (listed.length > 1 && listed.every((choice) => choice !== undefined))
    return { choices: withoutNone(listed), done: true };
  const choice = chosen(question, answer);
  const alone = choice !== undefined && question.several?.alone.includes(choice.id) === true;
  if (alone) return { choices: begun && choice.id === NONE ? [] : [choice], done: true };
  if (choice !== undefined) return { choices: [choice], done: false };
  const told = question.choices.filter(({ flags }) => flags.some((id) => answer.flags?.includes(id)));
  if (told.length > 0) return { choices: told, done: false };
  return { choices: [], done: begun && answer.done === true };
}

/** "None of these" beside something that was picked says nothing; "not sure" does. */
function withoutNone(choices: readonly DialogChoice[]): readonly DialogChoice[] {
  const others = choices.filter(({ id }) => id !== NONE);
  return others.length > 0 ? others : choices.slice(0, 1);
}

/** "10/10" is a score of pain and no list of choices. */
const SCORE = /^\s*\d{1,2}\s*\/\s*10\s*$/;

/** "1, 3 and 5" as the numbers in it; nothing when other words are among them. */
function numbersIn(text: string): string[] {
  const isList = /^[\s,;.+&/]*\d{1,2}(?:(?:[\s,;.+&/]|and)+\d{1,2}){0,20}[\s.]*$/i.test(text);
  return isList && !SCORE.test(text) ? (text.match(/\d+/g) ?? []) : [];
}

function numbered({ choices }: Question, words: string): DialogChoice | undefined {
  return /^\d{1,2}$/.test(words) ? choices[Number(words) - 1] : undefined;
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

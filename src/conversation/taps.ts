import { typedLabel } from '../dialog/chosen';
import type { Dialog, Question } from '../dialog/types';
import type { ConversationState, OpenDialog } from './state';

/** A second tap on the same button comes within this time, in ms. Source: keyword table, edge rules. */
export const DOUBLE_TAP_MS = 2_000;

/** A button that was meant for another question than the one that is open. */
export type Tap = 'double' | 'stale';

/**
 * Tells a tap on a button of an earlier question from an answer to the open one: the same answer again within
 * two seconds is a double tap, and a label that only an earlier question has is a stale button. Neither is an
 * answer to the open question.
 *
 * @param isAnswer - the words fit the open question, whatever they were meant for.
 */
export function strayTap(
  words: string,
  state: ConversationState,
  dialogs: ReadonlyMap<string, Dialog>,
  now: number,
  isAnswer: boolean,
): Tap | undefined {
  const open = state.dialogs.at(-1);
  const dialog = open === undefined ? undefined : dialogs.get(open.position.dialogId);
  if (open === undefined || dialog === undefined || words === '') return undefined;
  const last = dialog.questions.get(open.position.path.at(-1) ?? '');
  if (now - state.lastAt <= DOUBLE_TAP_MS && answeredWith(last, open).includes(words)) return 'double';
  if (isAnswer) return undefined;
  const earlier = open.position.path.flatMap((id) => dialog.questions.get(id) ?? []);
  return earlier.some((question) => labelsOf(question).includes(words)) ? 'stale' : undefined;
}

/** The labels of the choices that a question was answered with, as typed. */
function answeredWith(question: Question | undefined, { position }: OpenDialog): string[] {
  const ids = position.answers[question?.id ?? ''] ?? [];
  return (question?.choices ?? []).filter(({ id }) => ids.includes(id)).map(({ label }) => typedLabel(label));
}

function labelsOf({ choices }: Question): string[] {
  return choices.map(({ label }) => typedLabel(label));
}

import { longestRoad } from '../dialog/graphProblems';
import type { Dialog, Question } from '../dialog/types';
import type { Reply } from './reply';
import type { OpenDialog } from './state';
import type { Texts } from './texts';
import { filled, listed, paragraphs, type TurnContext } from './turn';

/** The open question of a dialog, with its choices as buttons and words before it. */
export function questionReply(
  open: OpenDialog,
  { script }: TurnContext,
  before: readonly (string | undefined)[],
): Reply {
  const { dialogId, questionId } = open.position;
  const dialog = script.dialogs.get(dialogId);
  const question = dialog?.questions.get(questionId);
  const { texts } = script;
  const id = questionReplyId(open);
  const several = question?.several === undefined ? [] : [texts['pick-several'], pickList(question, open)];
  return {
    id,
    text: paragraphs([...before, progress(dialog, open, texts.progress), askOf(question, open), ...several]),
    urgency: 'none',
    choices: [
      ...choicesLeft(question, open),
      ...[...(hasPicks(question, open) ? [texts['pick-done']] : []), ...forWhom(dialog, open, texts)].map(
        (label) => ({ id: label, label }),
      ),
    ].map(({ id: pick, label }) => ({ label, button: { of: id, pick } })),
    citations: [],
  };
}

/** Names the open question; the buttons under it carry this. */
export function questionReplyId({ position }: OpenDialog): string {
  return `dialog:${position.dialogId}:${position.questionId}`;
}

/** After one of several choices was picked: what was, and whether there is more. */
export function pickingReply(open: OpenDialog, context: TurnContext): Reply {
  const { script } = context;
  const question = questionOf(open, script.dialogs);
  const picks = picksOf(question, open);
  const what = question?.choices.filter(({ id }) => picks.includes(id)).map(({ label }) => label) ?? [];
  return {
    ...questionReply(open, context, []),
    text: filled(script.texts['pick-noted'], { what: what.join('; ') }),
  };
}

/** The button that goes on with a question that was set aside. */
export function resumeButton(paused: OpenDialog, { script }: Pick<TurnContext, 'script'>): string {
  const guided = script.dialogs.get(paused.position.dialogId)?.decision !== undefined;
  return script.texts[guided ? 'resume-button' : 'resume-question-button'];
}

/** The words before a question that was interrupted. */
export function resumeWords(open: OpenDialog, { script }: TurnContext): string {
  const guided = script.dialogs.get(open.position.dialogId)?.decision !== undefined;
  return script.texts[guided ? 'resume-check' : 'resume'];
}

export function questionOf(
  open: OpenDialog,
  dialogs: TurnContext['script']['dialogs'],
): Question | undefined {
  return dialogs.get(open.position.dialogId)?.questions.get(open.position.questionId);
}

/** The words of a question, about the person it is about. */
export function askOf(question: Question | undefined, { cause }: OpenDialog): string | undefined {
  return cause?.who === 'other' ? (question?.askOther ?? question?.ask) : question?.ask;
}

/** "Question 2 of at most 8", in guided checks: a frightened person should see the end of it. */
function progress(dialog: Dialog | undefined, { position }: OpenDialog, words: string): string | undefined {
  if (dialog?.decision === undefined) return undefined;
  const most = longestRoad(dialog, dialog.start);
  const asked = [...position.path, position.questionId].filter(
    (id) => dialog.questions.get(id)?.countsAs === undefined,
  );
  const second = dialog.questions.get(position.questionId)?.countsAs !== undefined;
  const number = new Set(second ? position.path : asked).size;
  return filled(words, { number: String(Math.max(1, number)), most: String(most) });
}

function picksOf(question: Question | undefined, { position }: OpenDialog): readonly string[] {
  return question?.several === undefined ? [] : (position.answers[question.id] ?? []);
}

function hasPicks(question: Question | undefined, open: OpenDialog): boolean {
  return picksOf(question, open).length > 0;
}

/** What is left to choose from; "none of these" is no choice any more once something was picked. */
function choicesLeft(question: Question | undefined, open: OpenDialog): { id: string; label: string }[] {
  const picks = picksOf(question, open);
  const begun = picks.length > 0;
  return (question?.choices ?? []).filter(
    ({ id }) => !picks.includes(id) && !(begun && question?.several?.alone.includes(id)),
  );
}

/** All choices with the numbers that can be typed for them, which never change while the question is open. */
function pickList(question: Question, open: OpenDialog): string {
  const picks = picksOf(question, open);
  return listed(question.choices.map(({ id, label }) => (picks.includes(id) ? `${label} (picked)` : label)));
}

/** The first question of a guided check can be turned to somebody else, or back; later ones follow it. */
function forWhom(dialog: Dialog | undefined, { position, cause }: OpenDialog, texts: Texts): string[] {
  if (dialog?.decision === undefined || position.path.length > 0) return [];
  return [texts[cause?.who === 'other' ? 'for-self' : 'for-other']];
}

import { typedLabel } from '../dialog/chosen';
import type { Dialog, Question } from '../dialog/types';
import type { InboundEvent } from './events';
import { questionOf, questionReplyId } from './questionReply';
import type { ButtonId } from './reply';
import { CARD_REPLY } from './reply';
import type { Script } from './script';
import type { ConversationState } from './state';
import { answerable } from './warnings';

/** A second tap on the same button comes within this time, in ms. Source: keyword table, edge rules. */
const DOUBLE_TAP_MS = 2_000;
const QUESTION = 'dialog:';
const TOPIC = /^(?:answer|more):(.+)$/;

type Message = Extract<InboundEvent, { kind: 'message' }>;

/** What a pressed button says. */
interface Press {
  /** Its label, which means the same when typed. */
  readonly text: string;
  /** It belongs to something that was asked or shown before, and answers nothing that is open now. */
  readonly stale: boolean;
}

/** Names the button of a message, if it came from one. */
export function buttonKey({ button, command }: Message): string | undefined {
  if (button !== undefined) return JSON.stringify([button.of, button.pick]);
  return command;
}

/**
 * True for the same button of the same question within two seconds: one press, whose reply is on the screen. Words are
 * never a double tap, and neither is the same label under another question: two quick answers are two answers.
 */
export function isDoubleTap(message: Message, state: ConversationState, now: number): boolean {
  const key = buttonKey(message);
  return key !== undefined && key === state.lastButton && now - state.lastAt <= DOUBLE_TAP_MS;
}

/**
 * Reads a button by its ids. Words that came with it and are not its label are the visitor's own: then the button
 * counts for nothing, because a red flag could stand in them.
 *
 * @returns undefined when there is no button to read.
 */
export function readPress(
  { button, text }: Message,
  state: ConversationState,
  script: Script,
): Press | undefined {
  if (button === undefined) return undefined;
  const label = labelOf(button, script);
  if (text !== '' && typedLabel(text) !== typedLabel(label)) return undefined;
  const ofTopic = script.topics.get(TOPIC.exec(button.of)?.[1] ?? '');
  // "Tell me more" under an earlier answer: that answer again, and not more of another one.
  if (ofTopic !== undefined && button.pick === script.texts.more && ofTopic.id !== state.topicId)
    return { text: ofTopic.title, stale: false };
  return { text: label, stale: isStale(button, label, state, script) };
}

function isStale({ of }: ButtonId, label: string, state: ConversationState, script: Script): boolean {
  const { texts } = script;
  const open = state.dialogs.at(-1);
  if (of.startsWith(QUESTION)) return open === undefined || of !== questionReplyId(open);
  const { mistake } = texts;
  const answersCard = [
    texts['being-seen'],
    texts['being-seen-other'],
    mistake,
    texts['got-me-wrong'],
  ].includes(label);
  if (of.startsWith(CARD_REPLY) && answersCard) return of !== `${CARD_REPLY}${answerable(state)?.card}`;
  const question = open === undefined ? undefined : questionOf(open, script.dialogs);
  return question !== undefined && labelsOf(question).includes(typedLabel(label));
}

/** The words of a choice may have changed since it was shown; its id says which one it is. */
function labelOf({ of, pick }: ButtonId, { dialogs }: Script): string {
  if (!of.startsWith(QUESTION)) return pick;
  const [dialogId = '', questionId = ''] = of.slice(QUESTION.length).split(':');
  const choices = dialogs.get(dialogId)?.questions.get(questionId)?.choices ?? [];
  return choices.find(({ id }) => id === pick)?.label ?? pick;
}

/**
 * True for the label of a button that only an earlier question has, where buttons carry no ids: it is no answer to
 * the open question.
 */
export function namesEarlierChoice(
  words: string,
  state: ConversationState,
  dialogs: ReadonlyMap<string, Dialog>,
): boolean {
  const open = state.dialogs.at(-1);
  const dialog = open === undefined ? undefined : dialogs.get(open.position.dialogId);
  if (open === undefined || dialog === undefined || words === '') return false;
  const earlier = open.position.path.flatMap((id) => dialog.questions.get(id) ?? []);
  return earlier.some((question) => labelsOf(question).includes(words));
}

function labelsOf({ choices }: Question): string[] {
  return choices.map(({ label }) => typedLabel(label));
}

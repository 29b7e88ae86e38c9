import type { Advance } from '../dialog/advance';
import type { Understanding } from '../understanding/understand';
import { askSafetyQuestion, escalate } from './cardReplies';
import { obey, reminded } from './commandReplies';
import { withCourse } from './courseTold';
import { type Decision, type DecisionSources, decide, isUrgent } from './decide';
import { continueDialog, staleButtonReply } from './dialogReplies';
import type { Effect } from './effects';
import type { InboundEvent, Rated } from './events';
import { beyondBack, labelOf } from './meantWords';
import { askOf, questionOf, questionReply, resumeWords } from './questionReply';
import { rate } from './rate';
import { remind, restore } from './remind';
import { CARD_REPLY, type Reply } from './reply';
import { fulfil } from './requestReplies';
import type { Script } from './script';
import { moveToPrivate, withoutPersonal } from './sharedPlace';
import { chat, comfort } from './smallTalkReplies';
import { type ConversationState, newState } from './state';
import { buttonKey, isDoubleTap, readPress } from './taps';
import {
  answerInDanger,
  answerTopic,
  decline,
  didYouMean,
  explainAfter,
  introduced,
  miss,
  toldBy,
} from './topicReplies';
import { plainReply, type Response, type TurnContext } from './turn';
import { noteUnanswered } from './unanswered';
import { isInDanger, isWarned } from './warnings';
import { close, greet, welcomedBack } from './window';

/** How the ids of dialog questions begin. */
const DIALOG_REPLY = 'dialog:';
/** The text of the safety question's outcome that leaves the visitor free to ask. */
const NOT_HAPPENING = 'not-happening';
/** How the ids of replies begin that feedback can be about. */
const TOLD = ['answer:', 'more:', CARD_REPLY, 'ask:', 'clarify', 'fallback', 'summary'];

export interface Turn {
  readonly replies: readonly Reply[];
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  /** Absent when nothing was said, for example when the window was opened. */
  readonly decision?: Decision;
  readonly understanding?: Understanding;
}

export interface TurnInput {
  readonly event: InboundEvent;
  readonly state: ConversationState | undefined;
  /** Time in ms since 1970. */
  readonly now: number;
  /** A fresh random id, for anything this turn stores. */
  readonly newId: string;
}

export interface ConverseSources extends DecisionSources {
  readonly script: Script;
  readonly understand: (text: string) => Understanding;
  /** What may be kept of words that got no answer. */
  readonly phrasing: (text: string) => string | undefined;
  /** After this silence a conversation starts fresh, in ms. */
  readonly idleMs: number;
}

/** Takes one turn as a pure function: event and state in, replies, next state and effects out. */
export function converse(input: TurnInput, sources: ConverseSources): Turn {
  const { now, newId, event } = input;
  const { script } = sources;
  const stored = input.state;
  const expired = stored !== undefined && now - stored.lastAt > sources.idleMs;
  const state = stored === undefined || expired ? newState(now) : stored;
  const context: TurnContext = { script, state, now, newId };
  switch (event.kind) {
    case 'opened':
      return greet(context);
    case 'closed':
      return close(context);
    case 'removed':
      return { replies: [], state: newState(now), effects: [] };
    case 'rated':
      return rated(event, context, sources);
    case 'edited': {
      const turn = answer({ ...event, kind: 'message' }, context, sources);
      // What was said first was answered already.
      return turn.decision !== undefined && needsReply(turn.decision)
        ? turn
        : { replies: [], state, effects: [] };
    }
    case 'message': {
      const turn = answer(event, context, sources);
      const dropped = expired && (stored.dialogs.length > 0 || stored.paused !== undefined);
      return dropped ? welcomedBack(turn, script) : turn;
    }
  }
}

type Message = Extract<InboundEvent, { kind: 'message' }>;

/** Understands one message, decides, and puts the decision into words. */
function answer(message: Message, context: TurnContext, sources: ConverseSources): Turn {
  const { script, state, now } = context;
  const press = readPress(message, state, script);
  const said = sources.understand(press?.text ?? labelOf(message.text, state, script) ?? message.text);
  const meant = beyondBack(said, state, sources);
  const understanding = message.command === undefined ? meant : { ...meant, command: message.command };
  const shared = message.shared === true;
  const decision = decide(understanding, state, sources, { stale: press?.stale === true, shared });
  const isOwnWord = press !== undefined || decision.kind === 'command';
  if (isOwnWord && isDoubleTap(message, state, now))
    return { replies: [], state: { ...state, lastAt: now }, effects: [], decision, understanding };
  const response = introduced(stillAsked(respond(decision, understanding, context), context), state, context);
  const reply = shared ? withoutPersonal(response.reply, context) : response.reply;
  const taken = { said: understanding, reply, button: buttonKey(message) };
  const noted = noteUnanswered({ decision, said: understanding, replyId: reply.id, shared }, state, sources);
  return {
    replies: [reply],
    state: {
      ...withCourse(remember(response.state, state, taken, context), decision, understanding, state),
      ...noted.state,
    },
    effects: [...(response.effects ?? []), ...noted.effects],
    decision,
    understanding,
  };
}

/** A red flag, or what may be one, is answered wherever it is typed. */
function needsReply(decision: Decision): boolean {
  const movedAway = decision.kind === 'private' && decision.matter !== 'personal';
  return isUrgent(decision) || decision.kind === 'ask' || movedAway;
}

/** A thumb under a reply is stored and not answered; a red flag in its comment is. */
function rated(event: Rated, context: TurnContext, sources: ConverseSources): Turn {
  const { state } = context;
  const { comment, shared } = event;
  const urgent = comment !== undefined && needsReply(decide(sources.understand(comment), state, sources));
  const stored = rate(event, urgent ? undefined : comment, context);
  if (!urgent) return { replies: [], ...stored };
  const message: Message = { kind: 'message', text: comment, ...(shared === undefined ? {} : { shared }) };
  const turn = answer(message, { ...context, state: stored.state }, sources);
  return { ...turn, effects: [...stored.effects, ...turn.effects] };
}

/** Whatever was answered in between: an open question stands at the end of the reply, with its buttons. */
function stillAsked(response: Response, context: TurnContext): Response {
  const { reply, state } = response;
  const open = state.dialogs.at(-1);
  const ask = open === undefined ? undefined : askOf(questionOf(open, context.script.dialogs), open);
  const isThere = ask === undefined || reply.text.includes(ask) || reply.id.startsWith(DIALOG_REPLY);
  // "Cancer or cancel?" has buttons of its own; the question comes back with the answer.
  if (open === undefined || isThere || reply.id === 'clarify-cancel') return response;
  const question = questionReply(open, context, [reply.text, resumeWords(open, context)]);
  return { ...response, reply: { ...reply, text: question.text, choices: question.choices } };
}

/** Words for one decision. Every kind of decision has its own file of replies. */
function respond(decision: Decision, said: Understanding, context: TurnContext): Response {
  const { script, state } = context;
  switch (decision.kind) {
    case 'escalate':
      return escalate(decision, context);
    case 'ask':
      return askSafetyQuestion(decision, context);
    case 'command':
      return decision.command === 'urgent-help'
        ? miss(context, false)
        : obey(decision.command, context, decision.comment);
    case 'request':
      return fulfil(decision.request, context);
    case 'restore':
      return restore(decision, context);
    case 'stale-button':
      return state.dialogs.length > 0
        ? staleButtonReply(context)
        : reminded(staleButtonReply(context), 'reminder', context);
    case 'private':
      return moveToPrivate(decision, context);
    case 'comfort':
      return comfort(context);
    case 'dialog':
      return stillWarned(decision.step.advance, continueDialog(decision, context), context);
    case 'answer':
      return stillInDanger(answerInDanger(decision, context) ?? answerTopic(decision, context), context);
    case 'clarify':
      return stillInDanger(didYouMean(decision, context), context);
    case 'clarify-cancel': {
      const offered = [script.texts['clarify-cancel-topics'], script.texts['clarify-cancel-stop']];
      return {
        reply: plainReply('clarify-cancel', [script.texts['clarify-cancel']], offered),
        state,
      };
    }
    case 'remind':
      return remind(decision, said, context);
    case 'small-talk':
      return chat(decision.intent, context);
    case 'fallback':
      return stillInDanger(decline(said, context), context);
  }
}

/**
 * Whoever is in danger hears of that before any answer; what is not understood may be about it. An urgent card is repeated with
 * the first answer after it.
 */
function stillInDanger(response: Response, context: TurnContext): Response {
  const { state } = context;
  const isFirst = isWarned(state) && state.lastReplyId.startsWith(CARD_REPLY);
  return isInDanger(state) || isFirst ? reminded(response, 'reminder', context) : response;
}

/** A question that ends with "no" takes back no card shown before it. */
function stillWarned(step: Advance, response: Response, context: TurnContext): Response {
  const isOver = step.kind === 'outcome' && step.outcome.text === NOT_HAPPENING;
  const next = thenAnswer(step, response, context);
  return isOver && next.state.dialogs.length === 0
    ? reminded(next, 'reminder', { ...context, state: next.state })
    : next;
}

/** "No, not happening": what was asked before the safety question is answered after it. */
function thenAnswer(step: Advance, response: Response, context: TurnContext): Response {
  const topicId = context.state.dialogs.at(-1)?.topicId;
  if (step.kind !== 'outcome' || step.outcome.text !== NOT_HAPPENING || topicId === undefined)
    return response;
  return explainAfter([context.script.texts[NOT_HAPPENING]], topicId, { ...context, state: response.state });
}

function remember(
  next: ConversationState,
  before: ConversationState,
  { said, reply, button }: { said: Understanding; reply: Reply; button: string | undefined },
  { now, script }: TurnContext,
): ConversationState {
  const { facts, hits } = said.redFlags;
  const offered = reply.choices.map(({ label }) => label);
  const { mistake, 'got-me-wrong': wrong, 'forget-button': forget } = script.texts;
  const onlyInWords = [mistake, wrong, forget];
  const pain = hits.some((hit) => hit.assertion !== 'absent' && hit.concept.group === 'pain');
  const { lastButton: _, told: __, unanswered: ___, answered, ...rest } = next;
  return {
    ...rest,
    ...stillUndoable(answered, before),
    ...(button === undefined ? {} : { lastButton: button }),
    ...toldBy(reply),
    phase: phaseAfter(next.phase, before.phase, reply.id),
    greeted: true,
    facts: { ...next.facts, ...facts },
    aboutOther:
      next.aboutOther ||
      said.redFlags.who === 'other' ||
      next.dialogs.some(({ cause }) => cause?.who === 'other'),
    painTold: next.painTold || pain,
    // "2" after a card may be two days or two doses; nothing is taken back or erased by a number.
    offered: offered.some((label) => onlyInWords.includes(label)) ? [] : offered,
    // Feedback is about what was told before it, not about its own questions or a keyword.
    lastReplyId: TOLD.some((id) => reply.id.startsWith(id)) ? reply.id : before.lastReplyId,
    lastAt: now,
  };
}

/** An answer to a card given just now can be taken back; with each further message less so. */
function stillUndoable(
  answered: ConversationState['answered'],
  before: ConversationState,
): Pick<ConversationState, 'answered'> {
  if (answered === undefined) return {};
  if (answered !== before.answered) return { answered };
  return answered.left > 1 ? { answered: { ...answered, left: answered.left - 1 } } : {};
}

/** A stopped conversation starts fresh with the next message, unless that only asked for the terms or stopped again. */
function phaseAfter(
  next: ConversationState['phase'],
  before: ConversationState['phase'],
  replyId: string,
): ConversationState['phase'] {
  if (next === 'new') return 'active';
  const stays = replyId === 'already-stopped' || replyId === 'terms';
  return next === 'ended' && before === 'ended' && !stays ? 'active' : next;
}

import type { Advance } from '../dialog/advance';
import type { Understanding } from '../understanding/understand';
import { askSafetyQuestion, escalate } from './cardReplies';
import { keepWarning, obey } from './commandReplies';
import { type Decision, type DecisionSources, decide } from './decide';
import { continueDialog, feedbackFrom } from './dialogReplies';
import type { Effect } from './effects';
import type { InboundEvent } from './events';
import type { Reply } from './reply';
import type { Script } from './script';
import { type ConversationState, newState } from './state';
import { didYouMean, explain, explainMore, introduced, miss } from './topicReplies';
import { paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { acknowledgeSeen, answerable, isInDanger, takeBack, warningText } from './warnings';

/** A longer message that matched nothing is asked for in fewer words. Source: keyword table, section 1. */
const LONGEST_QUESTION = 2000;
/** The text of the safety question's outcome that leaves the visitor free to ask. */
const NOT_HAPPENING = 'not-happening';
/** How the ids of dialog questions begin. */
const DIALOG_REPLY = 'dialog:';
/** How the ids of cards begin. */
const CARD_REPLY = 'disposition:';

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
  if (event.kind === 'opened') return greet(context);
  if (event.kind === 'closed') return close(context);

  const said = sources.understand(labelOf(event.text, state) ?? event.text);
  const understanding = event.command === undefined ? said : { ...said, command: event.command };
  const decision = decide(understanding, state, sources);
  const response = introduced(respond(decision, understanding, context), state, context);
  const welcomeBack =
    expired && stored.dialogs.length > 0 && response.reply.urgency === 'none'
      ? script.texts['welcome-back']
      : undefined;
  const reply = { ...response.reply, text: paragraphs([welcomeBack, response.reply.text]) };
  const after = remember(response.state, state, understanding, reply, now);
  const kept = lostFeedback(decision, context);
  return {
    replies: [reply],
    state: { ...after, feedbackIds: [...after.feedbackIds, ...kept.map(({ feedback }) => feedback.id)] },
    effects: [...kept, ...(response.effects ?? [])],
    decision,
    understanding,
  };
}

/** "2" stands for the second button of the last reply, where no buttons are shown. */
function labelOf(text: string, { offered }: ConversationState): string | undefined {
  const [, number] = /^\s*(?:number\s+|#)?(\d)[.)]?\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : offered[Number(number) - 1];
}

/** Words for one decision. Every kind of decision has its own file of replies. */
function respond(decision: Decision, said: Understanding, context: TurnContext): Response {
  const { script, state } = context;
  switch (decision.kind) {
    case 'escalate':
      return escalate(decision.risk, decision.report, context);
    case 'ask':
      return askSafetyQuestion(decision.question, decision.risk, context, decision.topicId);
    case 'command':
      return decision.command === 'urgent-help' ? miss(context, false) : obey(decision.command, context);
    case 'erase-feedback':
      return eraseFeedback(context);
    case 'dialog':
      return thenAnswer(decision.step, continueDialog(decision.step, context), context);
    case 'answer':
      return decision.more ? explainMore(decision.topicId, context) : explain(decision.topicId, context);
    case 'clarify':
      return didYouMean(decision.topicIds, context);
    case 'clarify-cancel': {
      const offered = [script.texts['clarify-cancel-topics'], script.texts['clarify-cancel-stop']];
      return {
        reply: plainReply('clarify-cancel', [script.texts['clarify-cancel']], offered),
        state,
      };
    }
    case 'remind':
      return {
        reply: {
          ...plainReply(
            'reminder',
            [warningText(context, 'reminder'), script.texts['told-otherwise']],
            answerable(state) === undefined ? [] : [script.texts['being-seen'], script.texts.mistake],
          ),
          urgency: 'urgent',
        },
        state: { ...state, misses: 0 },
      };
    case 'being-seen':
      return acknowledgeSeen(context);
    case 'mistake':
      return takeBack(context);
    case 'small-talk':
      return {
        reply: plainReply(`small-talk:${decision.intent.id}`, [
          decision.intent.reply,
          warningText(context, 'reminder'),
        ]),
        state: { ...state, misses: 0 },
      };
    case 'fallback':
      return unread(said, context) ?? tooLong(said, context) ?? miss(context, said.spanish);
  }
}

function unread(said: Understanding, { script, state }: TurnContext): Response | undefined {
  if (said.words !== '') return undefined;
  return {
    reply: plainReply('no-words', [script.texts['no-words'], script.texts['safety-net-short']]),
    state,
  };
}

/** Every word was searched for red flags; an answer needs a shorter question. */
function tooLong(said: Understanding, { script, state }: TurnContext): Response | undefined {
  if (said.text.length <= LONGEST_QUESTION) return undefined;
  return {
    reply: plainReply('too-long', [script.texts['too-long'], script.texts['safety-net-short']]),
    state,
  };
}

function greet({ script, state, now }: TurnContext): Turn {
  if (state.greeted && state.phase !== 'ended') return { replies: [], state, effects: [] };
  const reply = plainReply('welcome', [script.texts.welcome]);
  return {
    replies: [reply],
    state: {
      ...state,
      phase: state.phase === 'ended' ? 'active' : state.phase,
      greeted: true,
      lastAt: now,
      lastReplyId: reply.id,
    },
    effects: [],
  };
}

/** The window is closed: nothing is said, unless what was told is an emergency. */
function close({ script, state, now }: TurnContext): Turn {
  const standing = isInDanger(state)
    ? warningText({ script, state, now, newId: '' }, 'before-you-go')
    : undefined;
  if (standing === undefined) {
    return { replies: [], state: { ...keepWarning(state, newState(now)), phase: 'ended' }, effects: [] };
  }
  const reply: Reply = {
    ...plainReply('before-you-go', [standing]),
    urgency: 'emergency',
  };
  return { replies: [reply], state: { ...state, dialogs: [], phase: 'ended', lastAt: now }, effects: [] };
}

/** "No, not happening": what was asked before the safety question is answered after it. */
function thenAnswer(step: Advance, response: Response, context: TurnContext): Response {
  const topicId = context.state.dialogs.at(-1)?.topicId;
  if (step.kind !== 'outcome' || step.outcome.text !== NOT_HAPPENING || topicId === undefined)
    return response;
  const answered = explain(topicId, { ...context, state: response.state });
  const text = paragraphs([context.script.texts['not-happening-then'], answered.reply.text]);
  return { ...answered, reply: { ...answered.reply, text } };
}

function eraseFeedback({ script, state }: TurnContext): Response {
  if (state.feedbackIds.length === 0)
    return { reply: plainReply('feedback-none', [script.texts['feedback-none']]), state };
  return {
    reply: plainReply('feedback-erased', [script.texts['feedback-deleted']]),
    state: { ...state, feedbackIds: [] },
    effects: [{ kind: 'erase-feedback', ids: state.feedbackIds }],
  };
}

/** A red flag inside a feedback comment wins, but the rating already given is kept (never the comment). */
function lostFeedback(
  decision: Decision,
  context: TurnContext,
): Extract<Effect, { kind: 'store-feedback' }>[] {
  const open = context.state.dialogs.at(-1);
  if (decision.kind !== 'escalate' && decision.kind !== 'ask') return [];
  if (open?.position.dialogId !== 'feedback' || open.position.answers.rating === undefined) return [];
  return [{ kind: 'store-feedback', feedback: feedbackFrom(open.position.answers, context) }];
}

function remember(
  next: ConversationState,
  before: ConversationState,
  said: Understanding,
  reply: Reply,
  now: number,
): ConversationState {
  const { facts, hits } = said.redFlags;
  const pain = hits.some((hit) => hit.assertion !== 'absent' && hit.concept.group === 'pain');
  return {
    ...next,
    phase: phaseAfter(next.phase, before.phase, reply.id),
    greeted: true,
    facts: { ...next.facts, ...facts },
    painTold: next.painTold || pain,
    // "2" after a card may be two days or two doses; a warning is only taken back in words.
    offered: reply.id.startsWith(CARD_REPLY) ? [] : reply.choices.map(({ label }) => label),
    // Feedback is about what was said before it, not about its own questions.
    lastReplyId: reply.id.startsWith(DIALOG_REPLY) ? before.lastReplyId : reply.id,
    lastAt: now,
  };
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

import type { Dialog } from '../dialog/types';
import type { Command } from '../understanding/commands';
import { assessRisk, type Risk, type SafetyQuestion } from '../understanding/red-flags/risk';
import type { SmallTalkIntent } from '../understanding/smallTalk';
import type { Understanding } from '../understanding/understand';
import { cardAnswer, heardInDanger, leavesCare, reminder, restored } from './afterCard';
import { painWho, whoIsMeant } from './carer';
import { type Claims, claimed } from './claims';
import { courseTold } from './courseTold';
import {
  asks,
  declinedOffer,
  isQuestion,
  knowledge,
  namedInPart,
  offeredTopic,
  seemsToAsk,
  titledTopic,
} from './decideTopic';
import { answered, type DialogDecision, type DialogStep, dialogStep } from './dialogStep';
import type { FollowUps } from './followUp';
import type { PartFinder } from './partAsked';
import { mistakeInPart, type OwnRequest, requested, seenInPart } from './requested';
import { holdsAny, type Request } from './requests';
import { inThisConversation } from './riskHere';
import type { ScriptTopic } from './script';
import { inSharedPlace, type PrivateMatter } from './sharedPlace';
import type { ConversationState } from './state';
import { namesEarlierChoice } from './taps';
import { addsToEmergency, isOnlyUnclear, standsByIt } from './underEmergency';

/** What a message tells of a red flag beside its tier, so that news can be told from a repetition. */
export interface Report {
  /** Red flags that the words themselves name; none when only the trained signal heard them. */
  readonly named: readonly string[];
  /** The words say that it is getting worse. */
  readonly worse: boolean;
  /** The words name a part or a function of the body that a red flag can be about. */
  readonly placed: boolean;
}

/** What the service will do this turn, and for which single reason. */
export type Decision =
  | {
      readonly kind: 'escalate';
      readonly risk: Risk;
      readonly report: Report;
      /** What the message seems to ask, to be answered should the card turn out a mistake. */
      readonly topicId?: string;
    }
  | {
      readonly kind: 'ask';
      readonly question: SafetyQuestion | 'urgent-help';
      readonly risk: Risk;
      readonly report: Report;
      /** What the message seems to ask, to be answered once it is clear that nothing is happening. */
      readonly topicId?: string;
    }
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** "feedback: clear words" brings its comment along. */
      readonly comment?: string;
    }
  | { readonly kind: 'request'; readonly request: OwnRequest }
  /** What the message says beside the card that stands: what keeps the visitor from going, or how the symptom runs. */
  | {
      readonly kind: 'remind';
      readonly about?: 'obstacle' | 'course' | 'why' | 'adds' | 'unclear' | 'doubted' | 'overdose';
    }
  /** The answer to a card is taken back; what was told of stands again. */
  | {
      readonly kind: 'restore';
      /** Nobody looks after any of it any more, whatever was answered last. */
      readonly unseen?: true;
    }
  | { readonly kind: 'stale-button' }
  /** Not here, where others read along. */
  | { readonly kind: 'private'; readonly matter: PrivateMatter; readonly topicId?: string }
  | { readonly kind: 'comfort' }
  | DialogDecision
  | {
      readonly kind: 'answer';
      readonly topicId: string;
      readonly more: boolean;
      /** Place of the section that the words point to. */
      readonly section?: number;
      /** What is shown in place of the whole answer, because that was told just now; may be empty. */
      readonly excerpt?: string;
    }
  /** `several`: the message asks about each of them. */
  | { readonly kind: 'clarify'; readonly topicIds: readonly string[]; readonly several?: true }
  | { readonly kind: 'clarify-cancel' }
  | { readonly kind: 'small-talk'; readonly intent: SmallTalkIntent }
  | { readonly kind: 'fallback' };

/** What `decide` needs to look up. */
export interface DecisionSources {
  readonly dialogs: ReadonlyMap<string, Dialog>;
  /** Words of a button or title -> topic id. */
  readonly topicByLabel: ReadonlyMap<string, string>;
  /** A label as it looks when typed: lower case, no punctuation. */
  readonly typed: (label: string) => string;
  /** Whole messages that ask something of the conversation itself. */
  readonly requests: ReadonlyMap<string, Request>;
  /** Short questions about whatever was told last. */
  readonly followUps: FollowUps;
  /** Small talk by its kind. */
  readonly smallTalk: ReadonlyMap<string, SmallTalkIntent>;
  readonly topics: ReadonlyMap<string, ScriptTopic>;
  /** The section of a topic that words point to. */
  readonly findPart: PartFinder;
  /** Words that say that something is getting worse. */
  readonly worse: readonly string[];
  /** Words that take back an answer to a card. */
  readonly undo: readonly string[];
  /** Words that say that nobody looks after it any more. */
  readonly unseen: readonly string[];
  /** Words that say that what was taken back is so all the same. */
  readonly still: readonly string[];
  /** "I have that", said of what was told. */
  readonly claims: Claims;
}

/** How a message came. */
export interface Place {
  /** A button that belongs to an earlier question or card. */
  readonly stale?: boolean;
  /** Other people read along. */
  readonly shared?: boolean;
}

/** The card of fear and sadness without danger. */
const DISTRESS = 'distress';
/** From here small talk sounds like more: "im done goodbye". */
const FAREWELL = -1;
/** Feedback with its comment in one message. Source: keyword table, section 2. */
const COMMENT = /^\s*feedback\s*:\s*(\S.{0,2000})/is;
/**
 * Chooses one decision. The order below is the safety policy of the whole service: a red flag beats every
 * command, every open dialog and every topic, in every state. Only our own words go before it: the label of a
 * button that was offered in the last reply ("Paralysis" then names a topic), a listed answer to the open question,
 * and the reviewed answers to a card, with the words that take them back.
 *
 * @param place - what the words alone do not tell.
 */
export function decide(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
  place: Place = {},
): Decision {
  const found = assessRisk(said.redFlags, {
    ...state.facts,
    painTold: painWho(state) === whoIsMeant(said, state),
  });
  const risk = inThisConversation(found, said, state);
  const request =
    sources.requests.get(said.words) ??
    mistakeInPart(said, risk, state) ??
    seenInPart(said, risk, state, sources);
  const step = dialogStep(said, risk, state, sources.dialogs, request === 'done');
  const decision: Decision =
    (place.stale === true ? { kind: 'stale-button' } : undefined) ??
    offeredTopic(said, state, sources) ??
    staleWords(said, state, step, sources) ??
    (step?.listed === true && said.command === undefined ? answered(said, step) : undefined) ??
    restored(said, risk, state, sources) ??
    cardAnswer(said, request, state) ??
    emergency(risk, said, sources) ??
    courseTold(said, risk, reportOf(risk, said, sources), state, request) ??
    claimed(said, risk, state, sources) ??
    keyword(said, risk, sources) ??
    requested(request, state, sources) ??
    dialogAnswer(said, step, risk) ??
    reminder(request, state) ??
    heardInDanger(said, risk, state, sources) ??
    addsToEmergency(said, risk, state) ??
    foreign(said, risk) ??
    (risk.concepts.length === 0 ? titledTopic(said, sources) : undefined) ??
    (isOnlySocial(said, risk) || isOnlyUnclear(said, risk, state)
      ? undefined
      : doubt(said, risk, step, sources)) ??
    (step === undefined && request === undefined ? declinedOffer(said, state, sources) : undefined) ??
    (step === undefined ? namedInPart(said, state, sources) : undefined) ??
    standsByIt(knowledge(said, request, state, step, sources), said, state, sources, risk);
  return place.shared === true ? inSharedPlace(decision) : decision;
}

/** True for a decision that must not wait or be withheld, whatever its message was meant for. */
export function isUrgent(decision: Decision): boolean {
  return decision.kind === 'escalate' && decision.risk.tier !== 'soon';
}

/** The label of a button of an earlier question that does not fit the open one. */
function staleWords(
  said: Understanding,
  state: ConversationState,
  step: DialogStep | undefined,
  { dialogs }: DecisionSources,
): Decision | undefined {
  // "Same for a long time" has a meaning for any question, but here it is the label of another one.
  const understood = step !== undefined && step.advance.kind !== 'unrecognised' && !said.course.alone;
  const fits = step?.listed === true || understood;
  return !fits && namesEarlierChoice(said.words, state, dialogs) ? { kind: 'stale-button' } : undefined;
}

function emergency(risk: Risk, said: Understanding, sources: DecisionSources): Decision | undefined {
  if (risk.tier !== 'emergency' && risk.tier !== 'urgent') return undefined;
  const asked = isQuestion(said) ? seemsToAsk(said) : {};
  return { kind: 'escalate', risk, report: reportOf(risk, said, sources), ...asked };
}

function reportOf(risk: Risk, said: Understanding, sources: DecisionSources): Report {
  const hits = said.redFlags.hits.map(({ concept }) => concept.id);
  return {
    named: risk.concepts.filter((id) => hits.includes(id)),
    // "They sent me home": what was looked after counts as new.
    worse: holdsAny(said.words, sources.worse) || leavesCare(said, sources),
    placed: said.redFlags.partial !== undefined,
  };
}

function keyword(said: Understanding, risk: Risk, sources: DecisionSources): Decision | undefined {
  if (said.command === 'urgent-help')
    return { kind: 'ask', question: 'urgent-help', risk, report: reportOf(risk, said, sources) };
  if (said.command !== undefined) return { kind: 'command', command: said.command };
  const [, comment] = COMMENT.exec(said.text) ?? [];
  return comment === undefined ? undefined : { kind: 'command', command: 'feedback', comment };
}

/**
 * An answer that fits the open question, unless its words hold a red flag. A listed choice is our own word, so
 * only a frame counts against it; in free text a doubt is enough to ask. A guided check weighs what can wait some
 * days, and asks about cancer itself.
 */
function dialogAnswer(said: Understanding, step: DialogStep | undefined, risk: Risk): Decision | undefined {
  if (step === undefined || step.advance.kind === 'unrecognised') return undefined;
  const { advance, guided } = step;
  // The last question takes any words, but a question is not swallowed as an answer.
  if (guided && advance.kind === 'outcome' && advance.freeText && asks(said)) return undefined;
  const fromChoice = advance.kind === 'picking' || (advance.kind !== 'expired' && !advance.freeText);
  const calm =
    risk.tier === 'none' ||
    (fromChoice && risk.concepts.length === 0) ||
    (guided && (risk.tier === 'soon' || risk.question === 'cancer-history'));
  return calm ? answered(said, step) : undefined;
}

/** Spanish is answered with the emergency signs in Spanish, whatever the English models make of it. */
function foreign(said: Understanding, risk: Risk): Decision | undefined {
  return said.spanish && risk.concepts.length === 0 ? { kind: 'fallback' } : undefined;
}

/** Small talk is reviewed words, "thank you dear, good night": what the trained signal alone hears in them is nothing. */
function isOnlySocial(said: Understanding, risk: Risk): boolean {
  return said.smallTalk !== undefined && said.redFlags.signal < FAREWELL && risk.concepts.length === 0;
}

/** What may be a red flag is asked about; what can wait some days gets its card. */
function doubt(
  said: Understanding,
  risk: Risk,
  step: DialogStep | undefined,
  sources: DecisionSources,
): Decision | undefined {
  // Fear is answered with comfort, and the question stays.
  if (risk.card === DISTRESS && risk.tier === 'soon' && step !== undefined) return { kind: 'comfort' };
  // The trained signal alone does not push aside a question that is already open; that one is asked again.
  const takesAnyWords = step?.advance.kind === 'outcome' && step.advance.freeText;
  if (risk.tier === 'ask' && risk.concepts.length === 0 && step !== undefined && !takesAnyWords)
    return answered(said, step);
  if (step?.guided === true && (risk.tier === 'soon' || risk.question === 'cancer-history'))
    return answered(said, step, true);
  if (risk.tier === 'ask') {
    const report = reportOf(risk, said, sources);
    return { kind: 'ask', question: risk.question ?? 'happening-now', risk, report, ...seemsToAsk(said) };
  }
  return risk.tier === 'soon' ? { kind: 'escalate', risk, report: reportOf(risk, said, sources) } : undefined;
}

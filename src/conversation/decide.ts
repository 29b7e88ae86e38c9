import { type Advance, advance } from '../dialog/advance';
import type { Dialog } from '../dialog/types';
import type { Command } from '../understanding/commands';
import { assessRisk, type Risk, type SafetyQuestion } from '../understanding/red-flags/risk';
import type { SmallTalkIntent } from '../understanding/smallTalk';
import type { Understanding } from '../understanding/understand';
import type { ConversationState } from './state';

/** What the service will do this turn, and for which single reason. */
export type Decision =
  | { readonly kind: 'escalate'; readonly risk: Risk }
  | {
      readonly kind: 'ask';
      readonly question: SafetyQuestion | 'urgent-help';
      readonly risk: Risk;
      /** What the message seems to ask, to be answered once it is clear that nothing is happening. */
      readonly topicId?: string;
    }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'erase-feedback' }
  | { readonly kind: 'remind' }
  | { readonly kind: 'dialog'; readonly step: Advance }
  | { readonly kind: 'answer'; readonly topicId: string; readonly more: boolean }
  | { readonly kind: 'clarify'; readonly topicIds: readonly string[] }
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
  readonly more: ReadonlySet<string>;
  readonly eraseFeedback: ReadonlySet<string>;
  readonly retract: ReadonlySet<string>;
}

/** At or above this score one topic is answered outright; docs/decisions/0012 says how it was measured. */
const ANSWER_SCORE = 0.6;
/** At or above this score a topic is offered as "did you mean". */
const OFFER_SCORE = 0.2;
const MAX_OFFERED = 3;

/**
 * Chooses one decision. The order below is the safety policy of the whole service: a red flag beats every
 * command, every open dialog and every topic, in every state. Only the label of a button that was offered
 * in the last reply goes before it: "Paralysis" is then our own word for a topic and not a report.
 */
export function decide(said: Understanding, state: ConversationState, sources: DecisionSources): Decision {
  const risk = assessRisk(said.redFlags, { ...state.facts, painTold: state.painTold });
  const step = dialogStep(said, state, sources);
  return (
    offeredTopic(said, state, sources) ??
    emergency(risk) ??
    keyword(said, risk, sources) ??
    dialogAnswer(step, risk) ??
    reminder(said, state, sources) ??
    foreign(said, risk) ??
    (risk.concepts.length === 0 ? titledTopic(said, sources) : undefined) ??
    doubt(said, risk, step) ??
    knowledge(said, state, step, sources)
  );
}

function emergency(risk: Risk): Decision | undefined {
  return risk.tier === 'emergency' || risk.tier === 'urgent' ? { kind: 'escalate', risk } : undefined;
}

function keyword(said: Understanding, risk: Risk, sources: DecisionSources): Decision | undefined {
  if (said.command === 'urgent-help') return { kind: 'ask', question: 'urgent-help', risk };
  if (said.command !== undefined) return { kind: 'command', command: said.command };
  return sources.eraseFeedback.has(said.words) ? { kind: 'erase-feedback' } : undefined;
}

/**
 * An answer that fits the open question, unless its words hold a red flag. A listed choice is our own word, so
 * only a frame counts against it; in free text a doubt is enough to ask.
 */
function dialogAnswer(step: Advance | undefined, risk: Risk): Decision | undefined {
  if (step === undefined || step.kind === 'unrecognised') return undefined;
  const fromChoice = step.kind !== 'expired' && !step.freeText;
  const calm = risk.tier === 'none' || (fromChoice && risk.concepts.length === 0);
  return calm ? { kind: 'dialog', step } : undefined;
}

/** "Just kidding" after a card: the advice stands. */
function reminder(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  const told = sources.retract.has(said.words) || said.smallTalk?.id === 'acknowledge';
  return told && (state.warned !== 'none' || state.crisisTold) ? { kind: 'remind' } : undefined;
}

/** Spanish is answered with the emergency signs in Spanish, whatever the English models make of it. */
function foreign(said: Understanding, risk: Risk): Decision | undefined {
  return said.spanish && risk.concepts.length === 0 ? { kind: 'fallback' } : undefined;
}

/** What may be a red flag is asked about; what can wait some days gets its card. */
function doubt(said: Understanding, risk: Risk, step: Advance | undefined): Decision | undefined {
  // The trained signal alone does not push aside a question that is already open; that one is asked again.
  if (risk.tier === 'ask' && risk.concepts.length === 0 && step !== undefined)
    return { kind: 'dialog', step };
  if (risk.tier === 'ask') {
    const best = said.topics()[0];
    const asked = best !== undefined && best.score >= ANSWER_SCORE ? { topicId: best.topicId } : {};
    return { kind: 'ask', question: risk.question ?? 'happening-now', risk, ...asked };
  }
  return risk.tier === 'soon' ? { kind: 'escalate', risk } : undefined;
}

function knowledge(
  said: Understanding,
  state: ConversationState,
  step: Advance | undefined,
  sources: DecisionSources,
): Decision {
  if (state.topicId !== undefined && sources.more.has(said.words)) {
    return { kind: 'answer', topicId: state.topicId, more: true };
  }
  if (said.ambiguousCancel) return { kind: 'clarify-cancel' };
  return step === undefined ? byTopic(said) : interruption(said, step);
}

function dialogStep(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Advance | undefined {
  const open = state.dialogs.at(-1);
  if (open === undefined) return undefined;
  const dialog = sources.dialogs.get(open.position.dialogId);
  if (dialog === undefined) return { kind: 'expired' };
  const cancer = said.redFlags.facts.cancer;
  const meanings = [said.yesNo, cancer].filter((meaning) => meaning !== undefined);
  return advance(dialog, open.position, { words: said.words, text: said.text, meanings });
}

/** A button of the last reply that names a topic. */
function offeredTopic(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  const label = state.offered.map(sources.typed).find((typed) => typed === said.words);
  const topicId = label === undefined ? undefined : sources.topicByLabel.get(label);
  return topicId === undefined ? undefined : { kind: 'answer', topicId, more: false };
}

/** The whole title of a topic. */
function titledTopic(said: Understanding, sources: DecisionSources): Decision | undefined {
  const topicId = sources.topicByLabel.get(said.words);
  return topicId === undefined ? undefined : { kind: 'answer', topicId, more: false };
}

/** A question of knowledge inside a dialog is answered when it is clear; anything else is asked again. */
function interruption(said: Understanding, step: Advance): Decision {
  const best = said.topics()[0];
  const clear = best !== undefined && best.score >= ANSWER_SCORE && said.yesNo === undefined;
  return clear ? { kind: 'answer', topicId: best.topicId, more: false } : { kind: 'dialog', step };
}

function byTopic(said: Understanding): Decision {
  if (said.smallTalk !== undefined) return { kind: 'small-talk', intent: said.smallTalk };
  // A number picks a button; one that was not offered says nothing about any topic.
  if (/^\d+$/.test(said.words)) return { kind: 'fallback' };
  const topics = said.topics();
  const best = topics[0];
  if (best !== undefined && best.score >= ANSWER_SCORE)
    return { kind: 'answer', topicId: best.topicId, more: false };
  if (best === undefined || best.score < OFFER_SCORE) return { kind: 'fallback' };
  return { kind: 'clarify', topicIds: topics.slice(0, MAX_OFFERED).map(({ topicId }) => topicId) };
}

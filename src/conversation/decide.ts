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
  | { readonly kind: 'ask'; readonly question: SafetyQuestion | 'urgent-help'; readonly risk: Risk }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'erase-feedback' }
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
  readonly more: ReadonlySet<string>;
  readonly eraseFeedback: ReadonlySet<string>;
}

/** At or above this score one topic is answered outright; docs/decisions/0004 says how it was measured. */
export const ANSWER_SCORE = 0.55;
/** At or above this score a topic is offered as "did you mean". */
export const OFFER_SCORE = 0.12;
const MAX_OFFERED = 3;

/**
 * Chooses one decision. The order below is the safety policy of the whole service: a red flag beats every
 * command, every open dialog and every topic, in every state.
 */
export function decide(said: Understanding, state: ConversationState, sources: DecisionSources): Decision {
  const risk = assessRisk(said.redFlags, { ...state.facts, painTold: state.painTold });
  if (risk.tier === 'emergency' || risk.tier === 'urgent') return { kind: 'escalate', risk };
  if (said.command === 'urgent-help') return { kind: 'ask', question: 'urgent-help', risk };
  if (said.command !== undefined) return { kind: 'command', command: said.command };
  if (sources.eraseFeedback.has(said.words)) return { kind: 'erase-feedback' };

  const step = dialogStep(said, state, sources);
  if (step !== undefined && step.kind !== 'unrecognised' && risk.tier === 'none')
    return { kind: 'dialog', step };
  if (risk.tier === 'ask') return { kind: 'ask', question: risk.question ?? 'happening-now', risk };
  if (risk.tier === 'soon') return { kind: 'escalate', risk };

  const picked = pickedTopic(said, state, sources);
  if (picked !== undefined) return picked;
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

function pickedTopic(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  if (state.topicId !== undefined && sources.more.has(said.words))
    return { kind: 'answer', topicId: state.topicId, more: true };
  const label = /^\d$/.test(said.words) ? state.offered[Number(said.words) - 1]?.toLowerCase() : undefined;
  const topicId = sources.topicByLabel.get(label ?? said.words);
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
  const topics = said.topics();
  const best = topics[0];
  if (best !== undefined && best.score >= ANSWER_SCORE)
    return { kind: 'answer', topicId: best.topicId, more: false };
  if (best === undefined || best.score < OFFER_SCORE) return { kind: 'fallback' };
  return { kind: 'clarify', topicIds: topics.slice(0, MAX_OFFERED).map(({ topicId }) => topicId) };
}

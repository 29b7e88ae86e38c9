import { type ConverseSources, converse } from '../conversation/converse';
import type { Decision } from '../conversation/decide';
import { assessRisk } from '../understanding/red-flags/risk';

/** What the service makes of one message as the first of a conversation. The contract of `evaluate`. */
export interface Judgement {
  readonly decision:
    | 'escalate'
    | 'ask'
    | 'command'
    | 'dialog'
    | 'answer'
    | 'clarify'
    | 'small-talk'
    | 'fallback';
  readonly tier: 'emergency' | 'urgent' | 'soon' | 'ask' | 'none';
  /** Ids of the red flags that fired. */
  readonly concepts: readonly string[];
  readonly command: string | null;
  /** Best first, also when the decision is not to answer. */
  readonly topics: readonly { readonly id: string; readonly score: number }[];
  /** Topic ids that one tap reaches: the answered one, or those offered. */
  readonly reached: readonly string[];
}

/** Judges one message as the first of a new conversation. */
export function judge(text: string, sources: ConverseSources): Judgement {
  const { decision, understanding } = converse(
    { event: { kind: 'message', text }, state: undefined, now: 0, newId: '' },
    sources,
  );
  if (decision === undefined || understanding === undefined)
    throw new Error('a message always leads to a decision');
  const risk = assessRisk(understanding.redFlags, {});
  const askedForHelp = decision.kind === 'ask' && decision.question === 'urgent-help';
  return {
    decision: nameOf(decision),
    tier: askedForHelp && risk.tier === 'none' ? 'ask' : risk.tier,
    concepts: risk.concepts,
    command: commandOf(decision),
    topics: understanding
      .topics()
      .map(({ topicId, score }) => ({ id: topicId, score: Math.round(score * 10_000) / 10_000 })),
    reached: reachedBy(decision),
  };
}

function nameOf(decision: Decision): Judgement['decision'] {
  if (decision.kind === 'request') return 'command';
  if (decision.kind === 'clarify-cancel') return 'clarify';
  // None of these can come first in a conversation with one person.
  switch (decision.kind) {
    case 'remind':
    case 'restore':
    case 'stale-button':
    case 'comfort':
    case 'private':
      return 'fallback';
    default:
      return decision.kind;
  }
}

/** A cry for help is the keyword help in its urgent form; erasing feedback belongs to feedback. */
function commandOf(decision: Decision): string | null {
  if (decision.kind === 'command') return decision.command;
  if (decision.kind === 'ask' && decision.question === 'urgent-help') return 'help';
  return decision.kind === 'request' && decision.request === 'erase-feedback' ? 'feedback' : null;
}

/**
 * Topics that are answered, or one tap away: a choice of "did you mean", "No, not happening" to the safety question, or
 * "This was a mistake" under a card.
 */
function reachedBy(decision: Decision): string[] {
  if (decision.kind === 'answer') return [decision.topicId];
  if (decision.kind === 'ask' || decision.kind === 'escalate')
    return decision.topicId === undefined ? [] : [decision.topicId];
  return decision.kind === 'clarify' ? [...decision.topicIds] : [];
}

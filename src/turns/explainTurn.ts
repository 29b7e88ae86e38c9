import type { Turn } from '../conversation/converse';
import type { Decision } from '../conversation/decide';
import type { Reply } from '../conversation/reply';
import { assessRisk, type KnownFacts, type Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { TurnReasons } from './TurnHost';

const SUMMARY_LENGTH = 50;
const TOPICS_SHOWN = 3;

/** Says why a turn went as it did, for staff in the Emulator. Holds the visitor's words: never log it. */
export function explainTurn(
  turn: Turn | undefined,
  replies: readonly Reply[],
  contentVersion: string,
  ms: number,
): TurnReasons {
  const { decision, understanding: said, state } = turn ?? {};
  const head = decision === undefined ? (replies[0]?.id ?? 'nothing to say') : summarize(decision);
  return {
    summary: `${head} ${ms.toFixed(1)}ms`.slice(0, SUMMARY_LENGTH),
    detail: {
      normalized: said?.words ?? null,
      command: said?.command ?? null,
      redFlags: said === undefined ? [] : hitsOf(said),
      risk: said === undefined ? null : riskOf(decision, said, state?.facts ?? {}),
      topics: said?.topics().slice(0, TOPICS_SHOWN) ?? [],
      decision: decision ?? null,
      replyIds: replies.map(({ id }) => id),
      state: state ?? null,
      contentVersion,
      ms: Math.round(ms * 100) / 100,
    },
  };
}

/** The risk that was decided on; where something else was, what the words alone would be. */
function riskOf(decision: Decision | undefined, said: Understanding, facts: KnownFacts): Risk {
  const decided = decision?.kind === 'escalate' || decision?.kind === 'ask' ? decision.risk : undefined;
  return decided ?? assessRisk(said.redFlags, facts);
}

/** Each red flag found, the words that raised it, and the rule that decided about it. */
function hitsOf(said: Understanding): Record<string, unknown>[] {
  return said.redFlags.hits.map((hit) => ({
    id: hit.concept.id,
    words: said.utterance.tokens
      .slice(hit.start, hit.end)
      .map(({ word }) => word)
      .join(' '),
    frame: hit.frame.parts.join(hit.frame.ordered ? ' > ' : ' + '),
    assertion: hit.assertion,
    reason: hit.reason,
    who: hit.who,
  }));
}

function summarize(decision: Decision): string {
  switch (decision.kind) {
    case 'escalate':
      return `RED FLAG ${decision.risk.concepts[0] ?? ''} -> ${decision.risk.tier}`;
    case 'ask':
      return `ask ${decision.question}`;
    case 'command':
      return `command ${decision.command}`;
    case 'request':
      return `request ${decision.request}`;
    case 'answer':
      return `answer ${decision.topicId}`;
    case 'clarify':
      return `clarify ${decision.topicIds.join(', ')}`;
    default:
      return decision.kind;
  }
}

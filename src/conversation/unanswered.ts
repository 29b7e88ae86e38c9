import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import type { Effect } from './effects';
import type { ConversationState } from './state';

/** The trained signal leans to a red flag above 0; what is missed stands just below. Harmless questions stand far below. */
const CALM_SIGNAL = -2;

interface Answered {
  readonly decision: Decision;
  readonly said: Understanding;
  readonly replyId: string;
  /** Other people read along. */
  readonly shared: boolean;
}

interface Noted {
  readonly effects: readonly Effect[];
  readonly state: Pick<ConversationState, 'unanswered'>;
}

/**
 * Notes what the content team should know of: a message that was declined, or answered with "did you mean". When one of
 * the offered topics is picked next, the note is taken back.
 */
export function noteUnanswered(
  answered: Answered,
  before: ConversationState,
  sources: DecisionSources & { readonly phrasing: (text: string) => string | undefined },
): Noted {
  const { decision, said } = answered;
  const told = decision.kind === 'answer' ? sources.topics.get(decision.topicId)?.title : undefined;
  const picked = told !== undefined && before.offered.includes(told) ? before.unanswered : undefined;
  const phrasing = mayBeNoted(answered, before, sources) ? sources.phrasing(said.text) : undefined;
  return {
    effects: [
      ...(picked === undefined ? [] : [{ kind: 'erase-unanswered', phrasing: picked } as const]),
      ...(phrasing === undefined ? [] : [{ kind: 'note-unanswered', phrasing } as const]),
    ],
    state: decision.kind === 'clarify' && phrasing !== undefined ? { unanswered: phrasing } : {},
  };
}

/**
 * Not where others read along, not the label of a button, and nothing near a red flag: no words of one, even a denied
 * one, and no word after a card. With a dialog open the words may be feedback.
 */
function mayBeNoted(
  { replyId, said, shared }: Answered,
  before: ConversationState,
  { typed }: DecisionSources,
): boolean {
  const isUnanswered = replyId === 'fallback' || replyId === 'clarify';
  const isButton = before.offered.some((label) => typed(label) === said.words);
  const { hits, partial, reassured, signal } = said.redFlags;
  const isNamed = hits.length > 0 || partial !== undefined || reassured;
  const isCalm = !isNamed && signal < CALM_SIGNAL && before.warnings.length === 0;
  return isUnanswered && !isButton && isCalm && before.dialogs.length === 0 && !shared && !said.spanish;
}

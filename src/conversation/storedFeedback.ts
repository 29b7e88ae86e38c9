import { withoutContacts } from './contacts';
import type { Effect, Feedback } from './effects';
import type { ConversationState, OpenDialog } from './state';
import type { TurnContext } from './turn';

type StoreFeedback = Extract<Effect, { kind: 'store-feedback' }>;

/** Stores the feedback that a visitor has given so far, so that nothing is lost if the process dies before the end. */
export function storedFeedback(
  open: OpenDialog,
  context: TurnContext,
): { readonly effects: readonly StoreFeedback[]; readonly state: ConversationState } {
  const { state } = context;
  const feedback = feedbackFrom(open, context);
  const feedbackIds = [...new Set([...state.feedbackIds, feedback.id])];
  return { effects: [{ kind: 'store-feedback', feedback }], state: { ...state, feedbackIds } };
}

/** The rating and comment as they are kept: about the last answer, without anybody's contact details. */
function feedbackFrom(open: OpenDialog, { state, now, newId }: TurnContext): Feedback {
  const { rating, comment } = open.position.answers;
  const words = comment?.[0];
  return {
    id: open.feedbackId ?? newId,
    at: now,
    rating: rating?.[0] ?? 'none',
    about: state.lastReplyId,
    ...(words === undefined || words === 'skip' ? {} : { comment: withoutContacts(words) }),
  };
}

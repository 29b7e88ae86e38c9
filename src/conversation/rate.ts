import { withoutContacts } from './contacts';
import type { Effect } from './effects';
import type { Rated } from './events';
import type { ConversationState } from './state';
import type { TurnContext } from './turn';

/** What a rating is about when the service no longer knows which reply it stood under. */
const UNKNOWN = 'unknown';

/**
 * Stores a rating given by the channel's own buttons. A changed mind about the same reply replaces the rating.
 *
 * @param comment - absent when there is none, or when it held something more urgent than a comment.
 */
export function rate(
  rated: Rated,
  comment: string | undefined,
  { script, state, now, newId }: TurnContext,
): { readonly state: ConversationState; readonly effects: readonly Effect[] } {
  const { rating, message } = rated;
  // A channel that does not say where the thumb stands means what was told last.
  const about = rated.about ?? ((message === undefined && state.lastReplyId) || UNKNOWN);
  const place = message ?? about;
  const id = state.rated?.place === place ? state.rated.feedbackId : newId;
  const longest = script.dialogs.get('feedback')?.questions.get('comment')?.text?.maxLength ?? 0;
  const words = withoutContacts((comment ?? '').trim().slice(0, longest));
  const feedback = { id, at: now, rating, about, ...(words === '' ? {} : { comment: words }) };
  return {
    effects: [{ kind: 'store-feedback', feedback }],
    state: {
      ...state,
      feedbackIds: [...new Set([...state.feedbackIds, id])],
      rated: { place, feedbackId: id },
    },
  };
}

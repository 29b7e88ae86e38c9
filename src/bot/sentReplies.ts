import type { Activity } from 'botbuilder';
import { BoundedMap } from './boundedMap';

/** Which reply a channel's message was, so that a thumb under it can be told what it is about. */
export interface SentReplies {
  remember(inAnswerTo: Activity, messageId: string, replyId: string): void;
  /** @returns the id of the reply that the thumb of this activity stands under, unless it was forgotten. */
  find(thumb: Activity): string | undefined;
}

/** Ids only, and of the last answers: a thumb under an older one is stored as being about an unknown reply. */
const MOST = 20_000;

export function rememberSentReplies(): SentReplies {
  const replies = new BoundedMap<string, string>(MOST);
  // In a channel the id of the thread is added to the conversation for some activities and not for others.
  const key = ({ channelId, conversation }: Activity, message: string) =>
    JSON.stringify([channelId, conversation.id.split(';messageid=')[0], message]);
  return {
    remember: (activity, messageId, replyId) => replies.set(key(activity, messageId), replyId),
    find: (thumb) => replies.get(key(thumb, thumb.replyToId ?? '')),
  };
}

import type { ConversationId } from '../storage/Store';
import type { ClientActivity } from './clientActivity';
import type { Holder } from './tokens';

/** A conversation as its turns see it. */
export interface Conversation {
  readonly holder: Holder;
  readonly locale: string;
}

/** How the bot is called on this channel. Azure's name of the channel, so that clients see no difference. */
export const CHANNEL = 'directline';
const BOT = { id: 'spine-guide', role: 'bot' } as const;

/** How a conversation of this channel is called in the store. */
export function idOf(conversation: string): ConversationId {
  return { channel: CHANNEL, conversation };
}

/** What a client may see of an activity of the bot; the rest is Bot Framework's own bookkeeping. */
const SHOWN = [
  'type',
  'text',
  'textFormat',
  'inputHint',
  'importance',
  'suggestedActions',
  'attachments',
  'attachmentLayout',
  'channelData',
  'locale',
  'replyToId',
] as const;
/** Everything else, such as traces, is not for visitors. */
const SHOWN_TYPES = new Set(['message', 'endOfConversation']);

type Fields = Readonly<Record<string, unknown>>;

/** @returns an activity of the bot as the visitor's client gets it, or undefined when it is not for visitors. */
export function outgoing(activity: Fields, botName: string, now: number): object | undefined {
  if (!SHOWN_TYPES.has(String(activity.type))) return undefined;
  const shown = SHOWN.filter((key) => activity[key] !== undefined).map((key) => [key, activity[key]]);
  return {
    ...Object.fromEntries(shown),
    timestamp: new Date(now).toISOString(),
    channelId: CHANNEL,
    from: { ...BOT, name: botName },
  };
}

/** The visitor's own activity, as it is shown back and handed to the bot. */
export function incoming(sent: ClientActivity, { holder, locale }: Conversation, now: number): Fields {
  const { attachments: _, ...own } = sent;
  return {
    ...own,
    locale: sent.locale ?? locale,
    timestamp: new Date(now).toISOString(),
    channelId: CHANNEL,
    conversation: { id: holder.conversation },
    from: { id: holder.user, role: 'user' },
  };
}

/** Tells the bot that somebody opened the chat. Never shown to clients. */
export function opening({ holder, locale }: Conversation): Fields {
  return {
    type: 'conversationUpdate',
    channelId: CHANNEL,
    locale,
    conversation: { id: holder.conversation },
    from: { id: holder.user, role: 'user' },
    recipient: BOT,
    membersAdded: [BOT, { id: holder.user }],
  };
}

/** An activity of a visitor with what only the bot needs. @param id - under which it is known when it comes again. */
export function forBot(activity: Fields, id: string | undefined): object {
  return { ...activity, ...(id === undefined ? {} : { id }), recipient: BOT };
}

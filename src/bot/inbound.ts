import type { Activity } from 'botbuilder';
import type { ConversationKey, InboundEvent } from '../conversation/events';
import { buttonCommand, buttonId } from './buttonCommand';
import { actionData, CARD_ACTION, readRating } from './invokes';
import { visitorText } from './visitorText';

/** An activity as the conversation core sees it. */
export interface Inbound {
  readonly key: ConversationKey;
  readonly event: InboundEvent;
}

/** Channels that add only the bot when somebody opens the chat; the visitor is named later or never. */
const GREETS_ON_BOT_ADDED = new Set(['webchat', 'directline', 'msteams']);
const OPENING_EVENTS = new Set(['start', 'webchat/join']);

/**
 * Translates an activity. The server has checked its ids and lists; everything else may be of any type.
 *
 * @returns undefined for everything that needs no answer, known and unknown: typing, reactions, deleted messages (no
 *   words of theirs were kept).
 */
export function toInbound(activity: Activity): Inbound | undefined {
  const spoken = { key: keyOf(activity, activity.from?.id ?? ''), event: eventOf(activity) };
  if (spoken.event !== undefined) return { key: spoken.key, event: spoken.event };
  const person = isShared(activity) ? undefined : personWhoOpened(activity);
  return person === undefined ? undefined : { key: keyOf(activity, person), event: { kind: 'opened' } };
}

/** True where several people read along: then nobody is greeted unasked, and replies are shaped for it. */
export function isShared({ conversation }: Activity): boolean {
  return (
    conversation.isGroup === true ||
    conversation.conversationType === 'groupChat' ||
    conversation.conversationType === 'channel'
  );
}

function keyOf({ channelId, conversation }: Activity, person: string): ConversationKey {
  return { channel: channelId, conversation: conversation.id, person };
}

function eventOf(activity: Activity): InboundEvent | undefined {
  const shared = isShared(activity) ? ({ shared: true } as const) : {};
  switch (activity.type) {
    case 'message':
      return { ...messageOf(activity), ...shared };
    case 'messageUpdate':
      return { kind: 'edited', text: visitorText(activity), ...shared };
    case 'invoke': {
      const event = activity.name === CARD_ACTION ? cardAction(activity) : readRating(activity);
      return event === undefined ? undefined : { ...event, ...shared };
    }
    case 'installationUpdate':
      return activity.action === 'remove' ? { kind: 'removed' } : undefined;
    case 'event':
      return eventByName(activity);
    default:
      return undefined;
  }
}

/** A button of a card; anything in it that is not ours is refused rather than guessed at. */
function cardAction(activity: Activity): InboundEvent | undefined {
  const value = actionData(activity);
  if (buttonCommand(value) === undefined && buttonId(value) === undefined) return undefined;
  return messageOf({ ...activity, text: '', value });
}

function eventByName(activity: Activity): InboundEvent | undefined {
  const name = typeof activity.name === 'string' ? activity.name.toLowerCase() : '';
  if (name === 'close') return { kind: 'closed' };
  return OPENING_EVENTS.has(name) ? { kind: 'opened' } : undefined;
}

function messageOf(activity: Activity): InboundEvent {
  const text = visitorText(activity);
  const command = buttonCommand(activity.value);
  const button = buttonId(activity.value);
  if (command === undefined && button !== undefined) return { kind: 'message', text, button };
  if (command === undefined) return { kind: 'message', text };
  if (command !== 'close') return { kind: 'message', text, command };
  // Closing with words beside it: the words are read for red flags before the silence.
  const bare = text === '' || text.toLowerCase() === 'close';
  return bare ? { kind: 'closed' } : { kind: 'message', text, command: 'cancel' };
}

/** The visitor whose arrival an update reports, '' when it does not say, undefined when nobody arrived. */
function personWhoOpened(activity: Activity): string | undefined {
  const { type, action, membersAdded = [], channelId } = activity;
  const bot = activity.recipient?.id;
  const from = activity.from?.id ?? '';
  const sender = from === bot ? '' : from;
  if (type === 'installationUpdate') return action === 'add' ? sender : undefined;
  if (type !== 'conversationUpdate' || membersAdded.length === 0) return undefined;
  const people = membersAdded.map((member) => member.id).filter((id) => id !== bot);
  if (people.length > 0) return people.includes(sender) ? sender : people[0];
  return GREETS_ON_BOT_ADDED.has(channelId) ? sender : undefined;
}

import type { ConversationKey } from '../conversation/events';
import { BoundedMap } from './boundedMap';

/**
 * Keeps the welcome to one per conversation. Channels announce the same opening two or three times, at once
 * or minutes apart, and name different people in it; the core only knows the person it was told about.
 */
export interface Greetings {
  /** True when this is the first news of the conversation, so that it should be welcomed. */
  opened(key: ConversationKey): boolean;
  /** True when somebody else was welcomed here, so that this person must be introduced without a welcome. */
  introduces(key: ConversationKey): boolean;
  /** The conversation ended; the next opening is a new one. */
  forget(key: ConversationKey): void;
}

interface Known {
  readonly people: Set<string>;
  readonly seenAt: number;
}

interface GreetingLimits {
  /** After this silence a conversation starts afresh, as it does in the core. */
  readonly idleMs: number;
  readonly maxConversations: number;
  readonly now: () => number;
}

/** Beyond this many people of one group, introductions repeat, which the core takes calmly. */
const MAX_PEOPLE = 200;

export function trackGreetings({ idleMs, maxConversations, now }: GreetingLimits): Greetings {
  const conversations = new BoundedMap<string, Known>(maxConversations);
  const id = ({ channel, conversation }: ConversationKey) => JSON.stringify([channel, conversation]);

  const live = (key: ConversationKey): Known | undefined => {
    const found = conversations.get(id(key));
    return found !== undefined && now() - found.seenAt < idleMs ? found : undefined;
  };
  const remember = (key: ConversationKey, people: Set<string>): void => {
    if (people.size < MAX_PEOPLE) people.add(key.person);
    conversations.set(id(key), { people, seenAt: now() });
  };

  return {
    opened(key) {
      const isFirst = live(key) === undefined;
      if (isFirst) remember(key, new Set());
      return isFirst;
    },
    introduces(key) {
      const people = live(key)?.people;
      const isNewcomer = people !== undefined && !people.has(key.person);
      remember(key, people ?? new Set());
      return isNewcomer;
    },
    forget(key) {
      conversations.delete(id(key));
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { Delivery } from '../channels/delivery';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import type { BotTurn } from './BotTurn';
import { withDeadline } from './deadline';
import { isFinal, type UnsentReply } from './resend';

export const ENDING = 'endOfConversation';
/** What is worth sending again later: words, and the event that calls a person. */
const WORTH_KEEPING = new Set(['message', 'event']);

interface DeliveryOptions {
  readonly store: StoreHealth;
  readonly log: Log;
  /** Longest time sending one activity may take, everything included. */
  readonly sendLimitMs: number;
  /** How long a reply that could not be sent waits for the next try. */
  readonly retryMs: number;
}

/**
 * Delivers over Bot Framework's connector. Replies are stored with their turn and leave the store when the channel has
 * taken them; what is left over, because the channel or this process failed, is sent again under the same id.
 */
export function connectorDelivery(context: BotTurn, options: DeliveryOptions): Delivery {
  if (isBuffered(context.activity)) return bufferedDelivery(context);
  const ids = new Map<object, string>();
  return {
    keep(activities) {
      const reference = referenceOf(context.activity);
      const outbox = activities
        .filter(({ type }: Partial<Activity>) => WORTH_KEEPING.has(type ?? ''))
        .map((activity) => {
          const id = randomUUID();
          ids.set(activity, id);
          return { id, activity: { reference, activity: named(activity, id) } satisfies UnsentReply };
        });
      return { outbox };
    },
    deliver: (activities, stored, onSent) =>
      sendAll(context, activities, { ids: stored ? ids : new Map(), onSent }, options),
    repeat: async () => undefined,
  };
}

/** The replies are the answer to the request itself. */
export function isBuffered({ deliveryMode }: { readonly deliveryMode?: unknown }): boolean {
  return deliveryMode === 'expectReplies';
}

/** Channels that know nothing of the update with which a chat begins, so it cannot be replied to. */
const UPDATES_HAVE_NO_ID = new Set(['directline', 'webchat']);

/** Where replies to an activity go, in the form that both SDKs take. */
function referenceOf(activity: Activity): UnsentReply['reference'] {
  const { type, id, from: user, recipient: bot, conversation, channelId, locale, serviceUrl } = activity;
  const repliable = id !== undefined && !(type === 'conversationUpdate' && UPDATES_HAVE_NO_ID.has(channelId));
  return {
    ...(repliable ? { activityId: id } : {}),
    ...(locale === undefined ? {} : { locale }),
    ...{ user, bot, conversation, channelId, serviceUrl },
  };
}

interface Sending {
  /** The ids of those that are kept until they are sent. */
  readonly ids: ReadonlyMap<object, string>;
  readonly onSent: Parameters<Delivery['deliver']>[2];
}

/** The replies are the answer to the request itself; if that was lost, the same ones are given again. */
function bufferedDelivery(context: BotTurn): Delivery {
  const send = async (activities: readonly object[]) => {
    if (activities.length > 0) await context.sendActivities([...activities]);
  };
  return {
    // A trace quotes the visitor; it is not stored.
    keep: (activities) => ({
      note: JSON.stringify(activities.filter(({ type }: Partial<Activity>) => type !== 'trace')),
    }),
    deliver: send,
    repeat: (note) => send(note === '' ? [] : JSON.parse(note)),
  };
}

/** The SDK strips `id` before it sends, so a reply's own id travels beside the channel's data. */
function named(activity: Partial<Activity>, replyId: string): Partial<Activity> {
  return { ...activity, channelData: { ...activity.channelData, replyId } };
}

/**
 * Sends in order and stops at the first failure, so that a visitor never reads a later line without the
 * earlier one. A failure is logged, not thrown: the turn has happened, and the channel must not repeat it.
 */
async function sendAll(
  context: BotTurn,
  activities: readonly Partial<Activity>[],
  { ids, onSent }: Sending,
  { store, log, sendLimitMs, retryMs }: DeliveryOptions,
): Promise<void> {
  const { conversation, channelId } = context.activity;
  const idsOf = (some: readonly object[]) => some.flatMap((activity) => ids.get(activity) ?? []);
  const send = async (activity: Partial<Activity>) => {
    const id = ids.get(activity);
    const sent = id === undefined ? activity : named(activity, id);
    const [answer] = await withDeadline(context.sendActivities([sent]), sendLimitMs);
    if (answer?.id) onSent?.(activity, answer.id);
  };
  const { failedAt, error } = await sendEach(activities, send);
  const unsent = activities.slice(failedAt);
  // Some clients refuse to be told that a conversation ended; by then everything has been said.
  if (unsent[0]?.type === ENDING) log.info('ending.refused', { channel: channelId });
  else if (unsent.length > 0)
    log.error('send.failed', {
      conversation: conversation.id,
      channel: channelId,
      count: unsent.length,
      error,
    });
  // What the channel will never take is not tried again.
  const waiting = isFinal(error) ? [] : idsOf(unsent);
  const settled = idsOf(activities).filter((id) => !waiting.includes(id));
  if (settled.length + waiting.length === 0) return;
  await store
    .ask(async (kept) => {
      await kept.sent(settled);
      await kept.postpone(waiting, retryMs);
    })
    // They are sent a second time then, under the same id.
    .catch((fault: unknown) => log.error('outbox.failed', { conversation: conversation.id, error: fault }));
}

/** @returns the index of the first that failed and why; past the end when none did. */
async function sendEach(
  activities: readonly Partial<Activity>[],
  send: (activity: Partial<Activity>) => Promise<void>,
): Promise<{ failedAt: number; error?: unknown }> {
  for (const [failedAt, activity] of activities.entries())
    try {
      await send(activity);
    } catch (error) {
      return { failedAt, error };
    }
  return { failedAt: activities.length };
}

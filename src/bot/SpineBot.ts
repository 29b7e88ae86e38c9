import type { Activity, TurnContext } from 'botbuilder';
import type { ReplyLabels } from '../channels/outbound';
import { render } from '../channels/render';
import type { Log } from '../telemetry/log';
import type { TurnHost, TurnOutcome } from '../turns/TurnHost';
import { withDeadline } from './deadline';
import type { Greetings } from './greetings';
import { type Inbound, isShared, toInbound } from './inbound';
import { traceOf } from './trace';

interface SpineBotOptions {
  readonly host: TurnHost;
  readonly labels: ReplyLabels;
  readonly log: Log;
  readonly greetings: Greetings;
  /** Longest time sending one activity may take, everything included. */
  readonly sendLimitMs: number;
  readonly now: () => number;
}

/** Joins Bot Framework to the conversation: activity in, one turn of the core, its replies out in order. */
export function createSpineBot(options: SpineBotOptions): (context: TurnContext) => Promise<void> {
  const { log, now } = options;
  return async (context) => {
    const startedAt = now();
    const { activity } = context;
    const inbound = toInbound(activity);
    const outcome = inbound === undefined ? undefined : await takeTurn(inbound, activity.id, options);
    if (inbound === undefined || outcome === undefined) return;
    await send(context, outbound(outcome, activity, options.labels), options);
    log.info('turn', {
      conversation: activity.conversation.id,
      channel: activity.channelId,
      kind: inbound.event.kind,
      replies: outcome.replies.map((reply) => reply.id),
      durationMs: now() - startedAt,
    });
  };
}

/** @returns undefined when the core need not be asked: a welcome that was already given. */
async function takeTurn(
  { key, event }: Inbound,
  activityId: unknown,
  { host, greetings }: SpineBotOptions,
): Promise<TurnOutcome | undefined> {
  const id = typeof activityId === 'string' ? activityId : undefined;
  if (event.kind === 'opened') return greetings.opened(key) ? await host.take(key, event, id) : undefined;
  // The core greets a person it does not know. Whoever saw the welcome under another id is introduced first,
  // and that second welcome is dropped. Both calls are made at once, so that no other message gets between.
  const introduced = greetings.introduces(key) ? host.take(key, { kind: 'opened' }) : undefined;
  const [outcome] = await Promise.all([host.take(key, event, id), introduced]);
  const ends = event.kind === 'closed' || outcome.replies.some((reply) => reply.ends === true);
  if (ends) greetings.forget(key);
  return outcome;
}

/** Everything to send for one turn, in order. */
function outbound(outcome: TurnOutcome, activity: Activity, labels: ReplyLabels): Partial<Activity>[] {
  const { channelId } = activity;
  const destination = { channelId, shared: isShared(activity) };
  const sent: Partial<Activity>[] = outcome.replies.flatMap((reply) => {
    const message = render(reply, destination, labels) as Partial<Activity>;
    // Teams shows an error for this type. Elsewhere it comes after the words: by itself it shows nothing.
    return reply.ends === true && channelId !== 'msteams'
      ? [message, { type: 'endOfConversation' }]
      : [message];
  });
  // The trace quotes the visitor, so it is built only where staff test, never for a public channel.
  return channelId === 'emulator' ? [...sent, traceOf(outcome.reasons())] : sent;
}

/**
 * Sends in order and stops at the first failure, so that a visitor never reads a later line without the
 * earlier one. A failure is logged, not thrown: the turn has happened, and the channel must not repeat it.
 */
async function send(
  context: TurnContext,
  activities: readonly Partial<Activity>[],
  { log, sendLimitMs }: SpineBotOptions,
): Promise<void> {
  for (const [index, activity] of activities.entries()) {
    try {
      await withDeadline(context.sendActivities([activity]), sendLimitMs);
    } catch (error) {
      const { conversation, channelId } = context.activity;
      const unsent = activities.length - index;
      log.error('send.failed', { conversation: conversation.id, channel: channelId, count: unsent, error });
      return;
    }
  }
}

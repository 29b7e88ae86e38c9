import type { Activity, TurnContext } from 'botbuilder';
import type { ReplyLabels } from '../channels/outbound';
import { render } from '../channels/render';
import type { Log } from '../telemetry/log';
import type { TurnHost, TurnOutcome } from '../turns/TurnHost';
import { withDeadline } from './deadline';
import type { Greetings } from './greetings';
import { type Inbound, isShared, toInbound } from './inbound';
import { traceOf } from './trace';

const ENDING = 'endOfConversation';

interface SpineBotOptions {
  readonly host: TurnHost;
  readonly labels: ReplyLabels;
  readonly log: Log;
  readonly greetings: Greetings;
  /** Longest time sending one activity may take, everything included. */
  readonly sendLimitMs: number;
  /** True where a contact center listens for visitors who ask for a person. */
  readonly handoffEvents: boolean;
}

/** Joins Bot Framework to the conversation: activity in, one turn of the core, its replies out in order. */
export function createSpineBot(options: SpineBotOptions): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { activity } = context;
    const inbound = toInbound(activity);
    const outcome = inbound === undefined ? undefined : await takeTurn(inbound, activity.id, options);
    if (inbound === undefined || outcome === undefined) return;
    await send(context, outbound(outcome, activity, options), options);
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
function outbound(
  outcome: TurnOutcome,
  activity: Activity,
  { labels, handoffEvents }: SpineBotOptions,
): Partial<Activity>[] {
  const { channelId } = activity;
  const destination = { channelId, shared: isShared(activity) };
  const messages = outcome.replies.map((reply) => render(reply, destination, labels) as Partial<Activity>);
  // The trace quotes the visitor, so it is built only where staff test, never for a public channel.
  const trace = channelId === 'emulator' ? [traceOf(outcome.reasons())] : [];
  // Teams shows an error for this type. Elsewhere it comes after the words: by itself it shows nothing.
  const ends = channelId !== 'msteams' && outcome.replies.some((reply) => reply.ends === true);
  const handoffs = handoffEvents ? outcome.replies.flatMap(({ handoff }) => handoff ?? []) : [];
  return [...messages, ...handoffs.map(handoffEvent), ...trace, ...(ends ? [{ type: ENDING }] : [])];
}

/**
 * Tells a contact center that this visitor asks for a person, in the form of Bot Framework's handoff protocol:
 * learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human
 */
function handoffEvent(value: { readonly summary: string }): Partial<Activity> {
  return { type: 'event', name: 'handoff.initiate', value };
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
      // Some clients refuse to be told that a conversation ended; by then everything has been said.
      if (activity.type === ENDING) return log.info('ending.refused', { channel: channelId });
      const unsent = activities.length - index;
      log.error('send.failed', { conversation: conversation.id, channel: channelId, count: unsent, error });
      return;
    }
  }
}

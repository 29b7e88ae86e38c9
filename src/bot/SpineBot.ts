import type { Activity, TurnContext } from 'botbuilder';
import type { ReplyLabels } from '../channels/outbound';
import { render } from '../channels/render';
import type { Log } from '../telemetry/log';
import type { TurnHost, TurnOutcome } from '../turns/TurnHost';
import { withDeadline } from './deadline';
import type { Greetings } from './greetings';
import { type Inbound, isShared, toInbound } from './inbound';
import { invokeAnswer } from './invokes';
import type { SentReplies } from './sentReplies';
import { STAFF_CHANNEL, type Staff } from './staff';
import { traceOf } from './trace';

const ENDING = 'endOfConversation';
const TEAMS = 'msteams';

interface SpineBotOptions {
  readonly host: TurnHost;
  readonly labels: ReplyLabels;
  readonly log: Log;
  readonly greetings: Greetings;
  readonly sentReplies: SentReplies;
  /** Absent: the commands of staff are not understood anywhere. */
  readonly staff?: Staff;
  /** Longest time sending one activity may take, everything included. */
  readonly sendLimitMs: number;
  /** True where a contact center listens for visitors who ask for a person. */
  readonly handoffEvents: boolean;
}

/** Joins Bot Framework to the conversation: activity in, one turn of the core, its replies out in order. */
export function createSpineBot(options: SpineBotOptions): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { activity } = context;
    const inbound = aboutReply(toInbound(activity), activity, options);
    const forStaff = staffAnswer(inbound, options);
    if (forStaff !== undefined) return send(context, [{ activity: forStaff }], options);
    const outcome = inbound === undefined ? undefined : await takeTurn(inbound, activity.id, options);
    if (inbound?.key.channel === STAFF_CHANNEL && outcome !== undefined)
      options.staff?.note(inbound.key, outcome.reasons);
    if (outcome !== undefined) await send(context, outbound(outcome, activity, options), options);
    const value = invokeAnswer(activity, outcome !== undefined, options.labels);
    // Not sent anywhere: the adapter puts it into the answer to the request.
    if (value !== undefined) await context.sendActivity({ type: 'invokeResponse', value });
  };
}

/** What staff asked for, where staff test. */
function staffAnswer(
  inbound: Inbound | undefined,
  { staff }: SpineBotOptions,
): Partial<Activity> | undefined {
  if (inbound?.event.kind !== 'message' || inbound.key.channel !== STAFF_CHANNEL) return undefined;
  const text = staff?.answer(inbound.key, inbound.event.text);
  return text === undefined ? undefined : { type: 'message', text, textFormat: 'markdown' };
}

/** Ties a thumb to the reply it stands under. */
function aboutReply(
  inbound: Inbound | undefined,
  activity: Activity,
  { sentReplies }: SpineBotOptions,
): Inbound | undefined {
  if (inbound?.event.kind !== 'rated') return inbound;
  const about = sentReplies.find(activity);
  return about === undefined ? inbound : { ...inbound, event: { ...inbound.event, about } };
}

/** @returns undefined when the core need not be asked: a welcome that was already given. */
async function takeTurn(
  { key, event }: Inbound,
  activityId: unknown,
  { host, greetings }: SpineBotOptions,
): Promise<TurnOutcome | undefined> {
  const id = typeof activityId === 'string' ? activityId : undefined;
  if (event.kind === 'opened') return greetings.opened(key) ? await host.take(key, event, id) : undefined;
  if (event.kind === 'removed') greetings.forget(key);
  // Neither begins to talk: nobody is introduced for it.
  if (event.kind === 'removed' || event.kind === 'rated' || event.kind === 'edited')
    return host.take(key, event, id);
  // The core greets a person it does not know. Whoever saw the welcome under another id is introduced first,
  // and that second welcome is dropped. Both calls are made at once, so that no other message gets between.
  const introduced = greetings.introduces(key) ? host.take(key, { kind: 'opened' }) : undefined;
  const [outcome] = await Promise.all([host.take(key, event, id), introduced]);
  const ends = event.kind === 'closed' || outcome.replies.some((reply) => reply.ends === true);
  if (ends) greetings.forget(key);
  return outcome;
}

/** One thing to send, and the reply it says, if it says one. */
interface Outbound {
  readonly activity: Partial<Activity>;
  readonly replyId?: string;
}

/** Everything to send for one turn, in order. */
function outbound(
  outcome: TurnOutcome,
  activity: Activity,
  { labels, handoffEvents }: SpineBotOptions,
): Outbound[] {
  const { channelId, recipient } = activity;
  const bot = typeof recipient?.id === 'string' ? { bot: recipient.id } : {};
  const destination = { channelId, shared: isShared(activity), ...bot };
  const messages = outcome.replies.map((reply) => ({
    activity: render(reply, destination, labels) as Partial<Activity>,
    replyId: reply.id,
  }));
  // The trace quotes the visitor, so it is built only where staff test, never for a public channel.
  const trace = channelId === STAFF_CHANNEL ? [traceOf(outcome.reasons())] : [];
  // Teams shows an error for this type. Elsewhere it comes after the words: by itself it shows nothing.
  const ends = channelId !== TEAMS && outcome.replies.some((reply) => reply.ends === true);
  const handoffs =
    handoffEvents && channelId !== TEAMS ? outcome.replies.flatMap(({ handoff }) => handoff ?? []) : [];
  const others = [...handoffs.map(handoffEvent), ...trace, ...(ends ? [{ type: ENDING }] : [])];
  return [...messages, ...others.map((other) => ({ activity: other }))];
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
  activities: readonly Outbound[],
  { log, sendLimitMs, sentReplies }: SpineBotOptions,
): Promise<void> {
  for (const [index, { activity, replyId }] of activities.entries()) {
    try {
      const [sent] = await withDeadline(context.sendActivities([activity]), sendLimitMs);
      const rateable = replyId !== undefined && context.activity.channelId === TEAMS;
      if (rateable && sent?.id) sentReplies.remember(context.activity, sent.id, replyId);
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

import type { Activity } from 'botbuilder';
import type { Delivery } from '../channels/delivery';
import type { ReplyLabels } from '../channels/outbound';
import { render } from '../channels/render';
import type { TurnHost, TurnOutcome } from '../turns/TurnHost';
import type { BotTurn } from './BotTurn';
import { ENDING } from './connectorDelivery';
import { type Inbound, isShared, toInbound } from './inbound';
import { invokeAnswer } from './invokes';
import type { SentReplies } from './sentReplies';
import { STAFF_CHANNEL, type Staff } from './staff';
import { traceOf } from './trace';

const TEAMS = 'msteams';

interface SpineBotOptions {
  readonly host: TurnHost;
  readonly labels: ReplyLabels;
  /** How the channel of a turn keeps and delivers. */
  readonly delivery: (context: BotTurn) => Delivery;
  readonly sentReplies: SentReplies;
  /** Absent: the commands of staff are not understood anywhere. */
  readonly staff?: Staff;
  /** True where a contact center listens for visitors who ask for a person. */
  readonly handoffEvents: boolean;
}

/** Joins Bot Framework to the conversation: activity in, one turn of the core, its replies kept and then delivered. */
export function createSpineBot(options: SpineBotOptions): (context: BotTurn) => Promise<void> {
  return async (context) => {
    const { activity } = context;
    const inbound = aboutReply(toInbound(activity), activity, options);
    const forStaff = staffAnswer(inbound, options);
    if (forStaff !== undefined) return options.delivery(context).deliver([forStaff], false);
    if (inbound !== undefined) {
      const outcome = await takeTurn(inbound, context, options);
      if (inbound.key.channel === STAFF_CHANNEL) options.staff?.note(inbound.key, outcome.reasons);
    }
    const value = invokeAnswer(activity, inbound !== undefined, options.labels);
    // Not sent anywhere: the adapter puts it into the answer to the request.
    if (value !== undefined) await context.sendActivities([{ type: 'invokeResponse', value }]);
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

/** One turn of the core; what it says is kept together with the turn, and then delivered. */
async function takeTurn(
  { key, event }: Inbound,
  context: BotTurn,
  options: SpineBotOptions,
): Promise<TurnOutcome> {
  const { activity } = context;
  const delivery = options.delivery(context);
  let said: readonly Outbound[] | undefined;
  const outcome = await options.host.take(key, event, {
    // An edited message has the id of the one that was answered before.
    activityId: event.kind === 'edited' || typeof activity.id !== 'string' ? undefined : activity.id,
    keep(decided, last) {
      said = outbound(decided, activity, options);
      return delivery.keep(said.map(activityOf), last);
    },
  });
  if (outcome.repeated !== undefined) {
    await delivery.repeat(outcome.repeated);
    return outcome;
  }
  const out = (outcome.stored ? said : undefined) ?? outbound(outcome, activity, options);
  const replyIds = new Map(out.map(({ activity: one, replyId }) => [one as object, replyId]));
  await delivery.deliver(out.map(activityOf), outcome.stored, (one, sentId) => {
    const replyId = replyIds.get(one);
    if (replyId !== undefined && activity.channelId === TEAMS)
      options.sentReplies.remember(activity, sentId, replyId);
  });
  return outcome;
}

/** One thing to send, and the reply it says, if it says one. */
interface Outbound {
  readonly activity: Partial<Activity>;
  readonly replyId?: string;
}

function activityOf({ activity }: Outbound): Partial<Activity> {
  return activity;
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

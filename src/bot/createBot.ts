import type { Activity, ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';
import type { Delivery } from '../channels/delivery';
import type { ReplyLabels } from '../channels/outbound';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import type { StaffKnowledge } from '../turns/staffKnowledge';
import type { TurnHost } from '../turns/TurnHost';
import type { BotSdk, BotTurn } from './BotTurn';
import { type ChannelAdapter, openAdapter } from './channelAdapter';
import { connectorDelivery } from './connectorDelivery';
import { longestSendMs } from './connectorPolicies';
import { withDeadline } from './deadline';
import { inPace } from './pace';
import type { Receive } from './receipt';
import type { Registration } from './registration';
import { createResender } from './resend';
import { createSpineBot } from './SpineBot';
import { rememberSentReplies } from './sentReplies';
import { createStaff } from './staff';

export interface BotOptions {
  readonly host: TurnHost;
  /** Keeps replies until their channel has taken them. */
  readonly store: StoreHealth;
  readonly labels: ReplyLabels & { readonly tooMany: string };
  /** Says whether a message tells of a red flag: it is answered though its conversation is over its limit. */
  readonly isUrgent: (text: string) => boolean;
  readonly log: Log;
  /** The SDK that talks to Bot Framework's channels; botbuilder unless given. */
  readonly sdk?: BotSdk;
  /** False for a website only: then no SDK is loaded. */
  readonly takesMessages?: boolean;
  /** Absent: requests are not signed. */
  readonly registration?: Registration;
  readonly allowedServiceHosts: readonly string[];
  readonly connectorTimeoutMs: number;
  /** Sends an event when a visitor asks for a person. */
  readonly handoffEvents?: boolean;
  /** What the commands of staff show, on the Emulator's channel; absent: they are not understood. */
  readonly staffKnowledge?: StaffKnowledge;
  /** Wait before a reply that could not be sent is tried again; it doubles with each try. */
  readonly resendMs?: number;
  /** Stands in for Microsoft's sign-in service in tests; every key of it must be given. */
  readonly authority?: ConfigurationBotFrameworkAuthenticationOptions;
}

/** The bot, as its two doors. Both lead to the same turn. */
export interface Bot {
  /** For Bot Framework's channels, over HTTP. */
  readonly receive: Receive;
  /** For the channel inside this service. */
  readonly run: (activity: object, delivery: Delivery) => Promise<void>;
  /** Sends again what channels have not taken. @param orphaned - also what another process seems to be sending. */
  readonly resend: (orphaned: boolean, stop?: AbortSignal) => Promise<void>;
  /** Loads what the first message of a channel would otherwise wait for. */
  readonly warmUp: () => void;
}

const RESEND_MS = 5000;

/** No channel but the one inside. What is left over for others, from another time, waits and is given up at last. */
const CLOSED: ChannelAdapter = {
  receive: async () => ({ kind: 'refused', reason: 'unauthorized' }),
  resend: () => Promise.reject(new Error('this service is a website only')),
};

/** Joins the conversation core to Bot Framework. */
export function createBot(options: BotOptions): Bot {
  const { labels, log, store, connectorTimeoutMs, resendMs = RESEND_MS } = options;
  const sendLimitMs = longestSendMs(connectorTimeoutMs);
  const onTurn = createSpineBot({
    host: inPace(options.host, { isUrgent: options.isUrgent, tooMany: labels.tooMany }),
    labels,
    delivery: (turn) =>
      turn.delivery ?? connectorDelivery(turn, { store, log, sendLimitMs, retryMs: resendMs }),
    sentReplies: rememberSentReplies(),
    handoffEvents: options.handoffEvents === true,
    ...(options.staffKnowledge === undefined ? {} : { staff: createStaff(options.staffKnowledge) }),
  });
  const adapter = options.takesMessages === false ? CLOSED : openAdapter(options, onTurn);
  const resender = createResender({
    store,
    log,
    send: (reply) => withDeadline(adapter.resend(reply, options.registration?.appId ?? ''), sendLimitMs),
    leaseMs: 2 * sendLimitMs,
    retryMs: resendMs,
  });
  return {
    receive: (authorization, activity) => adapter.receive(authorization, activity),
    run: (activity, delivery) => onTurn(insideTurn(activity, delivery)),
    resend: (orphaned, stop) => resender.round(orphaned, stop),
    warmUp: () => adapter.warmUp?.(),
  };
}

/**
 * A turn of the channel inside this process: no HTTP to ourselves, and no unsigned door into /api/messages. What the bot
 * says goes straight to the channel.
 *
 * @param activity - built by the channel from parts it knows, never a client's own object.
 */
function insideTurn(activity: object, delivery: Delivery): BotTurn {
  const sendActivities = () => Promise.reject(new Error('the embedded channel does not support this'));
  return { activity: activity as Activity, delivery, sendActivities };
}

import type { ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';
import type { Delivery } from '../channels/delivery';
import type { ReplyLabels } from '../channels/outbound';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import type { StaffKnowledge } from '../turns/staffKnowledge';
import type { TurnHost } from '../turns/TurnHost';
import { type AuthenticationRules, BotAuthentication } from './BotAuthentication';
import { connectorDelivery } from './connectorDelivery';
import { longestSendMs } from './connectorPolicies';
import { withDeadline } from './deadline';
import { EdgeAdapter } from './EdgeAdapter';
import { sendEntitiesWhole } from './entityMapper';
import { deliveryOf, InProcessAdapter } from './InProcessAdapter';
import { inPace } from './pace';
import type { Receive } from './receipt';
import type { Registration } from './registration';
import { createResender } from './resend';
import { createSpineBot } from './SpineBot';
import { rememberSentReplies } from './sentReplies';
import { createStaff } from './staff';
import { BOT_FRAMEWORK_TENANTS, CHANNEL_ISSUERS } from './tokenGate';

export interface BotOptions {
  readonly host: TurnHost;
  /** Keeps replies until their channel has taken them. */
  readonly store: StoreHealth;
  readonly labels: ReplyLabels & { readonly tooMany: string };
  /** Says whether a message tells of a red flag: it is answered though its conversation is over its limit. */
  readonly isUrgent: (text: string) => boolean;
  readonly log: Log;
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
  readonly resend: (orphaned: boolean) => Promise<void>;
}

/** The SDK's name for the cloud of the US government. Source: botframework-connector GovernmentConstants. */
const US_GOVERNMENT = 'https://botframework.azure.us';
const RESEND_MS = 5000;

/** Joins the conversation core to Bot Framework. */
export function createBot(options: BotOptions): Bot {
  const { labels, log, store, connectorTimeoutMs, resendMs = RESEND_MS } = options;
  sendEntitiesWhole();
  const sendLimitMs = longestSendMs(connectorTimeoutMs);
  const onTurn = createSpineBot({
    host: inPace(options.host, { isUrgent: options.isUrgent, tooMany: labels.tooMany }),
    labels,
    delivery: (context) =>
      deliveryOf(context) ?? connectorDelivery(context, { store, log, sendLimitMs, retryMs: resendMs }),
    sentReplies: rememberSentReplies(),
    handoffEvents: options.handoffEvents === true,
    ...(options.staffKnowledge === undefined ? {} : { staff: createStaff(options.staffKnowledge) }),
  });
  const authentication = new BotAuthentication(sdkOptions(options), rules(options));
  const adapter = new EdgeAdapter(authentication, onTurn, log);
  const inProcess = new InProcessAdapter(onTurn);
  const resender = createResender({
    store,
    log,
    send: (reply) => withDeadline(adapter.resend(reply, options.registration?.appId ?? ''), sendLimitMs),
    leaseMs: 2 * sendLimitMs,
    retryMs: resendMs,
  });
  return {
    receive: (authorization, activity) => adapter.receive(authorization, activity),
    run: (activity, delivery) => inProcess.run(activity, delivery),
    resend: (orphaned) => resender.round(orphaned),
  };
}

function sdkOptions({ registration, authority }: BotOptions): ConfigurationBotFrameworkAuthenticationOptions {
  // Without an app id the type must be the one that asks for no tenant.
  if (registration === undefined) return { MicrosoftAppId: '', MicrosoftAppType: 'MultiTenant' };
  const { appId, appType, cloud, credential, tenantId } = registration;
  return {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(tenantId === undefined ? {} : { MicrosoftAppTenantId: tenantId }),
    ...(cloud === 'us-government' ? { ChannelService: US_GOVERNMENT } : {}),
    ...credentialOptions(credential),
    ...authority,
  };
}

/** The certificate's two names are missing from the SDK's types, which it reads all the same. */
function credentialOptions(credential: Registration['credential']): object {
  if (credential === undefined) return {};
  return credential.kind === 'password'
    ? { MicrosoftAppPassword: credential.password }
    : { CertificateThumbprint: credential.thumbprint, CertificatePrivateKey: credential.privateKey };
}

function rules(options: BotOptions): AuthenticationRules {
  const { registration, authority, allowedServiceHosts, connectorTimeoutMs: timeoutMs } = options;
  if (registration === undefined) return { serviceUrls: { kind: 'loopback' }, timeoutMs };
  const issuer = authority?.ToBotFromChannelTokenIssuer ?? CHANNEL_ISSUERS[registration.cloud];
  const tenants = [...BOT_FRAMEWORK_TENANTS, registration.tenantId ?? ''];
  const serviceUrls = { kind: 'hosts', cloud: registration.cloud, more: allowedServiceHosts } as const;
  return { serviceUrls, tokenGate: { issuer, tenants }, timeoutMs };
}

import type { ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';
import type { AgentsAdapter } from './agents/AgentsAdapter';
import type { BotTurn } from './BotTurn';
import type { BotOptions } from './createBot';
import type { newEdgeAdapter } from './EdgeAdapter';
import type { Receive } from './receipt';
import type { Registration } from './registration';
import type { UnsentReply } from './resend';
import type { ServiceUrlPolicy } from './serviceUrl';
import { BOT_FRAMEWORK_TENANTS, CHANNEL_ISSUERS, KEY_METADATA, type TokenGate } from './tokenGate';

/** What the bot asks of an SDK: to take activities of channels, and to send a reply again. */
export interface ChannelAdapter {
  readonly receive: Receive;
  resend(reply: UnsentReply, appId: string): Promise<void>;
  /** Loads what the first message would otherwise wait for. */
  warmUp?(): void;
}

/** The chosen SDK is not installed. */
class BotSdkError extends Error {
  override readonly name = 'BotSdkError';
}

/** The SDK's name for the cloud of the US government. Source: botframework-connector GovernmentConstants. */
const US_GOVERNMENT = 'https://botframework.azure.us';

/**
 * Opens the door to Bot Framework's channels with the SDK that was chosen.
 *
 * @throws {@link BotSdkError} when it is not installed.
 */
export function openAdapter(options: BotOptions, onTurn: (turn: BotTurn) => Promise<void>): ChannelAdapter {
  const { registration, authority, log, connectorTimeoutMs: timeoutMs } = options;
  const serviceUrls = serviceUrlPolicy(options);
  const tokenGate = registration === undefined ? undefined : gateOf(registration, authority);
  if (options.sdk !== 'agents') {
    const gate = tokenGate === undefined ? {} : { tokenGate };
    return openedLate(() => {
      const edge = require('./EdgeAdapter') as { newEdgeAdapter: typeof newEdgeAdapter };
      return edge.newEdgeAdapter(sdkOptions(options), { serviceUrls, timeoutMs, ...gate }, onTurn, log);
    });
  }
  if (registration === undefined || tokenGate === undefined)
    return newAgentsAdapter({ serviceUrls, timeoutMs, onTurn, log });
  const metadataUrl = authority?.ToBotFromChannelOpenIdMetadataUrl ?? KEY_METADATA[registration.cloud];
  const tokens = { appId: registration.appId, gate: tokenGate, metadataUrl, timeoutMs };
  return newAgentsAdapter({ registration, serviceUrls, tokens, timeoutMs, onTurn, log });
}

/**
 * An adapter that is made by the first message that needs it: its SDK takes nearly half of a start to load, which the
 * visitors of the website do not have to wait for.
 */
function openedLate(open: () => ChannelAdapter): ChannelAdapter {
  let opened: ChannelAdapter | undefined;
  const adapter = () => {
    opened ??= open();
    return opened;
  };
  return {
    receive: (authorization, activity) => adapter().receive(authorization, activity),
    resend: async (reply, appId) => adapter().resend(reply, appId),
    warmUp: () => void adapter(),
  };
}

/** The successor is loaded only where it was chosen: it is not part of an ordinary installation. */
function newAgentsAdapter(options: ConstructorParameters<typeof AgentsAdapter>[0]): ChannelAdapter {
  let loaded: typeof import('./agents/AgentsAdapter');
  try {
    loaded = require('./agents/AgentsAdapter');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new BotSdkError(
      'BOT_SDK=agents: first run "npm install --no-save @microsoft/agents-hosting@1.8.1"',
    );
  }
  return new loaded.AgentsAdapter(options);
}

function serviceUrlPolicy({ registration, allowedServiceHosts }: BotOptions): ServiceUrlPolicy {
  if (registration === undefined) return { kind: 'loopback' };
  return { kind: 'hosts', cloud: registration.cloud, more: allowedServiceHosts };
}

function gateOf(registration: Registration, authority: BotOptions['authority']): TokenGate {
  return {
    issuer: authority?.ToBotFromChannelTokenIssuer ?? CHANNEL_ISSUERS[registration.cloud],
    tenants: [...BOT_FRAMEWORK_TENANTS, registration.tenantId ?? ''],
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

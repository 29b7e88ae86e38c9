import {
  type AuthConfiguration,
  CloudAdapter,
  ConnectorClient,
  type Request,
  type TurnContext,
} from '@microsoft/agents-hosting';
import type { Activity } from 'botbuilder';
import type { Log } from '../../telemetry/log';
import type { BotTurn } from '../BotTurn';
import { isBuffered } from '../connectorDelivery';
import { type Receipt, Refused } from '../receipt';
import type { Registration } from '../registration';
import type { UnsentReply } from '../resend';
import { type ServiceUrlPolicy, serviceUrlProblem } from '../serviceUrl';
import { type ChannelTokenRules, ChannelTokens } from './ChannelTokens';
import { KeptResponse } from './KeptResponse';
import { lazyConnector } from './lazyConnector';

export interface AgentsOptions {
  readonly registration?: Registration;
  readonly serviceUrls: ServiceUrlPolicy;
  /** Absent without a registration: then there are no tokens to look at. */
  readonly tokens?: ChannelTokenRules;
  readonly timeoutMs: number;
  readonly onTurn: (turn: BotTurn) => Promise<void>;
  readonly log: Log;
}

type Identity = NonNullable<Request['user']>;

/** Whom a token for a channel is asked for, and where, by cloud. Source: botframework-connector GovernmentConstants. */
const CHANNEL_SCOPE = {
  public: 'https://api.botframework.com',
  'us-government': 'https://api.botframework.us',
};
const SIGN_IN = {
  public: 'https://login.microsoftonline.com',
  'us-government': 'https://login.microsoftonline.us',
};

/**
 * The seam to Bot Framework's channels on the Microsoft 365 Agents SDK: the same turn as {@link EdgeAdapter}, with the
 * same authentication, limits and answers.
 */
export class AgentsAdapter extends CloudAdapter {
  readonly #tokens: ChannelTokens | undefined;

  constructor(private readonly options: AgentsOptions) {
    super(authConfiguration(options.registration));
    this.#tokens = options.tokens === undefined ? undefined : new ChannelTokens(options.tokens);
    // As shipped, a fault tells the visitor to fix the source code.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** Authenticates one activity and runs its turn. Never rejects. */
  async receive(authorization: string, given: object): Promise<Receipt> {
    const { log, onTurn, serviceUrls } = this.options;
    const activity = given as Activity;
    try {
      const user = await this.#tokens?.check(authorization, activity);
      const problem = isBuffered(activity) ? undefined : serviceUrlProblem(activity.serviceUrl, serviceUrls);
      if (problem !== undefined) throw new Refused(problem);
      const response = new KeptResponse();
      const request = {
        method: 'POST',
        headers: {},
        body: sdkCopy(activity),
        ...(user === undefined ? {} : { user }),
      };
      await this.process(request, response, (context) => onTurn(turnOf(context, activity)));
      return { kind: 'accepted', status: response.statusCode, body: response.body };
    } catch (error) {
      if (error instanceof Refused) {
        log.warn('activity.refused', { reason: error.reason });
        return { kind: 'refused', reason: error.reason };
      }
      log.error('turn.failed', { error });
      return { kind: 'failed' };
    }
  }

  /** Sends a reply of an earlier turn. Rejects when the channel does not take it. */
  async resend({ reference, activity }: UnsentReply, appId: string): Promise<void> {
    const { bot, ...rest } = reference;
    const target = { ...rest, agent: bot } as Parameters<CloudAdapter['continueConversation']>[1];
    const identity = CloudAdapter.createIdentity(appId);
    await this.continueConversation(identity, target, async (context) => {
      const replyToId = reference.activityId === undefined ? {} : { replyToId: reference.activityId };
      await context.sendActivities([{ ...activity, ...replyToId } as unknown as AgentsActivity]);
    });
  }

  protected override resolveIfConnectorClientIsNeeded(activity: AgentsActivity): boolean {
    return !isBuffered(activity);
  }

  protected override async createConnectorClientWithIdentity(
    identity: Identity,
    { serviceUrl = '' }: AgentsActivity,
  ): Promise<ConnectorClient> {
    return lazyConnector(async () => {
      const cloud = this.options.registration?.cloud;
      if (cloud === undefined) return ConnectorClient.createClientWithToken(serviceUrl, '');
      const provider = this.connectionManager.getTokenProvider(identity, serviceUrl);
      return ConnectorClient.createClientWithToken(
        serviceUrl,
        await provider.getAccessToken(CHANNEL_SCOPE[cloud]),
      );
    }, this.options.timeoutMs);
  }
}

type AgentsActivity = TurnContext['activity'];

/** The bot reads the activity that the server has checked, not the SDK's copy of it. */
function turnOf(context: TurnContext, activity: Activity): BotTurn {
  return {
    activity,
    sendActivities: (activities) => context.sendActivities(activities as unknown as AgentsActivity[]),
  };
}

/**
 * What the SDK needs to run and answer a turn, as a copy, because it changes what it is given. The rest stays out of it:
 * it refuses what botbuilder takes, such as empty text in any place, an attachment without a type, or no recipient.
 */
function sdkCopy(activity: Activity): Record<string, unknown> {
  const { type, id, channelId, serviceUrl, deliveryMode, locale } = activity;
  return {
    ...withoutEmpty({ type, id, channelId, serviceUrl, deliveryMode, locale }),
    conversation: withoutEmpty(activity.conversation),
    from: withoutEmpty(activity.from),
    recipient: withoutEmpty(activity.recipient),
  };
}

function withoutEmpty(part: object = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== '' && value !== null));
}

/** A registration in the SDK's words; {@link registrationProblems} has refused what it cannot say. */
function authConfiguration(registration: Registration | undefined): AuthConfiguration {
  if (registration === undefined) return {};
  const { appId, cloud, credential, tenantId } = registration;
  return {
    clientId: appId,
    authorityEndpoint: SIGN_IN[cloud],
    ...(tenantId === undefined ? {} : { tenantId }),
    // Without a secret the SDK takes the managed identity.
    ...(credential?.kind === 'password' ? { clientSecret: credential.password } : {}),
  };
}

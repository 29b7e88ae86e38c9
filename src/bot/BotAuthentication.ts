import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  DeliveryModes,
} from 'botbuilder';
import { BoundedMap } from './boundedMap';
import { type Pipeline, tunePipeline } from './connectorPolicies';
import { DeadlineError, withDeadline } from './deadline';
import { type RefusalReason, Refused } from './receipt';
import { type ServiceUrlPolicy, serviceUrlProblem } from './serviceUrl';
import { passesGate, type TokenGate } from './tokenGate';

type Base = ConfigurationBotFrameworkAuthentication;
type Authenticated = Awaited<ReturnType<Base['authenticateRequest']>>;
type ConnectorFactory = NonNullable<Authenticated['connectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;
type ClaimsIdentity = Authenticated['claimsIdentity'];

/** How requests are authenticated and where replies may go. */
export interface AuthenticationRules {
  readonly serviceUrls: ServiceUrlPolicy;
  /** Absent without an app id: then there are no tokens to look at. */
  readonly tokenGate?: TokenGate;
  /** Limit for one outbound request, and for getting signing keys. */
  readonly timeoutMs: number;
}

/** Channels have a handful of service URLs; in development every made-up port is one more. */
const MAX_CONNECTORS = 100;
/** With expectReplies nothing is ever sent, yet the SDK insists on a client. This one leads nowhere. */
const NOWHERE = 'https://replies-are-buffered.invalid/';

/**
 * The SDK's authentication with its gaps closed: every bad token is one and the same refusal, unreachable
 * signing keys are told apart from bad tokens, replies only go to allowed hosts, and clients are bounded
 * and reused. See "Auth and hostile input" in the Bot Framework notes for what the SDK does by itself.
 */
export class BotAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = new BoundedMap<string, ConnectorClient>(MAX_CONNECTORS);
  #userTokenClient: ReturnType<Base['createUserTokenClient']> | undefined;

  constructor(
    options: ConfigurationBotFrameworkAuthenticationOptions,
    private readonly rules: AuthenticationRules,
  ) {
    super(options);
  }

  override async authenticateRequest(activity: Activity, authorization: string): Promise<Authenticated> {
    const authenticated = await this.#verify(activity, authorization);
    const buffered = activity.deliveryMode === DeliveryModes.ExpectReplies;
    const problem = buffered ? undefined : serviceUrlProblem(activity.serviceUrl, this.rules.serviceUrls);
    if (problem !== undefined) throw new Refused(problem);
    const { connectorFactory } = authenticated;
    if (connectorFactory === undefined) return authenticated;
    return { ...authenticated, connectorFactory: this.#reusing(connectorFactory, buffered) };
  }

  /** Also for replies that are sent again later: the same limits hold. */
  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return this.#reusing(super.createConnectorFactory(identity), false);
  }

  /** The bot signs nobody in, but the SDK asks for this client every turn: one is enough. */
  override createUserTokenClient(identity: ClaimsIdentity): ReturnType<Base['createUserTokenClient']> {
    this.#userTokenClient ??= super.createUserTokenClient(identity);
    return this.#userTokenClient;
  }

  async #verify(activity: Activity, authorization: string): Promise<Authenticated> {
    const { tokenGate, timeoutMs } = this.rules;
    if (tokenGate !== undefined && !passesGate(authorization, tokenGate)) throw new Refused('unauthorized');
    try {
      return await withDeadline(super.authenticateRequest(activity, authorization), timeoutMs);
    } catch (error) {
      throw new Refused(reasonOf(error));
    }
  }

  #reusing(factory: ConnectorFactory, buffered: boolean): ConnectorFactory {
    return {
      create: async (serviceUrl, audience) => {
        const target = buffered ? NOWHERE : serviceUrl;
        const key = JSON.stringify([target, audience]);
        const known = this.#connectors.get(key);
        if (known !== undefined) return known;
        const client = await factory.create(target, audience);
        // The pipeline is private in the SDK's types, and the only place where its limits can be set.
        const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
        tunePipeline(pipeline, this.rules.timeoutMs);
        this.#connectors.set(key, client);
        return client;
      },
    };
  }
}

/** Keys that could not be fetched are our trouble and worth a retry; anything else is a bad token. */
function reasonOf(error: unknown): RefusalReason {
  const { name, statusCode } = error as { name?: unknown; statusCode?: unknown };
  const keysUnavailable = error instanceof DeadlineError || name === 'FetchError' || statusCode === 500;
  return keysUnavailable ? 'keys-unavailable' : 'unauthorized';
}

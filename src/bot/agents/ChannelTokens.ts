import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { type JwtPayload, verify } from 'jsonwebtoken';
import { DeadlineError, withDeadline } from '../deadline';
import { Refused } from '../receipt';
import { passesGate, type TokenGate } from '../tokenGate';

export interface ChannelTokenRules {
  /** The bot's app id: tokens are made out to it. */
  readonly appId: string;
  readonly gate: TokenGate;
  /** Where the channels' signing keys are announced (OpenID Connect discovery). */
  readonly metadataUrl: string;
  /** Limit for getting the keys. */
  readonly timeoutMs: number;
}

/** The parts of an activity that a token must agree with. */
interface Claimed {
  readonly channelId?: unknown;
  readonly serviceUrl?: unknown;
}

/** A signing key with the channels that it may speak for. */
interface EndorsedKey extends JsonWebKey {
  readonly kid?: string;
  readonly endorsements?: readonly string[];
}

/** As long as the retired SDK kept keys. Source: botframework-connector openIdMetadata.ts */
const KEYS_LIVE_MS = 24 * 60 * 60_000;
/** A key that is not known may be new; but strangers must not make us ask all the time. */
const ASK_AGAIN_MS = 60 * 60_000;
const CLOCK_TOLERANCE_S = 300;

/**
 * Checks the tokens of Bot Framework's channels. The Agents SDK leaves this to its host, and the middleware it brings
 * does not bind a token to its service URL, does not look at which channel a key may speak for, and cannot tell keys
 * that are unreachable from tokens that are wrong.
 *
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export class ChannelTokens {
  #keys: Promise<readonly EndorsedKey[]> | undefined;
  #askedAt = 0;

  constructor(private readonly rules: ChannelTokenRules) {}

  /**
   * @returns the claims of a good token.
   * @throws {@link Refused} `unauthorized`, or `keys-unavailable` when it could not be checked.
   */
  async check(authorization: string, activity: Claimed): Promise<JwtPayload> {
    const { appId, gate } = this.rules;
    if (!passesGate(authorization, gate)) throw new Refused('unauthorized');
    const token = authorization.slice('Bearer '.length);
    const key = await this.#keyOf(token);
    try {
      const claims = verify(token, createPublicKey({ key, format: 'jwk' }), {
        algorithms: ['RS256'],
        audience: appId,
        issuer: gate.issuer,
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      if (typeof claims !== 'string' && isFor(claims, key, activity)) return claims;
    } catch {
      // The one answer to every bad token is below.
    }
    throw new Refused('unauthorized');
  }

  async #keyOf(token: string): Promise<EndorsedKey> {
    const id = keyIdOf(token);
    const find = (keys: readonly EndorsedKey[]) => keys.find(({ kid }) => kid !== undefined && kid === id);
    const known = find(await this.#current(KEYS_LIVE_MS)) ?? find(await this.#current(ASK_AGAIN_MS));
    if (known === undefined) throw new Refused('unauthorized');
    return known;
  }

  /** The keys, not older than this. Many turns that need them ask once. */
  #current(maxAgeMs: number): Promise<readonly EndorsedKey[]> {
    const now = performance.now();
    if (this.#keys === undefined || now - this.#askedAt > maxAgeMs) {
      this.#askedAt = now;
      this.#keys = withDeadline(this.#fetch(), this.rules.timeoutMs).catch((error: unknown) => {
        this.#keys = undefined;
        throw error instanceof Refused || error instanceof DeadlineError
          ? new Refused('keys-unavailable')
          : error;
      });
    }
    return this.#keys;
  }

  async #fetch(): Promise<readonly EndorsedKey[]> {
    try {
      const { jwks_uri: keysUrl } = (await getJson(this.rules.metadataUrl, this.rules.timeoutMs)) as {
        jwks_uri: string;
      };
      const { keys } = (await getJson(keysUrl, this.rules.timeoutMs)) as { keys: readonly EndorsedKey[] };
      return [...keys];
    } catch {
      throw new Refused('keys-unavailable');
    }
  }
}

async function getJson(url: string, timeoutMs: number): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** The gate has let through three parts of base64url. */
function keyIdOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'))?.kid;
  } catch {
    return undefined;
  }
}

function isFor(claims: JwtPayload, key: EndorsedKey, { channelId, serviceUrl }: Claimed): boolean {
  const speaksFor = typeof channelId === 'string' && key.endorsements?.includes(channelId) === true;
  return speaksFor && claims.exp !== undefined && claims.serviceurl === serviceUrl;
}

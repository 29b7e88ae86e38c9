import type { Cloud } from './registration';

/** What a token must claim before the SDK gets to see it. */
export interface TokenGate {
  /** Issuer of tokens of the Bot Framework channels. */
  readonly issuer: string;
  /** Tenants a token may name, if it names one. */
  readonly tenants: readonly string[];
}

/** Issues channel tokens. Source: botframework-connector AuthenticationConstants and GovernmentConstants. */
export const CHANNEL_ISSUERS: Readonly<Record<Cloud, string>> = {
  public: 'https://api.botframework.com',
  'us-government': 'https://api.botframework.us',
};

/** Where the keys are announced that channel tokens are signed with. Source: as above. */
export const KEY_METADATA: Readonly<Record<Cloud, string>> = {
  public: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  'us-government': 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
};

/** Microsoft's own tenants of the Bot Framework. Source: botframework-connector tokenValidationParameters. */
export const BOT_FRAMEWORK_TENANTS: readonly string[] = [
  'd6d49420-f39b-4df7-a1dc-d59a935871db',
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
];

const BEARER = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/;

/**
 * Looks at the unverified claims of a token and lets only channel tokens on to signature checking.
 *
 * The SDK (4.23.3) adds the tenant named by any token, verified or not, to its list of trusted issuers for
 * Emulator tokens, for good. One anonymous request a time would grow that list without end, and Emulator
 * tokens are not bound to a service URL. The Emulator cannot sign in to a single-tenant bot anyway.
 */
export function passesGate(authorization: string, gate: TokenGate): boolean {
  const claims = unverifiedClaims(authorization);
  if (claims?.iss !== gate.issuer) return false;
  const tenant = claims.tid;
  return tenant === undefined || (typeof tenant === 'string' && gate.tenants.includes(tenant));
}

function unverifiedClaims(authorization: string): Record<string, unknown> | undefined {
  const payload = BEARER.exec(authorization)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}

import jwt from 'jsonwebtoken';

/** Whose conversation a token opens. One token is good for exactly one conversation and one visitor. */
export interface Holder {
  readonly conversation: string;
  /** Made by the server, or by the holder of the channel's secret; never by a visitor. */
  readonly user: string;
}

/** `chat` opens the REST calls; `stream` only the socket, for a minute, because it travels in a URL. */
type Purpose = 'chat' | 'stream';

type Verified =
  | { readonly kind: 'holder'; readonly holder: Holder }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' };

/** Signs and checks the tokens of the embedded channel. */
export interface Tokens {
  /** @returns a token and the seconds it is good for. */
  issue(holder: Holder, purpose: Purpose): { readonly token: string; readonly expiresIn: number };
  /** A token for one purpose is `invalid` for the other. */
  verify(token: string, purpose: Purpose): Verified;
}

interface TokenOptions {
  readonly key: Buffer;
  /** The known client refreshes every 15 minutes whatever it is told, so anything below 30 strands it. */
  readonly lifeMs: number;
  /** Time in ms since 1970. */
  readonly now: () => number;
}

const STREAM_LIFE_S = 60;
const ALGORITHM = 'HS256';
const ISSUER = 'spine-guide';

/** Makes tokens that any process with the same key can check, so that a restart strands nobody. */
export function createTokens({ key, lifeMs, now }: TokenOptions): Tokens {
  const seconds = () => Math.floor(now() / 1000);
  return {
    issue({ conversation, user }, purpose) {
      const expiresIn = purpose === 'stream' ? STREAM_LIFE_S : Math.floor(lifeMs / 1000);
      const claims = { conv: conversation, user, iat: seconds(), exp: seconds() + expiresIn };
      return {
        token: jwt.sign(claims, key, { algorithm: ALGORITHM, issuer: ISSUER, audience: purpose }),
        expiresIn,
      };
    },
    verify(token, purpose) {
      try {
        const claims = jwt.verify(token, key, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: purpose,
          clockTimestamp: seconds(),
        });
        return holderOf(claims);
      } catch (error) {
        return { kind: error instanceof jwt.TokenExpiredError ? 'expired' : 'invalid' };
      }
    },
  };
}

function holderOf(claims: string | jwt.JwtPayload): Verified {
  if (typeof claims === 'string') return { kind: 'invalid' };
  const { conv, user } = claims;
  if (typeof conv !== 'string' || typeof user !== 'string') return { kind: 'invalid' };
  return { kind: 'holder', holder: { conversation: conv, user } };
}

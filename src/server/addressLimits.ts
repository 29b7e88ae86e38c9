import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { clientAddress } from './clientAddress';
import { Refusal, type RefusalCode } from './refusal';

/** What one address may do on the website. Generous, because a hospital or a carrier is one address. */
export interface AddressRules {
  /** Proxies in front that add to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** New chats that one address may begin within a minute. */
  readonly startsPerMinute: number;
  /** Calls to the chat within a minute. */
  readonly callsPerMinute: number;
  /** Sockets open at once. */
  readonly socketsPerAddress: number;
}

/** Counts what each address does; nothing is kept longer than a minute, or longer than its socket. */
export interface AddressLimits {
  /** @throws {@link Refusal} `too-many-starts`. */
  startChat(req: IncomingMessage): Promise<void>;
  /** @throws {@link Refusal} `too-many-calls`. */
  call(req: IncomingMessage): Promise<void>;
  /**
   * Opens a socket unless this address has too many; from then on it counts until it closes.
   *
   * @param open - returns why the socket was refused, if it was.
   */
  openSocket<R>(req: IncomingMessage, open: () => R | undefined): R | 'too-many-calls' | undefined;
}

export function createAddressLimits(rules: AddressRules): AddressLimits {
  const starts = new RateLimiterMemory({ points: rules.startsPerMinute, duration: 60 });
  const calls = new RateLimiterMemory({ points: rules.callsPerMinute, duration: 60 });
  const sockets = new Map<string, number>();
  const addressOf = (req: IncomingMessage) => clientAddress(req, rules.trustedProxies);
  return {
    startChat: (req) => take(starts, addressOf(req), 'too-many-starts'),
    call: (req) => take(calls, addressOf(req), 'too-many-calls'),
    openSocket(req, open) {
      const address = addressOf(req);
      const already = sockets.get(address) ?? 0;
      if (already >= rules.socketsPerAddress) return 'too-many-calls';
      const refusal = open();
      if (refusal !== undefined) return refusal;
      sockets.set(address, already + 1);
      req.socket.once('close', () => {
        const left = (sockets.get(address) ?? 1) - 1;
        if (left > 0) sockets.set(address, left);
        else sockets.delete(address);
      });
      return undefined;
    },
  };
}

async function take(limiter: RateLimiterMemory, address: string, code: RefusalCode): Promise<void> {
  try {
    await limiter.consume(address);
  } catch {
    throw new Refusal(code);
  }
}

import type { IncomingMessage } from 'node:http';

/**
 * The address a request came from, for limits only; it is neither stored nor logged.
 *
 * @param trustedProxies - how many proxies stand in front; each adds the address it saw to X-Forwarded-For.
 *   Entries before those were written by the client and prove nothing.
 */
export function clientAddress(req: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const path = [...forwarded, req.socket.remoteAddress ?? ''];
  return path.at(-1 - Math.min(trustedProxies, path.length - 1)) ?? '';
}

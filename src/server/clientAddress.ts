import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Whom a request came from, for limits only; it is neither stored nor logged. Of an IPv6 address only the
 * network counts, because one customer has a whole network of them to choose from.
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
  return networkOf(path.at(-1 - Math.min(trustedProxies, path.length - 1)) ?? '');
}

/** The first 64 bits of an IPv6 address, written out; anything else, also IPv4 inside of IPv6, as it is. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array<string>(zeros).fill('0'), ...(after ?? [])].slice(0, 4).join(':');
}

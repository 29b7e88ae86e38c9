import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { StreamRefusal } from '../direct-line/streams';
import type { Website } from '../website/createWebsite';
import type { AddressLimits } from './addressLimits';
import { type GuardRules, servesHost } from './guard';
import { originAllowed } from './origins';
import { type RefusalCode, refusalAnswer } from './refusal';

interface UpgradeOptions extends GuardRules {
  readonly website: Website;
  readonly addresses: AddressLimits;
}

/**
 * Opens a socket for the website's chat, or answers why not. Browsers put no limit on sockets across sites,
 * so the origin is looked at here. An upgrade that nobody answers would keep its connection for ever.
 */
export function upgrade(req: IncomingMessage, socket: Socket, head: Buffer, options: UpgradeOptions): void {
  // A peer that resets the connection meanwhile must not end the process.
  socket.on('error', () => socket.destroy());
  const refusal = tryUpgrade(req, socket, head, options);
  if (refusal === undefined) return;
  const { status } = refusalAnswer(refusal);
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function tryUpgrade(
  req: IncomingMessage,
  socket: Socket,
  head: Buffer,
  { website, addresses, ...rules }: UpgradeOptions,
): RefusalCode | StreamRefusal | undefined {
  const base = `http://${req.headers.host}`;
  if (!URL.canParse(req.url ?? '', base)) return 'bad-request';
  const url = new URL(req.url ?? '', base);
  if (!servesHost(new URL(base).hostname, rules)) return 'host-refused';
  if (!originAllowed(req, website)) return 'origin-refused';
  const { channel } = website;
  if (channel === undefined) return 'not-found';
  return addresses.openSocket(req, () => channel.streams.accept(req, socket, head, url));
}

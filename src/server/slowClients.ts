import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** From the connection to the end of the first request's headers. */
const FIRST_HEADERS_MS = 10_000;
/** A socket on which nothing moves: mostly a client that does not read its answer. */
const SILENCE_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;

/**
 * Bounds what a slow or silent client can hold; a body has its own, tighter limit.
 *
 * node looks after `headersTimeout` only every 30 s, and restify makes its server without a way to change that, so
 * the first headers, where a flood of half-open connections would wait, have a timer of their own.
 */
export function cutSlowClients(
  server: Server,
  bodyTimeoutMs: number,
  firstHeadersMs = FIRST_HEADERS_MS,
): void {
  server.headersTimeout = firstHeadersMs;
  server.requestTimeout = bodyTimeoutMs + 20_000;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = SILENCE_MS;
  const waiting = new WeakMap<Socket, NodeJS.Timeout>();
  const begun = ({ socket }: { socket: Socket }) => clearTimeout(waiting.get(socket));
  server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), firstHeadersMs);
    timer.unref();
    waiting.set(socket, timer);
    socket.once('close', () => clearTimeout(timer));
  });
  server.on('request', begun);
  server.on('upgrade', begun);
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import restify from 'restify';
import type { Receive } from '../bot/receipt';
import type { Log } from '../telemetry/log';
import { answer, answerRefusal } from './answer';
import { guard } from './guard';
import { takeMessage } from './messages';
import { Refusal } from './refusal';
import { type TurnsInFlight, trackTurns } from './turnsInFlight';

export interface ServerOptions {
  readonly receive: Receive;
  /** False while the service cannot answer visitors; /readyz then says so. */
  readonly ready: () => boolean;
  readonly version: string;
  readonly log: Log;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly drainTimeoutMs: number;
  /** True when requests are unsigned and the port is meant for this machine only. */
  readonly loopbackOnly: boolean;
}

/** A server that can be started once and stopped once. */
export interface HttpServer {
  /** @throws the error of node's `listen`, such as EADDRINUSE. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Stops accepting, waits for turns in flight up to the drain limit, then cuts what is left. */
  close(): Promise<void>;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** What @types/restify leaves out or types for its own parsers. */
interface Restify {
  readonly server: Server;
  first(handler: (req: IncomingMessage, res: ServerResponse) => boolean): void;
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
  on(
    event: 'restifyError',
    handler: (req: IncomingMessage, res: ServerResponse, error: unknown) => void,
  ): void;
  on(event: 'error', handler: () => void): void;
  on(event: 'upgrade', handler: (req: IncomingMessage, socket: Socket) => void): void;
}

/**
 * Builds the HTTP edge: POST /api/messages, GET /healthz, GET /readyz, and nothing else.
 *
 * Every handler is async with two parameters, so whatever one throws becomes `restifyError` and is answered
 * there; the one synchronous step, {@link guard}, catches for itself.
 */
export function createServer(options: ServerOptions): HttpServer {
  const { log, drainTimeoutMs } = options;
  const server = restify.createServer({ name: '' }) as unknown as Restify;
  const turns = trackTurns();
  let stopping = false;

  server.first((req, res) => {
    if (stopping) res.setHeader('connection', 'close');
    return guard(req, res, options);
  });
  server.on('restifyError', (_req, res, error) => answerError(res, error, log));
  // An upgrade nobody handles would keep its socket open for ever.
  server.on('upgrade', (_req, socket) => socket.destroy());
  // restify passes node's errors on, and an emitter without a listener for them throws. See listen().
  server.on('error', () => undefined);
  addRoutes(server, options, turns, () => stopping);
  setTimeouts(server.server, options.bodyTimeoutMs);

  return {
    listen: (port, host) => listen(server.server, port, host),
    async close() {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
      const left = await turns.drained(drainTimeoutMs);
      if (left > 0) log.warn('drain.cut', { count: left });
      server.server.closeAllConnections();
      await closed;
    },
  };
}

function addRoutes(server: Restify, options: ServerOptions, turns: TurnsInFlight, isStopping: () => boolean) {
  const { receive, ready, version, maxBodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = options;
  server.get('/healthz', async (_req, res) => answer(res, 200, { status: 'ok', version }));
  server.get('/readyz', async (_req, res) => {
    const isReady = !isStopping() && ready();
    answer(res, isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable' });
  });
  server.post('/api/messages', async (req, res) => {
    if (isStopping()) throw new Refusal('stopping', true);
    const work = takeMessage(req, res, receive, { maxBytes, timeoutMs });
    turns.track(work, res);
    await work;
  });
}

/** The only place errors of requests are answered; restify's own pages quote the path. */
function answerError(res: ServerResponse, error: unknown, log: Log): void {
  const refusal = refusalOf(error);
  if (refusal.code === 'internal') log.error('request.failed', { error });
  answerRefusal(res, refusal.code, refusal.closes);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return new Refusal('not-found', true);
  if (status === 405) return new Refusal('method-not-allowed', true);
  return new Refusal('internal', true);
}

/** Bounds what a slow or silent client can hold; the body has its own, tighter limit. */
function setTimeouts(server: Server, bodyTimeoutMs: number): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = bodyTimeoutMs + 20_000;
  server.keepAliveTimeout = 65_000;
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import type { Receive } from '../bot/receipt';
import type { Log } from '../telemetry/log';
import type { Website } from '../website/createWebsite';
import { type AddressLimits, createAddressLimits } from './addressLimits';
import { answer, answerRefusal } from './answer';
import { createGate, type GateRules } from './gate';
import { guard } from './guard';
import { takeMessage } from './messages';
import { crossOrigin } from './origins';
import { Refusal } from './refusal';
import type { Handler, Restify } from './restify';
import { setSecurityHeaders } from './securityHeaders';
import { cutSlowClients } from './slowClients';
import { trackTurns } from './turnsInFlight';
import { upgrade } from './upgrade';
import { addWebsiteRoutes, type WebsiteRules } from './websiteRoutes';

export interface ServerOptions extends GateRules {
  /** Takes activities of Bot Framework's channels; absent: there is no door for them. */
  readonly receive?: Receive;
  /** The chat page and the channel behind it; absent: only Bot Framework's channels. */
  readonly website?: Website & WebsiteRules;
  /** False while the service cannot answer visitors; /readyz then says so. */
  readonly ready: () => boolean;
  readonly version: string;
  readonly log: Log;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly drainTimeoutMs: number;
  /** Whom to call, in a sentence; goes with every answer that turns somebody away. */
  readonly emergencyLine: string;
  /** True when requests are unsigned and the port is meant for this machine only. */
  readonly loopbackOnly: boolean;
  /** For tests: how long a connection may take to send its first headers. */
  readonly firstHeadersMs?: number;
  /** For tests: milliseconds that only ever go on. */
  readonly now?: () => number;
}

/** A server that can be started once and stopped once. */
export interface HttpServer {
  /** @throws the error of node's `listen`, such as EADDRINUSE. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Stops accepting, waits for turns in flight up to the drain limit, then cuts what is left. */
  close(): Promise<void>;
}

/**
 * Builds the HTTP edge: POST /api/messages, GET /healthz, GET /readyz, and the website where there is one.
 *
 * Every handler is async with two parameters, so whatever one throws becomes `restifyError` and is answered
 * there; the one synchronous step, {@link guard}, catches for itself.
 */
export function createServer(options: ServerOptions): HttpServer {
  const { log, drainTimeoutMs, website } = options;
  const server = restify.createServer({ name: '' }) as unknown as Restify;
  const turns = trackTurns();
  const addresses = website === undefined ? undefined : createAddressLimits(website);
  let stopping = false;
  const publicHost = website?.publicOrigin === undefined ? undefined : new URL(website.publicOrigin).hostname;
  const rules = {
    loopbackOnly: options.loopbackOnly,
    ...(publicHost === undefined ? {} : { publicHost }),
  };

  server.first((req, res) => {
    setSecurityHeaders(res);
    if (stopping) res.setHeader('connection', 'close');
    return guard(req, res, rules) && (website === undefined || crossOrigin(req, res, website));
  });
  server.on('restifyError', (_req, res, error) => answerError(res, error, options));
  server.on('upgrade', (req, socket, head) => {
    // An upgrade nobody handles would keep its socket open for ever.
    if (website === undefined || addresses === undefined || stopping) socket.destroy();
    else upgrade(req, socket, head, { ...rules, website, addresses });
  });
  // restify passes node's errors on, and an emitter without a listener for them throws. See listen().
  server.on('error', () => undefined);
  /** Lets no new work begin while stopping, and lets the work at hand be finished. */
  const tracked =
    (handler: Handler): Handler =>
    async (req, res) => {
      if (stopping) throw new Refusal('stopping', true);
      const work = handler(req, res);
      turns.track(work, res);
      await work;
    };
  addRoutes(server, { ...options, tracked, addresses }, () => stopping);
  putGateBefore(server.server, options);
  cutSlowClients(server.server, options.bodyTimeoutMs, options.firstHeadersMs);

  return {
    listen: (port, host) => listen(server.server, port, host),
    async close() {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
      const left = await turns.drained(drainTimeoutMs);
      if (left > 0) log.warn('drain.cut', { count: left });
      // Sockets last: through them the replies of the last turns went out.
      website?.channel?.close();
      server.server.closeAllConnections();
      await closed;
    },
  };
}

interface RouteOptions extends ServerOptions {
  readonly tracked: (handler: Handler) => Handler;
  readonly addresses: AddressLimits | undefined;
}

function addRoutes(server: Restify, options: RouteOptions, isStopping: () => boolean) {
  const { receive, ready, version, website, tracked, addresses } = options;
  const limits = { maxBytes: options.maxBodyBytes, timeoutMs: options.bodyTimeoutMs };
  server.get('/healthz', async (_req, res) => answer(res, 200, { status: 'ok', version }));
  server.get('/readyz', async (_req, res) => {
    const isReady = !isStopping() && ready();
    answer(res, isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable' });
  });
  if (receive !== undefined)
    server.post(
      '/api/messages',
      tracked((req, res) => takeMessage(req, res, receive, limits)),
    );
  if (website !== undefined && addresses !== undefined)
    addWebsiteRoutes(server, { ...options, ...website, website, addresses, limits });
}

/** Lets every request pass the gate before restify sees it. */
function putGateBefore(server: Server, options: ServerOptions): void {
  const handlers = server.listeners('request') as ((req: IncomingMessage, res: ServerResponse) => void)[];
  server.removeAllListeners('request');
  // Without this listener of restify's, node says "100 Continue" itself and then sends the request the same way.
  server.removeAllListeners('checkContinue');
  const gate = createGate({
    ...options,
    now: options.now ?? (() => performance.now()),
    limits: { maxBytes: options.maxBodyBytes, timeoutMs: options.bodyTimeoutMs },
    handle: (req, res) => {
      for (const handler of handlers) handler.call(server, req, res);
    },
    refuse: (res, error) => {
      setSecurityHeaders(res);
      answerError(res, error, options);
    },
  });
  server.on('request', gate);
}

/** The only place errors of requests are answered; restify's own pages quote the path. */
function answerError(res: ServerResponse, error: unknown, { log, emergencyLine }: ServerOptions): void {
  const refusal = refusalOf(error);
  if (refusal.code === 'internal') log.error('request.failed', { error });
  answerRefusal(res, refusal.code, refusal.closes, emergencyLine);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return new Refusal('not-found', true);
  if (status === 405) return new Refusal('method-not-allowed', true);
  return new Refusal('internal', true);
}

/** Connections that may wait to be accepted. Beyond, a client is not told and tries again after 1, 3 and 7 s. */
const BACKLOG = 4096;

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../bot/loopback';
import { answerRefusal } from './answer';

export interface GuardRules {
  /** True when requests are unsigned: then only names of this machine are served. */
  readonly loopbackOnly: boolean;
  /** The one other name that is served then, because the operator has set it. */
  readonly publicHost?: string;
}

/** What load balancers and container platforms ask, by address and under any name; it tells whether the service works. */
const PROBES: readonly string[] = ['/healthz', '/readyz'];

/** restify's addition to the request; its types leave out that it throws. */
type RestifyRequest = IncomingMessage & { getUrl(): URL };

/**
 * Looks at every request before restify routes it, and answers the ones it must not see.
 *
 * restify 12 builds a URL from the Host header and the request target outside of any handler: a single
 * `Host: [` ends the process. Building it here first, where it may fail, also fills restify's cache of it.
 *
 * A web page can point its own name at 127.0.0.1 (DNS rebinding) and then talk to an unsigned bot as if it
 * were its own server; only the Host header gives it away. Probes tell it nothing, so they are answered all the same.
 *
 * @returns false when the request was answered.
 */
export function guard(req: IncomingMessage, res: ServerResponse, rules: GuardRules): boolean {
  const url = parsedUrl(req as RestifyRequest);
  if (url === undefined) answerRefusal(res, 'bad-request', true);
  else if (!PROBES.includes(url.pathname) && !servesHost(url.hostname, rules))
    answerRefusal(res, 'host-refused', true);
  // restify answers `OPTIONS *` by itself, past every handler.
  else if (req.url === '*') answerRefusal(res, 'not-found', true);
  else return true;
  return false;
}

/** Says whether requests for this host name are served. */
export function servesHost(name: string, { loopbackOnly, publicHost }: GuardRules): boolean {
  return !loopbackOnly || isLoopback(name) || name === publicHost;
}

function parsedUrl(req: RestifyRequest): URL | undefined {
  try {
    return req.getUrl();
  } catch {
    return undefined;
  }
}

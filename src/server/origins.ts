import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../bot/loopback';
import { answer, answerRefusal } from './answer';

/** Which sites may use the chat, and under which origin they see this service. */
export interface OriginRules {
  /** Origins of sites that embed the chat. */
  readonly allowedOrigins: readonly string[];
  /** Where visitors reach this service, if that is known. */
  readonly publicOrigin?: string;
}

/** The parts of the service that pages of other sites may call with a script. */
const SHARED_PATHS = /^\/(?:v3\/directline\/|api\/token$)/;
/** What Direct Line clients send. Seen: botframework-directlinejs 0.15.8, and Web Chat 4.18.1 with the last one. */
const SHARED_HEADERS = 'authorization, content-type, x-ms-bot-agent, x-requested-with';

/** The path of a request without its query. Never fails, whatever was sent. */
export function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/**
 * Says whether a request may use the chat: from our own pages, from a listed site, or from a program that is
 * no browser and so names no origin.
 */
export function originAllowed(req: IncomingMessage, rules: OriginRules): boolean {
  const { origin } = req.headers;
  if (origin === undefined) return true;
  return origin === rules.publicOrigin || rules.allowedOrigins.includes(origin) || isOwnHost(req, origin);
}

/**
 * The origin under which this service is seen: the configured one, or what the request itself tells. The answer
 * only ever goes back to whoever sent the request, and is not kept.
 */
export function ownOrigin(req: IncomingMessage, { publicOrigin }: OriginRules): string {
  const host = hostOf(req);
  if (publicOrigin !== undefined && (host === undefined || !isLoopback(host.hostname))) return publicOrigin;
  const { origin } = req.headers;
  if (origin !== undefined && isOwnHost(req, origin)) return origin;
  return host?.origin ?? 'http://localhost';
}

/**
 * Answers what the browser asks before a page of another site may call, and refuses sites that are not listed.
 *
 * @returns false when the request was answered.
 */
export function crossOrigin(req: IncomingMessage, res: ServerResponse, rules: OriginRules): boolean {
  if (!SHARED_PATHS.test(pathOf(req))) return true;
  res.setHeader('vary', 'origin');
  if (!originAllowed(req, rules)) {
    answerRefusal(res, 'origin-refused', true);
    return false;
  }
  const { origin } = req.headers;
  if (origin !== undefined) res.setHeader('access-control-allow-origin', origin);
  if (req.method !== 'OPTIONS') return true;
  res.setHeader('access-control-allow-methods', 'GET, POST');
  res.setHeader('access-control-allow-headers', SHARED_HEADERS);
  res.setHeader('access-control-max-age', '600');
  answer(res, 204);
  return false;
}

/** A proxy may have taken off the encryption, so only the host is compared. */
function isOwnHost(req: IncomingMessage, origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === hostOf(req)?.host;
}

function hostOf({ headers: { host } }: IncomingMessage): URL | undefined {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

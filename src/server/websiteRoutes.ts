import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Log } from '../telemetry/log';
import type { Website } from '../website/createWebsite';
import { PAGE_PATHS } from '../website/pages';
import { answer, answerPage } from './answer';
import { clientAddress } from './clientAddress';
import { addDirectLineRoutes } from './directLineRoutes';
import { originAllowed, ownOrigin, pathOf } from './origins';
import type { BodyLimits } from './readJson';
import { Refusal } from './refusal';
import type { Handler, Restify } from './restify';

/** Limits of the website that depend on how it is run. */
export interface WebsiteRules {
  /** Proxies in front that add to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** New chats that one address may begin within a minute. */
  readonly startsPerMinute: number;
}

interface WebsiteRouteOptions extends WebsiteRules {
  readonly website: Website;
  readonly limits: BodyLimits;
  readonly tracked: (handler: Handler) => Handler;
  readonly log: Log;
}

/** Pages, the token for a new chat, and the channel behind it. */
export function addWebsiteRoutes(server: Restify, options: WebsiteRouteOptions): void {
  const { website } = options;
  const page = pageHandler(website);
  for (const path of PAGE_PATHS) {
    server.get(path, page);
    server.head(path, page);
  }
  server.post('/api/token', tokenHandler(options));
  if (website.channel !== undefined)
    addDirectLineRoutes(server, { ...options, ...website, ...website.channel, origins: website });
}

function pageHandler(website: Website): Handler {
  return async (req, res) => {
    const query = new URLSearchParams((req.url ?? '').split('?', 2)[1] ?? '');
    const found = website.page({ path: pathOf(req), query, origin: ownOrigin(req, website) });
    if (found === undefined) throw new Refusal('not-found');
    answerPage(req, res, found);
  };
}

/** Gives a token for one new conversation, wherever that conversation runs. The page cannot tell the difference. */
function tokenHandler({ website, startsPerMinute, trustedProxies, log }: WebsiteRouteOptions): Handler {
  const limiter = new RateLimiterMemory({ points: startsPerMinute, duration: 60 });
  return async (req, res) => {
    req.resume();
    if (!originAllowed(req, website)) throw new Refusal('origin-refused');
    await take(limiter, clientAddress(req, trustedProxies));
    const token = await website.token(ownOrigin(req, website)).catch((error: unknown) => {
      log.error('chat.token.failed', { error });
      throw new Refusal('azure-unavailable');
    });
    answer(res, 200, token);
  };
}

async function take(limiter: RateLimiterMemory, address: string): Promise<void> {
  try {
    await limiter.consume(address);
  } catch {
    throw new Refusal('too-many-starts');
  }
}

import type { Log } from '../telemetry/log';
import type { Website } from '../website/createWebsite';
import { PAGE_PATHS } from '../website/pages';
import type { AddressLimits, AddressRules } from './addressLimits';
import { answer, answerPage } from './answer';
import { addDirectLineRoutes } from './directLineRoutes';
import { originAllowed, ownOrigin, pathOf } from './origins';
import type { BodyLimits } from './readJson';
import { Refusal } from './refusal';
import type { Handler, Restify } from './restify';

/** Limits of the website that depend on how it is run. */
export type WebsiteRules = AddressRules;

interface WebsiteRouteOptions {
  readonly website: Website;
  readonly addresses: AddressLimits;
  readonly isUrgent: (text: string) => boolean;
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
function tokenHandler({ website, addresses, log }: WebsiteRouteOptions): Handler {
  return async (req, res) => {
    req.resume();
    if (!originAllowed(req, website)) throw new Refusal('origin-refused');
    await addresses.startChat(req);
    const token = await website.token(ownOrigin(req, website)).catch((error: unknown) => {
      log.error('chat.token.failed', { error });
      throw new Refusal('azure-unavailable');
    });
    answer(res, 200, token);
  };
}

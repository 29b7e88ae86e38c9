import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DIRECT_LINE_PATH, type DirectLine } from '../direct-line/DirectLine';
import { pageText } from '../direct-line/page';
import type { Grant, Opened, Refused } from '../direct-line/results';
import type { AddressLimits } from './addressLimits';
import { answer, answerJson } from './answer';
import { writtenIn } from './gate';
import { type OriginRules, ownOrigin } from './origins';
import { type BodyLimits, readJson } from './readJson';
import { Refusal } from './refusal';
import type { Handler, Restify } from './restify';

interface DirectLineRouteOptions {
  readonly directLine: DirectLine;
  readonly origins: OriginRules;
  readonly limits: BodyLimits;
  readonly addresses: AddressLimits;
  readonly isUrgent: (text: string) => boolean;
  /** For tokens/generate; absent: nobody may call it. */
  readonly secret?: string;
  /** Counts work that must be finished before the service stops. */
  readonly tracked: (handler: Handler) => Handler;
}

/**
 * The REST calls of Direct Line 3.0, as its clients make them.
 *
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference
 */
export function addDirectLineRoutes(server: Restify, options: DirectLineRouteOptions): void {
  const { directLine, origins, limits, tracked, addresses, isUrgent } = options;
  const conversation = `${DIRECT_LINE_PATH}/conversations/:id`;

  server.post(`${DIRECT_LINE_PATH}/tokens/generate`, async (req, res) => {
    if (!isSecret(bearer(req), options.secret)) throw new Refusal('token-invalid', true);
    answer(res, 200, tokenBody(accepted(directLine.generate(await readOptionalJson(req, limits)))));
  });
  server.post(`${DIRECT_LINE_PATH}/tokens/refresh`, async (req, res) => {
    req.resume();
    await addresses.call(req);
    answer(res, 200, tokenBody(accepted(await directLine.refresh(bearer(req)))));
  });
  server.post(
    `${DIRECT_LINE_PATH}/conversations`,
    tracked(async (req, res) => {
      await addresses.call(req);
      const body = await readOptionalJson(req, limits);
      const opened = accepted(await directLine.start(bearer(req), body));
      answer(res, opened.created ? 201 : 200, openedBody(opened, ownOrigin(req, origins)));
    }),
  );
  server.get(conversation, async (req, res) => {
    await addresses.call(req);
    const opened = accepted(await directLine.reconnect(bearer(req), req.params.id ?? '', watermarkOf(req)));
    answer(res, 200, openedBody(opened, ownOrigin(req, origins)));
  });
  server.get(`${conversation}/activities`, async (req, res) => {
    await addresses.call(req);
    const { page } = accepted(await directLine.read(bearer(req), req.params.id ?? '', watermarkOf(req)));
    answerJson(res, 200, pageText(page));
  });
  server.post(
    `${conversation}/activities`,
    tracked(async (req, res) => {
      const body = await readJson(req, limits);
      const text = writtenIn(body);
      await addresses.call(req).catch((refusal) => {
        // Words that tell of an emergency are never counted away.
        if (text === undefined || !isUrgent(text)) throw refusal;
      });
      const { id, activities } = accepted(await directLine.post(bearer(req), req.params.id ?? '', body));
      answer(res, 200, activities === undefined ? { id } : { id, activities });
    }),
  );
  server.post(`${conversation}/upload`, async () => {
    throw new Refusal('upload-refused', true);
  });
}

/** @throws {@link Refusal} for what the channel turned away. */
function accepted<T extends object>(result: T | Refused): Exclude<T, Refused> {
  if ('kind' in result && result.kind === 'refused') throw new Refusal((result as Refused).reason, true);
  return result as Exclude<T, Refused>;
}

function tokenBody({ conversationId, token, expiresIn }: Omit<Grant, 'kind'>) {
  return { conversationId, token, expires_in: expiresIn };
}

function openedBody(opened: Opened, origin: string) {
  return { ...tokenBody(opened), streamUrl: origin.replace(/^http/, 'ws') + opened.streamPath };
}

function bearer(req: IncomingMessage): string {
  return /^Bearer ([\w.-]{1,4096})$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
}

function isSecret(given: string, secret: string | undefined): boolean {
  if (secret === undefined || given === '') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** null when the query has none: that means "only what is new", and '' means "everything". */
function watermarkOf({ url = '' }: IncomingMessage): string | null {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('watermark');
}

/** Some calls may come without a body. */
async function readOptionalJson(req: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = req.headers;
  return length === '0' && chunked === undefined ? {} : readJson(req, limits);
}

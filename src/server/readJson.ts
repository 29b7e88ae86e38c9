import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Bodies that were read before their handler asks for them. */
const readBefore = new WeakMap<IncomingMessage, unknown>();

/** Reads a body now, so that it can be looked at before its request is handled; {@link readJson} then finds it. */
export async function readAhead(req: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const json = await readJson(req, limits);
  readBefore.set(req, json);
  return json;
}

/**
 * Reads a JSON body. restify's own parser is not used: it inflates bombs, writes uploads to disk, takes
 * forms for activities, and a broken gzip body ends the process.
 *
 * @throws {@link Refusal} 400, 408, 413 or 415.
 */
export async function readJson(req: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  if (readBefore.has(req)) return readBefore.get(req);
  checkHeaders(req, limits.maxBytes);
  const bytes = await readBytes(req, limits);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal('not-json');
  }
}

/** Requiring application/json also keeps web pages of other sites out: a browser asks us first, and we decline. */
function checkHeaders({ headers }: IncomingMessage, maxBytes: number): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' || !isUtf8Json(headers['content-type'] ?? ''))
    throw new Refusal('unsupported-media-type', true);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw new Refusal('too-large', true);
}

function isUtf8Json(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((p) => p.startsWith('charset='));
  return (
    type.trim() === 'application/json' && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
  );
}

function readBytes(req: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (settle: () => void) => {
      clearTimeout(timer);
      req.off('data', onData).off('close', onGone);
      settle();
    };
    const refuse = (refusal: Refusal) => stop(() => reject(refusal));
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) refuse(new Refusal('too-large', true));
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => refuse(new Refusal('body-timeout', true)), timeoutMs);
    req.on('data', onData);
    req.once('end', () => stop(() => resolve(Buffer.concat(chunks))));
    // The visitor's side went away in the middle: there is nobody left to answer.
    const onGone = () => refuse(new Refusal('bad-request', true));
    req.once('close', onGone);
    req.once('error', onGone);
  });
}

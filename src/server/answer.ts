import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '../website/pages';
import { type RefusalCode, refusalAnswer } from './refusal';

/** Nothing here is a page: no sniffing, caching, framing, scripts or referrers. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Writes a whole answer with plain node:http, past restify's formatters, which would quote errors. */
export function answer(res: ServerResponse, status: number, body?: unknown, closes = false): void {
  answerJson(res, status, body === undefined ? '' : JSON.stringify(body), closes);
}

/** The same for a body that is JSON text already. */
export function answerJson(res: ServerResponse, status: number, text: string, closes = false): void {
  if (res.headersSent || res.destroyed) return;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
  if (text !== '') res.setHeader('content-type', 'application/json; charset=utf-8');
  if (closes) res.setHeader('connection', 'close');
  res.setHeader('content-length', Buffer.byteLength(text));
  res.statusCode = status;
  res.end(text);
}

/** Answers with one of the fixed errors. */
export function answerRefusal(res: ServerResponse, code: RefusalCode, closes = false): void {
  const { status, body } = refusalAnswer(code);
  answer(res, status, body, closes);
}

/** For pages: as above, but the page says itself who may frame and keep it. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Writes a page or one of its files, in the smallest encoding the browser takes. */
export function answerPage(req: IncomingMessage, res: ServerResponse, { body, headers }: Page): void {
  const etag = `"${body.hash}"`;
  const all = { ...PAGE_HEADERS, ...headers, etag, vary: 'accept-encoding' };
  for (const [name, value] of Object.entries(all)) res.setHeader(name, value);
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304;
    res.end();
    return;
  }
  const encoding = encodingFor(String(req.headers['accept-encoding'] ?? ''));
  const bytes = body.encoded[encoding];
  res.setHeader('content-type', body.type);
  if (encoding !== 'identity') res.setHeader('content-encoding', encoding);
  res.setHeader('content-length', bytes.length);
  res.statusCode = 200;
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

function encodingFor(accepted: string): 'br' | 'gzip' | 'identity' {
  const names = accepted.split(',').map((name) => name.split(';', 1)[0]?.trim());
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : 'identity';
}

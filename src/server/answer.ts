import type { ServerResponse } from 'node:http';
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
  if (res.headersSent || res.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
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

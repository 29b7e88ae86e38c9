import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '../website/pages';
import { type RefusalCode, refusalAnswer } from './refusal';

/** Writes a whole answer with plain node:http, past restify's formatters, which would quote errors. */
export function answer(res: ServerResponse, status: number, body?: unknown, closes = false): void {
  answerJson(res, status, body === undefined ? '' : JSON.stringify(body), closes);
}

/** The same for a body that is JSON text already. */
export function answerJson(res: ServerResponse, status: number, text: string, closes = false): void {
  if (res.headersSent || res.destroyed) return;
  res.setHeader('cache-control', 'no-store');
  if (text !== '') res.setHeader('content-type', 'application/json; charset=utf-8');
  if (closes) res.setHeader('connection', 'close');
  res.setHeader('content-length', Buffer.byteLength(text));
  res.statusCode = status;
  res.end(text);
}

/** Answers with one of the fixed errors. @param emergencyLine - said with answers that a visitor may get to see. */
export function answerRefusal(
  res: ServerResponse,
  code: RefusalCode,
  closes = false,
  emergencyLine?: string,
): void {
  const { status, body, retryAfterS } = refusalAnswer(code, emergencyLine);
  if (retryAfterS !== undefined) res.setHeader('retry-after', retryAfterS);
  answer(res, status, body, closes);
}

/** Writes a page or one of its files, in the smallest encoding the browser takes. */
export function answerPage(req: IncomingMessage, res: ServerResponse, { body, headers }: Page): void {
  const etag = `"${body.hash}"`;
  const all = { ...headers, etag, vary: 'accept-encoding' };
  for (const [name, value] of Object.entries(all)) res.setHeader(name, value);
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304;
    res.end();
    return;
  }
  const encoding = encodingFor(String(req.headers['accept-encoding'] ?? ''));
  const bytes = body.encoded(encoding);
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

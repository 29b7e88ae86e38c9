import { setTimeout as delay } from 'node:timers/promises';

/** The request as the SDK's HTTP pipeline shows it, as far as it is used here. */
export interface OutboundRequest {
  abortSignal?: AbortSignal;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
}

type Send = (request: OutboundRequest) => Promise<OutboundResponse>;

/** One step of the SDK's outbound HTTP pipeline (@azure/core-rest-pipeline PipelinePolicy). */
interface PipelinePolicy {
  readonly name: string;
  sendRequest(request: OutboundRequest, next: Send): Promise<OutboundResponse>;
}

/** The part of the pipeline of a ConnectorClient that is tuned here. */
export interface Pipeline {
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: PipelinePolicy, where?: { phase: 'Retry' }): void;
}

/**
 * How often a reply is tried, by the status of the channel's answer. 412 means that somebody else writes to the
 * conversation at this moment: once more, and then it is no accident.
 *
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (429, 412, 502 and 504, with
 * exponential backoff and jitter); 503 is the same trouble in a proxy's words.
 */
const TRIES: ReadonlyMap<number, number> = new Map([
  [412, 2],
  [429, 3],
  [502, 3],
  [503, 3],
  [504, 3],
]);
/** The channel was not reached, or hung up: a connection kept open too long, or a restart over there. */
const CONNECTION_FAULTS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRIES_TO_CONNECT = 3;
const FIRST_WAIT_MS = 200;

/**
 * Bounds what sending one reply can cost. As shipped, a request has no timeout, three retries with growing
 * waits on any failure, and follows redirects to anywhere. Here: a time limit for each attempt, including its
 * answer's body, and for all of them together; few retries, only after answers that ask for one; no redirects.
 */
export function tunePipeline(pipeline: Pipeline, timeoutMs: number): void {
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(
    { name: 'spineGuideRetry', sendRequest: (request, next) => sendWithRetries(request, next, timeoutMs) },
    { phase: 'Retry' },
  );
}

/** Longest time sending one reply can take with the policies above. */
export function longestSendMs(timeoutMs: number): number {
  return 2 * timeoutMs;
}

/**
 * One request with its retries: `next` is called for each attempt, with a signal that ends it.
 *
 * @returns the channel's last answer, whatever its status. @throws what the last attempt threw.
 */
export async function sendWithRetries(
  request: OutboundRequest,
  next: Send,
  timeoutMs: number,
): Promise<OutboundResponse> {
  const endsAt = performance.now() + longestSendMs(timeoutMs);
  for (let tried = 1; ; tried++) {
    const leftMs = Math.max(1, Math.round(endsAt - performance.now()));
    request.abortSignal = AbortSignal.timeout(Math.min(timeoutMs, leftMs));
    const response = await next(request).catch((error: unknown) => unconnected(error, tried));
    const again = response === undefined || tried < (TRIES.get(response.status) ?? 1);
    if (!again) return response;
    const pause = pauseMs(response, tried, timeoutMs);
    // Out of time, the channel's last word stands; after a failed connection the next attempt has the last word.
    if (response !== undefined && performance.now() + pause >= endsAt) return response;
    await delay(pause);
  }
}

/** @returns undefined when another attempt may reach the channel. @throws the error itself otherwise. */
function unconnected(error: unknown, tried: number): undefined {
  const { code } = error as { code?: unknown };
  if (CONNECTION_FAULTS.has(code) && tried < TRIES_TO_CONNECT) return undefined;
  throw error;
}

/**
 * Honors Retry-After, but never waits longer than an attempt may take: a person is waiting. Without it the waits
 * double, each shortened by chance, so that many turns that failed together do not come back together.
 */
function pauseMs(response: OutboundResponse | undefined, tried: number, timeoutMs: number): number {
  const told = response === undefined ? undefined : retryAfterMs(response.headers.get('retry-after'));
  const wait = told ?? FIRST_WAIT_MS * 2 ** (tried - 1) * (0.5 + Math.random() / 2);
  return Math.min(wait, timeoutMs);
}

/** Seconds or a date, as RFC 9110 10.2.3 allows. */
function retryAfterMs(value: string | null | undefined): number | undefined {
  if (value === undefined || value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

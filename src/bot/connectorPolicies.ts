import { setTimeout as delay } from 'node:timers/promises';

/** The request as the SDK's HTTP pipeline shows it, as far as it is used here. */
interface OutboundRequest {
  abortSignal?: AbortSignal;
}

interface OutboundResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
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

/** Throttled, or briefly away: the two answers after which Teams asks to try again. */
const WORTH_A_RETRY = new Set([429, 503]);
const DEFAULT_WAIT_MS = 500;

/**
 * Bounds what sending one reply can cost. As shipped, a request has no timeout, three retries with growing
 * waits on any failure, and follows redirects to anywhere. Here: a time limit for the whole of each attempt,
 * including its answer's body, one retry where Teams throttles, no redirects.
 */
export function tunePipeline(pipeline: Pipeline, timeoutMs: number): void {
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(
    {
      name: 'spineGuideOneRetry',
      async sendRequest(request, next) {
        const attempt = () => {
          request.abortSignal = AbortSignal.timeout(timeoutMs);
          return next(request);
        };
        const response = await attempt();
        if (!WORTH_A_RETRY.has(response.status)) return response;
        await delay(waitMs(response, timeoutMs));
        return attempt();
      },
    },
    { phase: 'Retry' },
  );
}

/** Longest time sending one reply can take with the policies above. */
export function longestSendMs(timeoutMs: number): number {
  return 3 * timeoutMs;
}

/** Honors Retry-After in seconds, but never waits longer than an attempt may take. */
function waitMs(response: OutboundResponse, timeoutMs: number): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Math.min(seconds >= 0 ? seconds * 1000 : DEFAULT_WAIT_MS, timeoutMs);
}

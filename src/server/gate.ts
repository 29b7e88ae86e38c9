import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BodyLimits, readAhead } from './readJson';
import { Refusal } from './refusal';

type Handle = (req: IncomingMessage, res: ServerResponse) => void;

/** When requests are turned away because there are too many. */
export interface GateRules {
  /** Longest time in ms a request should wait for its turn; beyond, only urgent messages are taken. */
  readonly maxQueueMs: number;
  /** Requests being worked on at once, not counting those whose body is still on its way. */
  readonly maxInFlight: number;
  /** Says whether a message must be answered even now; asked only when there is too much to do. */
  readonly isUrgent: (text: string) => boolean;
}

interface GateOptions extends GateRules {
  readonly limits: BodyLimits;
  /** Milliseconds that only ever go on. */
  readonly now: () => number;
  /** Answers a request that was let in. */
  readonly handle: Handle;
  /** Answers one that was not. Called most when there is least time. */
  readonly refuse: (res: ServerResponse, error: unknown) => void;
}

interface Waiting {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly since: number;
  readonly urgent: boolean;
}

/** Urgent messages may make the queue this many times longer than others, and then are refused as well. */
const URGENT_SHARE = 5;

/**
 * Stands before everything that makes work, and begins one request in each round of the event loop.
 *
 * node accepts one new connection a round (libuv 1.46), and answers all that is ready before the next: with a
 * hundred turns in one round a new visitor would wait for seconds, unseen by any limit. One at a time, rounds stay
 * short, the queue is here where it can be measured, and red flags can go first.
 */
export function createGate(options: GateOptions): Handle {
  const { maxQueueMs, maxInFlight, isUrgent, limits, now, handle, refuse } = options;
  const urgent: Waiting[] = [];
  const others: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  const isLate = ({ since }: Waiting, share: number) => now() - since > maxQueueMs * share;
  const next = () =>
    (inFlight < maxInFlight * URGENT_SHARE ? urgent.shift() : undefined) ??
    (inFlight < maxInFlight ? others.shift() : undefined);

  const begin = () => {
    scheduled = false;
    const waiting = next();
    if (waiting === undefined) return;
    schedule();
    const { req, res } = waiting;
    if (res.closed) return;
    if (isLate(waiting, 1) && !waiting.urgent) return triage(req, res);
    // A body that comes slowly makes no work: its request waits outside, and holds a place only once it is whole.
    if (!req.complete && isJson(req)) return readFirst(req, res);
    inFlight += 1;
    res.once('close', () => {
      inFlight -= 1;
      schedule();
    });
    handle(req, res);
  };
  const readFirst = (req: IncomingMessage, res: ServerResponse) => {
    readAhead(req, limits)
      .then(() => {
        others.push({ req, res, since: now(), urgent: false });
        schedule();
      })
      .catch((error: unknown) => refuse(res, error));
  };
  const schedule = () => {
    if (scheduled || urgent.length + others.length === 0) return;
    scheduled = true;
    setImmediate(begin);
  };
  const triage = (req: IncomingMessage, res: ServerResponse) => {
    readAhead(req, limits)
      .then((json) => {
        const text = writtenIn(json);
        const [first] = urgent;
        const room = first === undefined || !isLate(first, URGENT_SHARE);
        if (!room || text === undefined || !isUrgent(text)) return refuse(res, OVERLOADED);
        urgent.push({ req, res, since: now(), urgent: true });
        schedule();
      })
      .catch((error: unknown) => refuse(res, error));
  };

  return (req, res) => {
    if (req.method !== 'POST') handle(req, res);
    else if (others[0] !== undefined && isLate(others[0], 1)) triage(req, res);
    else {
      others.push({ req, res, since: now(), urgent: false });
      schedule();
    }
  };
}

function isJson({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.toLowerCase().startsWith('application/json') === true;
}

/** Made once: an error with its stack for every refusal would cost as much as the refusal saves. */
const OVERLOADED = new Refusal('overloaded');

/** What a visitor wrote, in a body of any shape. */
export function writtenIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { type, text } = json as { type?: unknown; text?: unknown };
  return type === 'message' && typeof text === 'string' ? text : undefined;
}

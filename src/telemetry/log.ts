import { createHash } from 'node:crypto';
import pino, { type DestinationStream } from 'pino';
import { describeError } from './describeError';

/**
 * Everything a log line may hold. The list is closed on purpose: there is no field for message text, tokens,
 * request bodies or URLs, so none of them can be written by mistake.
 */
export interface LogFields {
  /** The raw conversation id; only a short SHA-256 hash of it is written. */
  readonly conversation?: string;
  readonly channel?: string;
  /** Which kind of inbound event, decision or storage operation the line is about. */
  readonly kind?: string;
  /** Ids of replies (`answer:mri`), never their words. */
  readonly replies?: readonly string[];
  readonly reason?: string;
  readonly status?: number;
  readonly count?: number;
  readonly durationMs?: number;
  readonly host?: string;
  readonly port?: number;
  readonly version?: string;
  /** Which database is used: `sqlite` or `postgres`, never its address. */
  readonly store?: string;
  /** What this process is: `website`, or `website and bot`. */
  readonly serves?: string;
  /** The host in PUBLIC_URL. */
  readonly publicHost?: string;
  readonly trustedProxies?: number;
  /** The name of a variable of the environment, and of the setting it may be meant for; never a value. */
  readonly given?: string;
  readonly meant?: string;
  /** Written as name, code and stack frames: an error's message can quote what a visitor sent. */
  readonly error?: unknown;
}

/** What the rest of the service logs through: an event name plus fields from the closed list. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Ids and reasons can come from a channel, so a line never grows beyond this many characters a field. */
const MAX_TEXT = 120;
const MAX_REPLIES = 20;

const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** One writer per field. A field without a writer is dropped, whatever the caller passes at run time. */
const WRITERS: { readonly [Field in keyof Required<LogFields>]: (value: unknown) => unknown } = {
  conversation: (value) => (typeof value === 'string' ? conversationHash(value) : undefined),
  channel: text,
  kind: text,
  replies: (value) => (Array.isArray(value) ? value.slice(0, MAX_REPLIES).map(text) : undefined),
  reason: text,
  status: number,
  count: number,
  durationMs: number,
  host: text,
  port: number,
  version: text,
  store: text,
  serves: text,
  publicHost: text,
  trustedProxies: number,
  given: text,
  meant: text,
  error: describeError,
};

/** What the log calls a conversation: enough of a SHA-256 to follow it from line to line, and not the id itself. */
export function conversationHash(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 12);
}

function allowed(fields: LogFields): Record<string, unknown> {
  const entries = Object.entries(WRITERS).map(
    ([field, write]) => [field, write(fields[field as keyof LogFields])] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Creates the log: JSON lines on standard output.
 *
 * @param destination - where lines go instead of standard output; tests use it.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const writer = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (event, fields = {}) => writer.info(allowed(fields), event),
    warn: (event, fields = {}) => writer.warn(allowed(fields), event),
    error: (event, fields = {}) => writer.error(allowed(fields), event),
  };
}

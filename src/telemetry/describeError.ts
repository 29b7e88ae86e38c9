/** What may be written about an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  /** HTTP status, when the error came from another service. */
  readonly status?: number;
  readonly frames: readonly string[];
}

const MAX_FRAMES = 12;
const SAFE_WORD = /^[\w.:-]{1,64}$/;

/**
 * Describes an error without its message, because messages of parsers, token checks and HTTP clients quote
 * their input, and here the input is what a visitor wrote.
 */
export function describeError(error: unknown): ErrorDescription | undefined {
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, frames: [] };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return {
    name: SAFE_WORD.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && SAFE_WORD.test(code) ? { code } : {}),
    ...(typeof statusCode === 'number' ? { status: statusCode } : {}),
    frames: frames(error),
  };
}

/** The stack begins with the message, which may itself look like frames: cut it off before reading lines. */
function frames(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const message = String(error.message);
  const start = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(start)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
}

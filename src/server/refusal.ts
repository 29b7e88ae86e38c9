/** Every error answer this server can give. The words are fixed: nothing of the request is repeated. */
const REFUSALS = {
  'bad-request': [400, 'The request is not valid.'],
  'not-json': [400, 'The body is not valid JSON in UTF-8.'],
  'bad-activity': [400, 'The body is not a valid activity.'],
  'service-url-missing': [400, 'The activity has no serviceUrl.'],
  'service-url-refused': [400, 'Replies may not be sent to this serviceUrl.'],
  unauthorized: [401, 'The request is not authorized.'],
  'host-refused': [403, 'This host name is not served.'],
  'not-found': [404, 'There is nothing here.'],
  'method-not-allowed': [405, 'This method is not allowed here.'],
  'body-timeout': [408, 'The body took too long to arrive.'],
  'too-large': [413, 'The body is too large.'],
  'unsupported-media-type': [415, 'The body must be application/json, UTF-8, without content encoding.'],
  internal: [500, 'Something went wrong.'],
  'keys-unavailable': [503, 'The request cannot be checked right now.'],
  stopping: [503, 'The service is stopping.'],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** Ends a request with one of the fixed answers. Thrown by handlers, answered in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /** @param closes - true when the body was not read to its end, so that the connection cannot be used again. */
  constructor(
    readonly code: RefusalCode,
    readonly closes = false,
  ) {
    super(code);
  }
}

/** The HTTP status and body of a refusal. */
export function refusalAnswer(code: RefusalCode): { status: number; body: object } {
  const [status, message] = REFUSALS[code];
  return { status, body: { error: { code, message } } };
}

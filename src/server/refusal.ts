/**
 * Every error answer this server can give. The words are fixed: nothing of the request is repeated. A third
 * part is the code that Direct Line clients know.
 */
const REFUSALS = {
  'bad-request': [400, 'The request is not valid.'],
  'not-json': [400, 'The body is not valid JSON in UTF-8.'],
  'bad-activity': [400, 'The body is not a valid activity.'],
  'bad-client-activity': [400, 'The body is not valid here.', 'BadArgument'],
  'service-url-missing': [400, 'The activity has no serviceUrl.'],
  'service-url-refused': [400, 'Replies may not be sent to this serviceUrl.'],
  unauthorized: [401, 'The request is not authorized.'],
  'token-missing': [401, 'A token is missing.', 'Unauthorized'],
  'host-refused': [403, 'This host name is not served.'],
  'origin-refused': [403, 'This site may not use the chat.'],
  'token-invalid': [403, 'The token is not valid here.', 'Forbidden'],
  'token-expired': [403, 'The token has expired.', 'TokenExpired'],
  'not-found': [404, 'There is nothing here.'],
  'conversation-unknown': [404, 'This conversation is over.', 'ConversationNotFound'],
  'method-not-allowed': [405, 'This method is not allowed here.'],
  'body-timeout': [408, 'The body took too long to arrive.'],
  'too-large': [413, 'The body is too large.'],
  'unsupported-media-type': [415, 'The body must be application/json, UTF-8, without content encoding.'],
  'upload-refused': [415, 'Files are not taken.', 'UploadsNotSupported'],
  'too-many-messages': [429, 'Too many messages at once.', 'TooManyRequests'],
  'too-many-calls': [429, 'Too many requests from here. Try again in a minute.', 'TooManyRequests'],
  'too-many-starts': [429, 'Too many new chats from here. Try again in a minute.', 'TooManyRequests'],
  internal: [500, 'Something went wrong.'],
  'turn-failed': [502, 'The bot could not answer.', 'BotRejectedActivity'],
  'azure-unavailable': [502, 'The chat is not available right now.'],
  'keys-unavailable': [503, 'The request cannot be checked right now.'],
  'too-many-conversations': [503, 'Too many people are chatting right now.'],
  overloaded: [503, 'Too much is asked at the moment. Try again shortly.', 'ServiceUnavailable'],
  stopping: [503, 'The service is stopping.'],
} as const satisfies Record<string, readonly [number, string] | readonly [number, string, string]>;

/** Seconds after which it makes sense to try again. */
const RETRY_AFTER_S: { readonly [Code in RefusalCode]?: number } = {
  'too-many-messages': 10,
  'too-many-calls': 60,
  'too-many-starts': 60,
  'keys-unavailable': 5,
  'too-many-conversations': 30,
  overloaded: 2,
  stopping: 5,
};

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

interface RefusalAnswer {
  readonly status: number;
  readonly body: object;
  readonly retryAfterS?: number;
}

/**
 * The HTTP status and body of a refusal.
 *
 * @param emergencyLine - added where somebody is turned away who may need help now, because programs that show
 *   errors show these words.
 */
export function refusalAnswer(code: RefusalCode, emergencyLine?: string): RefusalAnswer {
  const [status, words, wireCode = code] = REFUSALS[code] as readonly [number, string, string?];
  const retryAfterS = RETRY_AFTER_S[code];
  const message =
    retryAfterS === undefined || emergencyLine === undefined ? words : `${words} ${emergencyLine}`;
  return {
    status,
    body: { error: { code: wireCode, message } },
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}

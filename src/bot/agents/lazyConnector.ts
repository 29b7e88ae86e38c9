import type { ConnectorClient } from '@microsoft/agents-hosting';
import { type OutboundRequest, type OutboundResponse, sendWithRetries } from '../connectorPolicies';

type Request = ConnectorClient['httpClient']['request'];

/**
 * A client that is made, with its token, when the first reply is sent. The SDK makes one before the turn: then a
 * sign-in service that does not answer would keep the turn from being taken at all.
 *
 * @param make - gets the token.
 * @param timeoutMs - limit for one attempt, as {@link sendWithRetries} counts.
 */
export function lazyConnector(make: () => Promise<ConnectorClient>, timeoutMs: number): ConnectorClient {
  let made: Promise<ConnectorClient> | undefined;
  const client = async () => {
    made ??= make().then((fresh) => bounded(fresh, timeoutMs));
    return made;
  };
  const replies: Pick<ConnectorClient, 'replyToActivity' | 'sendToConversation'> = {
    // The SDK puts the conversation's id into the path as it is; an id with a slash or a question mark would lead
    // elsewhere.
    replyToActivity: async (conversation, activity, body) =>
      (await client()).replyToActivity(encodeURIComponent(conversation), activity, body),
    sendToConversation: async (conversation, body) =>
      (await client()).sendToConversation(encodeURIComponent(conversation), body),
  };
  return replies as ConnectorClient;
}

/** What one attempt brought: the channel's answer, read whole within the attempt's limit. */
interface Answer extends OutboundResponse {
  readonly data: unknown;
}

/**
 * Replaces the way the SDK's client sends, which knows no time limit and no retries and follows redirects to anywhere,
 * by one with the rules of {@link sendWithRetries}.
 */
function bounded(client: ConnectorClient, timeoutMs: number): ConnectorClient {
  const { httpClient } = client;
  const request = async ({ method, url, headers, data }: Parameters<Request>[0]) => {
    const attempt = async ({ abortSignal }: OutboundRequest): Promise<Answer> => {
      const response = await fetch(`${httpClient.baseURL.replace(/\/$/, '')}/${url}`, {
        method: method.toUpperCase(),
        headers: { ...httpClient.defaultHeaders, ...headers },
        body: JSON.stringify(data),
        redirect: 'manual',
        ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      }).catch(namedFault);
      return { status: response.status, headers: response.headers, data: jsonOr(await response.text()) };
    };
    const answer = (await sendWithRetries({}, attempt, timeoutMs)) as Answer;
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw Object.assign(new Error('the channel did not take a reply'), { statusCode: answer.status });
  };
  httpClient.request = request as unknown as Request;
  return client;
}

/** Node's fetch hides the system's code for a fault; a connection that was closed over there has none. */
function namedFault(error: unknown): never {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  throw Object.assign(error as Error, { code: code === 'UND_ERR_SOCKET' ? 'ECONNRESET' : code });
}

/** Channels may answer with an id or with nothing. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

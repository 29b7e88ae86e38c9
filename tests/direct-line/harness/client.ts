import { WebSocket } from 'ws';
import { within } from '../../clients/harness/within';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any part of an answer.
  readonly body: any;
  readonly headers: Headers;
}

/** One call to the channel. */
export async function call(
  url: string,
  { method = 'POST', token, body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

interface CallOptions {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A conversation as a plain client of the protocol sees it. */
export interface Chat {
  readonly token: string;
  readonly id: string;
  readonly streamUrl: string;
  say(text: string, more?: object): Promise<Answer>;
  post(body: unknown): Promise<Answer>;
  get(rest: string, token?: string): Promise<Answer>;
}

/** Gets a token and begins a conversation. */
export async function openChat(url: string): Promise<Chat> {
  const { body: granted } = await call(`${url}/api/token`);
  const { body: opened } = await call(`${granted.domain}/conversations`, { token: granted.token });
  const base = `${granted.domain}/conversations/${opened.conversationId}`;
  const post = (body: unknown) => call(`${base}/activities`, { token: opened.token, body });
  return {
    token: opened.token,
    id: opened.conversationId,
    streamUrl: opened.streamUrl,
    post,
    say: (text, more = {}) => post({ type: 'message', text, ...more }),
    get: (rest, token = opened.token) => call(base + rest, { method: 'GET', token }),
  };
}

/** A socket with everything it got. */
export interface Socket {
  readonly activities: { id: string; text?: string; type: string }[];
  readonly frames: string[];
  /** Resolves when so many activities have come. */
  got(count: number): Promise<void>;
  /** Resolves with the code when it is closed. */
  readonly closed: Promise<number>;
  readonly raw: WebSocket;
}

/** Opens the stream of a conversation. @throws with the HTTP status when the upgrade is refused. */
export async function openSocket(url: string, headers: Record<string, string> = {}): Promise<Socket> {
  const raw = new WebSocket(url, { headers });
  const activities: Socket['activities'] = [];
  const frames: string[] = [];
  let wake: () => void = () => undefined;
  raw.on('message', (data) => {
    const frame = String(data);
    frames.push(frame);
    if (frame !== '') activities.push(...JSON.parse(frame).activities);
    wake();
  });
  const closed = new Promise<number>((resolve) => raw.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    raw.once('open', resolve);
    raw.once('unexpected-response', (_req, res) => reject(new Error(`refused with ${res.statusCode}`)));
    raw.once('error', reject);
  });
  const got = async (count: number) => {
    while (activities.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { activities, frames, closed, raw, got: (count) => within(got(count), 5000, `${count} activities`) };
}

/** The texts of activities, with who said them. */
export function said(activities: readonly { text?: string; from?: { role?: string } }[]): string[] {
  return activities.map(({ text, from }) => `${from?.role}: ${text}`);
}

import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service sent to the channel. */
export interface Delivery {
  readonly path: string;
  readonly activity: {
    readonly type: string;
    readonly text?: string;
    readonly textFormat?: string;
    readonly label?: string;
    readonly replyToId?: string;
    readonly importance?: string;
    readonly from?: { readonly id: string };
    readonly recipient?: { readonly id: string };
    readonly suggestedActions?: { readonly actions: readonly { readonly title: string }[] };
  };
}

/** One chat window. Every call resolves with what arrived in it until the service had answered. */
export interface Conversation {
  readonly id: string;
  /** As since about 2021: one update that names bot and user. */
  open(): Promise<Delivery[]>;
  /** As older versions did: an update for the bot, then one for the user. */
  openAsBefore(): Promise<Delivery[]>;
  say(text: string, more?: object): Promise<Delivery[]>;
}

/** Bot Framework Emulator v4 as the service sees it: posts activities, takes the replies on its own port. */
export interface Emulator {
  readonly received: readonly Delivery[];
  /** @param id - an existing id restarts that conversation. */
  conversation(id?: string, channelId?: string): Conversation;
  /** From now on replies are taken only when `release` is called; `arrived` tells of the first one. */
  hold(): { arrived: Promise<void>; release(): void };
  close(): Promise<void>;
}

const BOT = { id: 'bot-1', name: 'Bot', role: 'bot' };
const USER = { id: 'user-1', name: 'User', role: 'user' };

/** Starts the Emulator's side for a service at that address. */
export async function startEmulator(serviceUrl: string): Promise<Emulator> {
  const received: Delivery[] = [];
  const take = (res: ServerResponse) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id: randomUUID() }));
  };
  let onReply = take as (res: ServerResponse) => unknown;
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    received.push({ path: req.url ?? '', activity: JSON.parse(body) });
    onReply(res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    received,
    conversation(id = `${randomUUID()}|livechat`, channelId = 'emulator') {
      const frame = { channelId, serviceUrl: own, conversation: { id }, from: USER, recipient: BOT };
      const send = async (...activities: object[]) => {
        const before = received.length;
        for (const activity of activities) await post(serviceUrl, { ...frame, ...stamp(), ...activity });
        return received.slice(before);
      };
      const added = (...membersAdded: object[]) => ({ type: 'conversationUpdate', membersAdded });
      return {
        id,
        open: () => send(added(BOT, USER)),
        openAsBefore: () => send(added(BOT), added(USER)),
        say: (text, more = {}) => send({ type: 'message', text, textFormat: 'plain', ...more }),
      };
    },
    hold() {
      let waiting: ServerResponse[] = [];
      let tell: () => void = () => undefined;
      const arrived = new Promise<void>((resolve) => {
        tell = resolve;
      });
      onReply = (res) => {
        waiting = [...waiting, res];
        tell();
      };
      return {
        arrived,
        release() {
          onReply = take;
          for (const res of waiting) take(res);
        },
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Posts one activity as a channel without credentials does; anything but 200 is a fault. */
export async function post(serviceUrl: string, activity: object): Promise<unknown> {
  const response = await fetch(`${serviceUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
    signal: AbortSignal.timeout(15_000),
  });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`POST /api/messages answered ${response.status}: ${body}`);
  return body === '' ? undefined : JSON.parse(body);
}

function stamp() {
  const now = new Date().toISOString();
  return { id: randomUUID(), timestamp: now, localTimestamp: now, localTimezone: 'UTC', locale: 'en-US' };
}

/** The texts of the messages among these. */
export function textsOf(deliveries: readonly Delivery[]): string[] {
  return deliveries.flatMap(({ activity }) => (activity.type === 'message' ? [activity.text ?? ''] : []));
}

/** The types of these, in order. */
export function typesOf(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ activity }) => activity.type);
}

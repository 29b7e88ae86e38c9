import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service sent to the channel. */
export interface Delivery {
  readonly path: string;
  /** The id under which the channel took it. */
  readonly id: string;
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
    readonly attachments?: readonly { readonly contentType: string; readonly content: object }[];
    readonly entities?: readonly Readonly<Record<string, unknown>>[];
    readonly channelData?: Readonly<Record<string, unknown>>;
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
  /** Sends any activity. */
  send(activity: object): Promise<Delivery[]>;
  /** Sends an invoke; resolves also with what the service answered to it. */
  invoke(name: string, value: object, more?: object): Promise<{ answer: unknown; sent: Delivery[] }>;
}

/** Who talks where, other than the one user of the Emulator in a chat of their own. */
interface Place {
  readonly id?: string;
  readonly channelId?: string;
  /** More about the conversation, such as its type. */
  readonly conversation?: object;
  readonly from?: object;
  readonly recipient?: object;
}

/** Bot Framework Emulator v4 as the service sees it: posts activities, takes the replies on its own port. */
export interface Emulator {
  readonly received: readonly Delivery[];
  /** @param place - with an existing id it is that conversation again. */
  conversation(place?: Place): Conversation;
  /** From now on replies are taken only when `release` is called; `arrived` tells of the first one. */
  hold(): { arrived: Promise<void>; release(): void };
  close(): Promise<void>;
}

const BOT = { id: 'bot-1', name: 'Bot', role: 'bot' };
const USER = { id: 'user-1', name: 'User', role: 'user' };

/** Starts the Emulator's side for a service at that address. */
export async function startEmulator(serviceUrl: string): Promise<Emulator> {
  const received: Delivery[] = [];
  const take = (res: ServerResponse, id: string) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id }));
  };
  let onReply = take as (res: ServerResponse, id: string) => unknown;
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const id = randomUUID();
    received.push({ path: req.url ?? '', id, activity: JSON.parse(body) });
    onReply(res, id);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    received,
    conversation(place = {}) {
      const { id = `${randomUUID()}|livechat`, channelId = 'emulator', from = USER, recipient = BOT } = place;
      const frame = {
        channelId,
        serviceUrl: own,
        conversation: { id, ...place.conversation },
        from,
        recipient,
      };
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
        send: (activity) => send(activity),
        async invoke(name, value, more = {}) {
          const before = received.length;
          const answer = await post(serviceUrl, {
            ...frame,
            ...stamp(),
            type: 'invoke',
            name,
            value,
            ...more,
          });
          return { answer, sent: received.slice(before) };
        },
      };
    },
    hold() {
      let waiting: { res: ServerResponse; id: string }[] = [];
      let tell: () => void = () => undefined;
      const arrived = new Promise<void>((resolve) => {
        tell = resolve;
      });
      onReply = (res, id) => {
        waiting = [...waiting, { res, id }];
        tell();
      };
      return {
        arrived,
        release() {
          onReply = take;
          for (const { res, id } of waiting) take(res, id);
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

import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { XMLHttpRequest } from 'xhr2';
import { within } from '../clients/harness/within';
import { call } from './harness/client';
import { type Site, startSite } from './harness/site';

jest.setTimeout(60_000);

/** The client's reconnection waits 3 to 15 seconds; it is not ours to change. */
const RECONNECT_LIMIT_MS = 20_000;
const QUARTER_MS = 15 * 60_000;

beforeAll(() => {
  Object.assign(globalThis, { XMLHttpRequest, WebSocket });
});

/** Microsoft's client, with what it reports. */
interface Client {
  readonly directLine: DirectLine;
  readonly texts: string[];
  readonly statuses: ConnectionStatus[];
  say(text: string): Promise<string>;
  /** Resolves when so many messages have come. */
  got(count: number, limitMs?: number): Promise<void>;
  reached(status: ConnectionStatus): Promise<void>;
}

const open: DirectLine[] = [];
afterEach(() => {
  for (const directLine of open.splice(0)) directLine.end();
});

function connect(options: ConstructorParameters<typeof DirectLine>[0]): Client {
  // After a cut it waits 3 to 15 seconds, by chance; here it is always the least.
  const directLine = new DirectLine({ ...options, random: () => 0 } as typeof options);
  open.push(directLine);
  const texts: string[] = [];
  const statuses: ConnectionStatus[] = [];
  let wake: (() => void)[] = [];
  const changed = () => {
    for (const again of wake.splice(0)) again();
  };
  directLine.connectionStatus$.subscribe((status) => {
    statuses.push(status);
    changed();
  });
  directLine.activity$.subscribe({
    next(activity: Activity) {
      if (activity.type === 'message') texts.push(`${activity.from.role}: ${activity.text}`);
      changed();
    },
    error: () => undefined,
  });
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>((resolve) => {
        wake = [...wake, resolve];
      });
  };
  return {
    directLine,
    texts,
    statuses,
    say: (text) =>
      new Promise((resolve, reject) => {
        directLine
          .postActivity({ type: 'message', text, from: { id: '' } } as Activity)
          .subscribe(resolve, reject);
      }),
    got: (count, limitMs = 5000) =>
      within(
        until(() => texts.length >= count),
        limitMs,
        `${count} messages`,
      ),
    reached: (status) =>
      within(
        until(() => statuses.includes(status)),
        RECONNECT_LIMIT_MS,
        `status ${status}`,
      ),
  };
}

async function grant(site: Site): Promise<{ token: string; domain: string; conversationId: string }> {
  return (await call(`${site.url}/api/token`)).body;
}

describe('the client of Microsoft, unchanged', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.close());

  test('begins, is welcomed, sends, sees its own message and gets the reply', async () => {
    const { token, domain } = await grant(site);
    const client = connect({ token, domain });
    await client.got(1);
    expect(await client.say('hello')).toMatch(/\|0000002\|[\da-f]{8}$/);
    await client.got(3);
    expect(client.texts).toEqual(['bot: welcome', 'user: hello', 'bot: re: hello']);
    expect(client.statuses).toEqual([
      ConnectionStatus.Uninitialized,
      ConnectionStatus.Connecting,
      ConnectionStatus.Online,
    ]);
  });

  test('reads its history after a reload, in order and once', async () => {
    const { token, domain, conversationId } = await grant(site);
    const before = connect({ token, domain });
    await before.say('before the reload');
    await before.got(3);
    before.directLine.end();
    const after = connect({ token, domain, conversationId });
    await after.got(3);
    await after.say('after it');
    await after.got(5);
    expect(after.texts).toEqual([
      'bot: welcome',
      'user: before the reload',
      'bot: re: before the reload',
      'user: after it',
      'bot: re: after it',
    ]);
  });

  test('two tabs of one conversation hear the same, and neither cuts the other off', async () => {
    const { token, domain, conversationId } = await grant(site);
    const first = connect({ token, domain });
    await first.got(1);
    const second = connect({ token, domain, conversationId });
    await second.got(1);
    await first.say('from the first');
    await second.say('from the second');
    await Promise.all([first.got(5), second.got(5)]);
    expect(second.texts).toEqual(first.texts);
    expect(first.statuses.filter((status) => status === ConnectionStatus.Connecting)).toHaveLength(1);
  });

  test('after its socket was cut it comes back and misses nothing', async () => {
    const { token, domain, conversationId } = await grant(site);
    const sockets: WebSocket[] = [];
    class Watched extends WebSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    Object.assign(globalThis, { WebSocket: Watched });
    const client = connect({ token, domain });
    await client.got(1);
    Object.assign(globalThis, { WebSocket });
    sockets[0]?.terminate();
    // Another tab speaks meanwhile.
    await call(`${domain}/conversations/${conversationId}/activities`, {
      token,
      body: { type: 'message', text: 'meanwhile' },
    });
    await client.got(3, RECONNECT_LIMIT_MS);
    await client.say('back again');
    await client.got(5);
    expect(client.texts).toEqual([
      'bot: welcome',
      'user: meanwhile',
      'bot: re: meanwhile',
      'user: back again',
      'bot: re: back again',
    ]);
  });

  test('polls where there are no sockets', async () => {
    const { token, domain } = await grant(site);
    const client = connect({ token, domain, webSocket: false, pollingInterval: 200 });
    await client.say('by polling');
    await client.got(3);
    expect(client.texts).toEqual(['bot: welcome', 'user: by polling', 'bot: re: by polling']);
  });

  test('is told that files are not taken', async () => {
    const { token, domain } = await grant(site);
    const client = connect({ token, domain });
    await client.got(1);
    const upload = call(`${domain}/conversations/x/upload`, { token, body: {} });
    expect((await upload).status).toBe(415);
  });
});

describe('tokens, as the client of Microsoft sees them', () => {
  test('it refreshes every quarter of an hour and goes on with the new one', async () => {
    const { setInterval: real } = globalThis;
    // The client's quarter of an hour passes in a moment; everything else keeps its time.
    const hurried = (run: () => void, ms: number) => real(run, ms >= QUARTER_MS ? 100 : ms);
    Object.assign(globalThis, { setInterval: hurried });
    let now = Date.now();
    const site = await startSite({ now: () => now, idleMs: 4 * QUARTER_MS });
    try {
      const { token, domain } = await grant(site);
      const client = connect({ token, domain });
      await client.got(1);
      for (let quarter = 0; quarter < 3; quarter++) {
        const before = tokenOf(client);
        now += QUARTER_MS;
        await until(() => tokenOf(client) !== before);
      }
      // 45 minutes later the first token is long over.
      await client.say('still here');
      await client.got(3);
      expect(client.texts.at(-1)).toBe('bot: re: still here');
    } finally {
      Object.assign(globalThis, { setInterval: real });
      await site.close();
    }
  });

  test('with an expired one it says so, and does not hang', async () => {
    let now = Date.now();
    const site = await startSite({ now: () => now, tokenLifeMs: 60_000 });
    const { token, domain } = await grant(site);
    const client = connect({ token, domain });
    await client.got(1);
    now += 61_000;
    expect(await client.say('too late')).toBe('retry');
    await client.reached(ConnectionStatus.ExpiredToken);
    const reloaded = connect({ token, domain });
    await reloaded.reached(ConnectionStatus.FailedToConnect);
    await site.close();
  });
});

function tokenOf({ directLine }: Client): string {
  return (directLine as unknown as { token: string }).token;
}

/** For what the client changes inside without telling anybody. */
async function until(holds: () => boolean, limitMs = 5000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

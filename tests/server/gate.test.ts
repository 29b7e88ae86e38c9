import { connect } from 'node:net';
import type { Reply } from '../../src/conversation/reply';
import { within } from '../clients/harness/within';
import { message } from './fixtures/activities';
import { type Edge, startEdge } from './fixtures/edge';
import { fakeTurnHost, reply } from './fixtures/fakeTurnHost';

/** A core that answers only when it is let, and says so when it has begun. */
function heldCore() {
  const held: (() => void)[] = [];
  let told: () => void = () => undefined;
  const host = fakeTurnHost(
    (text) =>
      new Promise<Reply[]>((resolve) => {
        held.push(() => resolve([reply(`re: ${text}`)]));
        told();
      }),
  );
  return {
    host,
    /** Resolves when so many messages are being worked on. */
    async begun(count: number) {
      while (held.length < count)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    },
    /** How many are being worked on. */
    working: () => held.length,
    release: () => {
      for (const answer of held.splice(0)) answer();
    },
  };
}

let sent = 0;
const hello = (text: string) => message(text, { conversation: { id: `gate-${++sent}` } });

/** A clock that stands still, and tells when the gate has looked at it: that is when a request has come. */
function stoppedClock() {
  let ms = 0;
  let looked: () => void = () => undefined;
  return {
    now: () => {
      looked();
      return ms;
    },
    pass: (more: number) => {
      ms += more;
    },
    /** Sends something and resolves as soon as it stands in the queue; its answer comes later. */
    async queued<T>(send: () => Promise<T>): Promise<{ answer: Promise<T> }> {
      const seen = new Promise<void>((resolve) => {
        looked = resolve;
      });
      const answer = send();
      await seen;
      return { answer };
    },
  };
}

/** One message is being worked on, one waits, and more time has passed than anybody should wait. */
async function overloaded() {
  const setting = await edgeWith({ maxInFlight: 1, maxQueueMs: 100 });
  const { core, edge, clock } = setting;
  const first = edge.post(hello('one'));
  await core.begun(1);
  const { answer: waiting } = await clock.queued(() => edge.post(hello('two')));
  clock.pass(101);
  return { ...setting, first, waiting };
}

async function edgeWith(options: Parameters<typeof startEdge>[0]) {
  const core = heldCore();
  const clock = stoppedClock();
  const edge: Edge = await startEdge({ host: core.host, now: clock.now, ...options });
  const close = async () => {
    core.release();
    await edge.close();
  };
  return { core, clock, edge, close };
}

test('beyond its limit a message is turned away with 503, when to try again, and whom to call', async () => {
  const { core, edge, close, first, waiting } = await overloaded();
  const refused = await edge.post(hello('three'));
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(JSON.parse(refused.text)).toEqual({
    error: {
      code: 'ServiceUnavailable',
      message: 'Too much is asked at the moment. Try again shortly. Call 911.',
    },
  });
  expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
  core.release();
  expect((await first).status).toBe(200);
  // Nobody works any more when its turn comes, but it has waited longer than anybody should.
  expect((await waiting).status).toBe(503);
  await close();
});

test('a message that tells of a red flag is answered when all others are turned away', async () => {
  const { core, edge, close, first, waiting } = await overloaded();
  const urgent = edge.post(hello('this is a red flag'));
  await core.begun(2);
  core.release();
  const answer = await urgent;
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('re: this is a red flag')]);
  expect([(await first).status, (await waiting).status]).toEqual([200, 503]);
  await close();
});

test('a few more at once only wait, and are answered in the order they came', async () => {
  const order: string[] = [];
  const host = fakeTurnHost((text) => {
    order.push(text);
    return [reply(`re: ${text}`)];
  });
  const edge = await startEdge({ host, maxInFlight: 1, maxQueueMs: 5000 });
  const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
  const answers = await Promise.all(names.map((name) => edge.post(hello(name))));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  expect(order.toSorted()).toEqual(names.toSorted());
  await edge.close();
});

test('health, pages and everything else that makes no work is answered at once, however long the queue', async () => {
  const { core, edge, clock, close } = await edgeWith({ maxInFlight: 1, maxQueueMs: 100 });
  const first = edge.post(hello('one'));
  await core.begun(1);
  const { answer: waiting } = await clock.queued(() => edge.post(hello('two')));
  expect((await fetch(`${edge.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${edge.url}/readyz`)).status).toBe(200);
  core.release();
  await first;
  await core.begun(1);
  core.release();
  expect((await waiting).status).toBe(200);
  await close();
});

test('someone who went away while waiting costs no turn', async () => {
  const { core, edge, clock, close } = await edgeWith({ maxInFlight: 1, maxQueueMs: 100 });
  const first = edge.post(hello('one'));
  await core.begun(1);
  const gone = new AbortController();
  const { answer: waiting } = await clock.queued(() =>
    fetch(`${edge.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(hello('gone')),
      signal: gone.signal,
    }).catch(() => 'gone'),
  );
  const { answer: last } = await clock.queued(() => edge.post(hello('last')));
  gone.abort();
  expect(await waiting).toBe('gone');
  await fetch(`${edge.url}/healthz`);
  core.release();
  await first;
  await core.begun(1);
  core.release();
  expect((await last).text).toContain('re: last');
  expect(core.host.taken.map(({ event }) => event.kind === 'message' && event.text)).not.toContain('gone');
  await close();
});

test.each([
  ['no JSON', '{"type":', {}, 400],
  ['too large', 'x'.repeat(70_000), {}, 413],
  ['compressed', '{}', { 'content-encoding': 'gzip' }, 415],
  ['no object', '"i cant feel my legs"', {}, 503],
  ['no text', JSON.stringify({ type: 'message', text: { red: 'flag' } }), {}, 503],
])(
  'hostile bodies are refused as ever when there is too much to do: %s',
  async (_name, body, headers, status) => {
    const { core, edge, close, first, waiting } = await overloaded();
    expect((await edge.post(body, headers as unknown as Record<string, string>)).status).toBe(status);
    core.release();
    await Promise.all([first, waiting]);
    await close();
  },
);

test('100-continue is no way past the gate', async () => {
  const { core, edge, close, first, waiting } = await overloaded();
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    const body = JSON.stringify(hello('three'));
    const req = request(`${edge.url}/api/messages`, {
      method: 'POST',
      headers: { expect: '100-continue', 'content-type': 'application/json', 'content-length': body.length },
    });
    req.on('continue', () => req.end(body));
    req.on('response', (res) => resolve(res.resume().statusCode));
    req.flushHeaders();
  });
  expect(status).toBe(503);
  core.release();
  await Promise.all([first, waiting]);
  await close();
});

test('bodies that come late hold no more places at once than others', async () => {
  const { core, edge, close } = await edgeWith({ maxInFlight: 1 });
  const late = Array.from({ length: 4 }, (_, n) => {
    const body = JSON.stringify(hello(`late ${n}`));
    const socket = connect(edge.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n{`,
    );
    return { socket, rest: body.slice(1) };
  });
  await Promise.all(late.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  // Health is answered after everything that came before it was looked at.
  await fetch(`http://127.0.0.1:${edge.port}/healthz`);
  for (const { socket, rest } of late) socket.write(rest);
  await core.begun(1);
  await fetch(`http://127.0.0.1:${edge.port}/healthz`);
  expect(core.working()).toBe(1);
  for (const { socket } of late) socket.destroy();
  await close();
});

test('clients that never send the rest of their body keep nobody from being answered', async () => {
  const edge = await startEdge({ maxInFlight: 1 });
  const stalled = Array.from({ length: 5 }, () => {
    const socket = connect(edge.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      'POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{',
    );
    return socket;
  });
  await Promise.all(stalled.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  try {
    const answer = await within(edge.post(hello('hello')), 2000, 'an answer beside stalled bodies');
    expect(answer.status).toBe(200);
  } finally {
    for (const socket of stalled) socket.destroy();
    await edge.close();
  }
});

import { connect } from 'node:net';
import { within } from '../clients/harness/within';
import { fakeTurnHost, reply } from '../server/fixtures/fakeTurnHost';
import { sendRaw } from '../server/fixtures/raw';
import { call, openChat, openSocket, said } from './harness/client';
import { type Site, startSite } from './harness/site';

const HOSPITAL = 'https://www.hospital.example';
let site: Site;

beforeAll(async () => {
  site = await startSite({ allowedOrigins: [HOSPITAL] });
});
afterAll(() => site.close());

async function streamUrlFor(chat: Awaited<ReturnType<typeof openChat>>, query: string): Promise<string> {
  return (await chat.get(query)).body.streamUrl;
}

test('what was said before the socket opened comes first, then what comes', async () => {
  const chat = await openChat(site.url);
  await chat.say('early');
  const socket = await openSocket(chat.streamUrl);
  await socket.got(3);
  await chat.say('late');
  await socket.got(5);
  expect(said(socket.activities)).toEqual([
    'bot: welcome',
    'user: early',
    'bot: re: early',
    'user: late',
    'bot: re: late',
  ]);
  socket.raw.close();
});

test('after a cut a client goes on where it stopped, without gap or repetition', async () => {
  const chat = await openChat(site.url);
  const first = await openSocket(chat.streamUrl);
  await first.got(1);
  first.raw.terminate();
  await chat.say('while it was cut');
  const watermark = JSON.parse(first.frames.at(-1) ?? '').watermark;
  const second = await openSocket(await streamUrlFor(chat, `?watermark=${watermark}`));
  await second.got(2);
  await chat.say('after');
  await second.got(4);
  expect(second.activities.map(({ text }) => text)).toEqual([
    'while it was cut',
    're: while it was cut',
    'after',
    're: after',
  ]);
  second.raw.close();
});

test('an empty watermark means everything, none means only what is new', async () => {
  const chat = await openChat(site.url);
  await chat.say('old');
  const all = await openSocket(await streamUrlFor(chat, '?watermark='));
  const fresh = await openSocket(await streamUrlFor(chat, ''));
  await chat.say('new');
  await Promise.all([all.got(5), fresh.got(2)]);
  expect(fresh.activities.map(({ text }) => text)).toEqual(['new', 're: new']);
  for (const { raw } of [all, fresh]) raw.close();
});

test('two tabs both hear everything; the sixth socket takes the place of the first', async () => {
  const chat = await openChat(site.url);
  const tabs = [];
  for (let n = 0; n < 6; n++) tabs.push(await openSocket(chat.streamUrl));
  expect(await tabs[0]?.closed).toBe(1000);
  await chat.say('to all');
  await Promise.all(tabs.slice(1).map((tab) => tab.got(3)));
  for (const { raw } of tabs) raw.close();
});

test('a client that sends anything but empty frames is cut off', async () => {
  const chat = await openChat(site.url);
  const socket = await openSocket(chat.streamUrl);
  socket.raw.send('');
  socket.raw.send('{"type":"message"}');
  expect(await socket.closed).toBe(1003);
  const large = await openSocket(chat.streamUrl);
  large.raw.send('x'.repeat(5000));
  expect(await large.closed).toBe(1009);
});

describe('an upgrade is refused, and never kept open', () => {
  const upgrade = (path: string, ...headers: string[]) =>
    [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${site.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
      '',
      '',
    ].join('\r\n');

  test.each([
    ['another path', '/api/messages', [], 404],
    ['no token', '/v3/directline/conversations/abc/stream', [], 403],
    ['a foreign token', '/v3/directline/conversations/abc/stream?t=a.b.c', [], 403],
    ['another site', '/v3/directline/conversations/abc/stream', ['Origin: https://evil.example'], 403],
    ['no site at all', '/v3/directline/conversations/abc/stream', ['Origin: null'], 403],
    ['a path that is no path', '//[', [], 400],
  ])('%s', async (_what, path, headers, status) => {
    expect((await sendRaw(site.port, upgrade(path, ...headers))).status).toBe(status);
  });

  test('a name that is not served', async () => {
    const request = upgrade('/v3/directline/conversations/abc/stream').replace(
      /Host: .*/,
      'Host: rebound.example',
    );
    expect((await sendRaw(site.port, request)).status).toBe(403);
  });

  test('the token of the calls instead of the one for the socket', async () => {
    const chat = await openChat(site.url);
    const url = chat.streamUrl.replace(/t=.*/, `t=${chat.token}`);
    await expect(openSocket(url)).rejects.toThrow('403');
  });

  test('a site that is listed gets through', async () => {
    const chat = await openChat(site.url);
    const socket = await openSocket(chat.streamUrl, { origin: HOSPITAL });
    await socket.got(1);
    socket.raw.close();
  });

  test('a peer that hangs up in the middle does no harm', async () => {
    const socket = connect(site.port, '127.0.0.1');
    await within(
      new Promise((resolve) => socket.write(upgrade('/nowhere'), resolve)),
      2000,
      'the request to be sent',
    );
    socket.resetAndDestroy();
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  });
});

test('a token for a socket is good for a minute', async () => {
  let now = Date.now();
  const timed = await startSite({ now: () => now });
  const chat = await openChat(timed.url);
  now += 61_000;
  await expect(openSocket(chat.streamUrl)).rejects.toThrow('403');
  await timed.close();
});

test('when the service stops, the last reply is delivered and every socket is told that it goes away', async () => {
  const stopping = await startSite();
  const chat = await openChat(stopping.url);
  const socket = await openSocket(chat.streamUrl);
  const last = chat.say('last words');
  await socket.got(3);
  await Promise.all([last, stopping.close()]);
  expect(await socket.closed).toBe(1001);
});

describe('pages of other sites', () => {
  const ask = (origin: string, path = '/v3/directline/conversations') =>
    call(site.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent' },
    });

  test('a listed one may call, with the headers its client sends', async () => {
    const { status, headers } = await ask(HOSPITAL);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(HOSPITAL);
    expect(headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, x-ms-bot-agent, x-requested-with',
    );
    expect((await call(`${site.url}/api/token`, { headers: { origin: HOSPITAL } })).status).toBe(200);
  });

  test.each(['https://evil.example', 'null', `${HOSPITAL}.evil.example`, 'http://www.hospital.example'])(
    '%s may not',
    async (origin) => {
      const { status, headers } = await ask(origin);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
      const token = await call(`${site.url}/api/token`, { headers: { origin } });
      expect([token.status, token.body.error.code]).toEqual([403, 'origin-refused']);
    },
  );

  test('nor may a listed one call what is not for pages', async () => {
    const { status, headers } = await ask(HOSPITAL, '/api/messages');
    expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });
});

test('a client that never reads is cut, and its conversation goes on', async () => {
  // The kernel takes some megabytes before anything is left unsent here, so the replies are long.
  const long = 'x'.repeat(1_000_000);
  const wordy = await startSite({ host: fakeTurnHost(() => [reply(long)]) });
  try {
    const chat = await openChat(wordy.url);
    const deaf = await openSocket(chat.streamUrl);
    await deaf.got(1);
    deaf.raw.pause();
    const open = () => wordy.website.channel?.streams.count;
    let asked = 0;
    for (; open() === 1 && asked < 20; asked++) await chat.say('go on');
    expect(open()).toBe(0);
    deaf.raw.resume();
    await within(deaf.closed, 5000, 'the cut');
    const again = await openSocket((await chat.get('')).body.streamUrl);
    await chat.say('are you there');
    await again.got(2);
    again.raw.close();
  } finally {
    await wordy.close();
  }
});

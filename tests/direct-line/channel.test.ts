import { fakeTurnHost, reply } from '../server/fixtures/fakeTurnHost';
import { call, openChat, said } from './harness/client';
import { type Site, startSite } from './harness/site';

const SECRET = 'a-secret-of-at-least-32-characters';
let site: Site;
let base: string;

beforeAll(async () => {
  site = await startSite({ secret: SECRET });
  base = `${site.url}/v3/directline`;
});
afterAll(() => site.close());

describe('a conversation', () => {
  test('welcomes the visitor once, shows each message before its reply, and numbers them without a gap', async () => {
    const chat = await openChat(site.url);
    expect((await chat.say('one')).status).toBe(200);
    await chat.say('two');
    const { body } = await chat.get('/activities');
    expect(said(body.activities)).toEqual([
      'bot: welcome',
      'user: one',
      'bot: re: one',
      'user: two',
      'bot: re: two',
    ]);
    expect(body.activities.map(({ id }: { id: string }) => id)).toEqual(
      [1, 2, 3, 4, 5].map((n) => expect.stringMatching(`^${chat.id}\\|000000${n}\\|[\\da-f]{8}$`)),
    );
    expect(body.activities[2].replyToId).toBe(body.activities[1].id);
    expect(body.watermark).toMatch(/^5-[\da-f]{8}$/);
    expect((await chat.get('/activities?watermark=3')).body.activities).toHaveLength(2);
    const { watermark } = body;
    for (const given of ['5', watermark])
      expect((await chat.get(`/activities?watermark=${given}`)).body).toEqual({ activities: [], watermark });
  });

  test('is found again by its token, and does not welcome twice', async () => {
    const chat = await openChat(site.url);
    const again = await call(`${base}/conversations`, { token: chat.token, body: { locale: 'en-US' } });
    expect([again.status, again.body.conversationId]).toEqual([200, chat.id]);
    expect((await chat.get('/activities')).body.activities).toHaveLength(1);
  });

  test('answers two messages sent at once one after the other', async () => {
    const order: string[] = [];
    const slow = await startSite({
      host: fakeTurnHost(async (text) => {
        order.push(`begin ${text}`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`end ${text}`);
        return [reply(`re: ${text}`)];
      }),
    });
    const chat = await openChat(slow.url);
    await Promise.all([chat.say('a'), chat.say('b'), chat.say('c')]);
    await slow.close();
    const [first, second, third] = order
      .filter((line) => line.startsWith('begin'))
      .map((line) => line.slice(6));
    expect(order).toEqual([first, second, third].flatMap((text) => [`begin ${text}`, `end ${text}`]));
  });

  test('a message sent again under the same client id has one effect and the same id', async () => {
    const chat = await openChat(site.url);
    const more = { channelData: { clientActivityID: 'mine-1' } };
    const [first, second] = await Promise.all([chat.say('once', more), chat.say('once', more)]);
    expect(second.body).toEqual(first.body);
    const { body } = await chat.get('/activities');
    expect(said(body.activities)).toEqual(['bot: welcome', 'user: once', 'bot: re: once']);
    expect(body.activities[1].channelData).toEqual(more.channelData);
  });

  test('start over forgets what was said', async () => {
    const chat = await openChat(site.url);
    await chat.say('something private');
    await chat.say('Restart', { value: { command: 'restart' } });
    const { body } = await chat.get('/activities');
    expect(JSON.stringify(body)).not.toContain('private');
    expect(body.activities[0].id).toContain(`${chat.id}|0000004|`);
  });

  test('closing ends it: afterwards there is nothing to read', async () => {
    const chat = await openChat(site.url);
    await chat.post({ type: 'event', name: 'close' });
    expect((await chat.get('/activities')).status).toBe(404);
  });
});

describe('what a browser may not say', () => {
  test('it cannot pass for another person, another conversation or the channel', async () => {
    const chat = await openChat(site.url);
    await chat.say('hello', {
      from: { id: 'somebody', role: 'bot' },
      conversation: { id: 'another' },
      recipient: { id: 'x' },
      serviceUrl: 'https://evil.example',
      channelId: 'emulator',
      channelData: { clientActivityID: 'c', urgency: 'emergency' },
      membersAdded: [{ id: 'x' }],
    });
    const { body } = await chat.get('/activities?watermark=1');
    const [echo, answer, ...rest] = body.activities;
    expect(echo).toEqual({
      type: 'message',
      text: 'hello',
      id: expect.stringContaining(`${chat.id}|0000002|`),
      locale: 'en-US',
      channelId: 'directline',
      conversation: { id: chat.id },
      from: { id: expect.stringMatching(/^dl_/), role: 'user' },
      channelData: { clientActivityID: 'c' },
      timestamp: expect.any(String),
    });
    expect(answer.text).toBe('re: hello');
    // On the channel "emulator" a trace would follow, which quotes the visitor.
    expect(rest).toEqual([]);
    expect(site.host.taken.at(-1)?.key).toEqual({
      channel: 'directline',
      conversation: chat.id,
      person: echo.from.id,
    });
  });

  test.each([
    ['a type of the channel itself', { type: 'conversationUpdate', membersAdded: [{ id: 'x' }] }],
    ['the end of a conversation', { type: 'endOfConversation' }],
    ['an invoke', { type: 'invoke', name: 'x' }],
    ['a file', { type: 'message', text: 'x', attachments: [{ contentType: 'image/png' }] }],
    ['text that is no text', { type: 'message', text: { a: 1 } }],
    ['no object', 'x'],
  ])('%s is refused', async (_what, body) => {
    const chat = await openChat(site.url);
    const answer = await chat.post(JSON.stringify(body));
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadArgument']);
  });

  test('files are refused', async () => {
    const chat = await openChat(site.url);
    const answer = await call(`${base}/conversations/${chat.id}/upload?userId=x`, {
      token: chat.token,
      body: {},
    });
    expect([answer.status, answer.body.error.code]).toEqual([415, 'UploadsNotSupported']);
  });

  test('typing is taken and not shown', async () => {
    const chat = await openChat(site.url);
    expect((await chat.post({ type: 'typing' })).status).toBe(200);
    expect((await chat.get('/activities')).body.activities).toHaveLength(1);
  });
});

describe('tokens', () => {
  test('none is 401, a foreign or changed one 403, another conversation 403', async () => {
    const [chat, other] = [await openChat(site.url), await openChat(site.url)];
    const path = `${base}/conversations/${chat.id}/activities`;
    expect((await call(path, { method: 'GET' })).status).toBe(401);
    expect((await chat.get('/activities', other.token)).status).toBe(403);
    const [head, payload, signature = ''] = chat.token.split('.');
    expect((await chat.get('/activities', `${head}.${payload}.${'A'.repeat(signature.length)}`)).status).toBe(
      403,
    );
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    expect((await chat.get('/activities', none)).status).toBe(403);
  });

  test('the one in the URL of the socket does not open the calls', async () => {
    const chat = await openChat(site.url);
    const stream = new URL(chat.streamUrl).searchParams.get('t') ?? '';
    expect((await chat.get('/activities', stream)).status).toBe(403);
  });

  test('refresh gives a fresh one for the same conversation', async () => {
    const chat = await openChat(site.url);
    const { status, body } = await call(`${base}/tokens/refresh`, { token: chat.token });
    expect([status, body.conversationId, body.expires_in]).toEqual([200, chat.id, 1800]);
    expect((await chat.get('/activities', body.token)).status).toBe(200);
  });

  test('an expired one is refused by that name and cannot be refreshed', async () => {
    let now = Date.now();
    const timed = await startSite({ now: () => now, tokenLifeMs: 60_000 });
    const chat = await openChat(timed.url);
    now += 61_000;
    const answers = [
      await chat.get('/activities'),
      await call(`${timed.url}/v3/directline/tokens/refresh`, { token: chat.token }),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [403, 'TokenExpired'],
      [403, 'TokenExpired'],
    ]);
    await timed.close();
  });

  test('one for a conversation that is gone is 404, so that clients stop asking', async () => {
    const before = await startSite({ signingKey: SECRET });
    const chat = await openChat(before.url);
    await before.close();
    const after = await startSite({ signingKey: SECRET });
    const path = `${after.url}/v3/directline/conversations/${chat.id}?watermark=`;
    expect((await call(path, { method: 'GET', token: chat.token })).status).toBe(404);
    await after.close();
  });

  test('tokens/generate wants the secret, and a user id that begins with dl_', async () => {
    const generate = (token: string, body?: object) =>
      call(`${base}/tokens/generate`, { token, ...(body && { body }) });
    expect((await generate('wrong')).status).toBe(403);
    expect((await generate(SECRET, { user: { id: 'me' } })).status).toBe(400);
    const { status, body } = await generate(SECRET, { user: { id: 'dl_me' }, trustedOrigins: [] });
    expect(status).toBe(200);
    await call(`${base}/conversations`, { token: body.token });
    expect(site.host.taken.at(-1)?.key.person).toBe('dl_me');
  });

  test('without a secret nobody may call tokens/generate', async () => {
    const bare = await startSite();
    const answer = await call(`${bare.url}/v3/directline/tokens/generate`, { token: 'undefined' });
    expect(answer.status).toBe(403);
    await bare.close();
  });
});

describe('limits', () => {
  test('a token alone keeps nothing; beyond the limit the quietest conversation makes room', async () => {
    const small = await startSite({ maxConversations: 2 });
    for (let n = 0; n < 5; n++) await call(`${small.url}/api/token`);
    const chats = [await openChat(small.url), await openChat(small.url), await openChat(small.url)];
    expect(await Promise.all(chats.map(async (chat) => (await chat.get('/activities')).status))).toEqual([
      404, 200, 200,
    ]);
    await small.close();
  });

  test('one address cannot begin chats without end', async () => {
    const strict = await startSite({ startsPerMinute: 2, trustedProxies: 1 });
    const from = (address: string) =>
      call(`${strict.url}/api/token`, { headers: { 'x-forwarded-for': `9.9.9.9, ${address}` } });
    const statuses = [];
    for (const address of ['1.1.1.1', '1.1.1.1', '1.1.1.1', '2.2.2.2'])
      statuses.push((await from(address)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
    await strict.close();
  });

  test('a visitor cannot queue messages without end', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await startSite({
      host: fakeTurnHost(async (text) => {
        await held;
        return [reply(`re: ${text}`)];
      }),
    });
    const chat = await openChat(slow.url);
    const answers = Array.from({ length: 11 }, (_, n) => chat.say(`message ${n}`));
    const refused = await Promise.race(answers);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'TooManyRequests']);
    // Ten wait: words that tell of an emergency are let in behind them, others still are not.
    const urgent = chat.say('a red flag');
    expect((await chat.say('one more')).status).toBe(429);
    release();
    expect((await urgent).status).toBe(200);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect((await chat.get('/activities')).body.activities.at(-1).text).toBe('re: a red flag');
    await slow.close();
  });

  test('nor send faster than a person can, minute after minute', async () => {
    const chat = await openChat(site.url);
    const statuses = [];
    for (let n = 0; n < 61; n++) statuses.push((await chat.say(`message ${n}`)).status);
    expect(statuses.indexOf(429)).toBe(60);
  });

  test('silence ends a conversation, and what was said in it is gone', async () => {
    let now = Date.now();
    const timed = await startSite({ now: () => now, idleMs: 60_000 });
    const chat = await openChat(timed.url);
    now += 121_000;
    expect((await chat.get('/activities')).status).toBe(404);
    expect(timed.website.channel?.directLine.size).toBe(0);
    await timed.close();
  });
});

test('a core that fails against its contract is 502, and the log holds no visitor text', async () => {
  const failing = await startSite({
    host: fakeTurnHost(() => {
      throw new Error('while reading: my secret symptom');
    }),
  });
  const chat = await openChat(failing.url);
  const answer = await chat.say('my secret symptom');
  expect([answer.status, answer.body.error.code]).toEqual([502, 'BotRejectedActivity']);
  expect(failing.logged()).toContain('turn.failed');
  expect(failing.logged()).not.toContain('secret');
  await failing.close();
});

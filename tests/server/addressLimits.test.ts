import { call, openChat, openSocket } from '../direct-line/harness/client';
import { type Site, startSite } from '../direct-line/harness/site';

let site: Site;
afterEach(() => site.close());

const from = (address: string) => ({ 'x-forwarded-for': address });

test('one address may make so many calls a minute; the refusal says when to try again and whom to call', async () => {
  site = await startSite({ callsPerMinute: 3 });
  const chat = await openChat(site.url);
  expect((await chat.say('one')).status).toBe(200);
  expect((await chat.say('two')).status).toBe(200);
  const { status, body, headers } = await chat.say('three');
  expect([status, headers.get('retry-after')]).toEqual([429, '60']);
  expect(body.error).toEqual({
    code: 'TooManyRequests',
    message: 'Too many requests from here. Try again in a minute. Call 911.',
  });
  expect((await chat.get('/activities')).status).toBe(429);
});

test('words that tell of a red flag are never counted away', async () => {
  site = await startSite({ callsPerMinute: 1 });
  const chat = await openChat(site.url);
  expect((await chat.say('hello')).status).toBe(429);
  expect((await chat.say('this is a red flag')).status).toBe(200);
  expect(JSON.stringify(site.host.taken)).toContain('this is a red flag');
});

test('addresses are counted apart, as a trusted proxy names them', async () => {
  site = await startSite({ callsPerMinute: 1, trustedProxies: 1 });
  const { body } = await call(`${site.url}/api/token`);
  const begin = (address: string) =>
    call(`${site.url}/v3/directline/conversations`, { token: body.token, headers: from(address) });
  const statuses = [];
  for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) statuses.push((await begin(address)).status);
  expect(statuses).toEqual([201, 429, 200]);
});

test('one address may have so many sockets open, and a closed one makes room', async () => {
  site = await startSite({ socketsPerAddress: 2 });
  const chat = await openChat(site.url);
  const first = await openSocket(chat.streamUrl);
  await openSocket(chat.streamUrl);
  await expect(openSocket(chat.streamUrl)).rejects.toThrow('refused with 429');
  first.raw.close();
  await first.closed;
  const { streamUrl } = (await chat.get('')).body;
  const again = await openSocket(streamUrl);
  expect(again.raw.readyState).toBe(again.raw.OPEN);
});

test('a refused upgrade does not count as a socket', async () => {
  site = await startSite({ socketsPerAddress: 1 });
  const wrong = `${site.url.replace('http', 'ws')}/v3/directline/conversations/x/stream?t=y`;
  for (let n = 0; n < 3; n++) await expect(openSocket(wrong)).rejects.toThrow('refused with 403');
  const chat = await openChat(site.url);
  await openSocket(chat.streamUrl);
});

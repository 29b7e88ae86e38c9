import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { within } from '../clients/harness/within';
import { sendRaw } from '../server/fixtures/raw';
import { type Chat, openChat, openSocket } from './harness/client';
import { type Site, startSite } from './harness/site';

let site: Site;
let chat: Chat;

beforeAll(async () => {
  site = await startSite({ secret: 's'.repeat(40) });
});
afterAll(() => site.close());
beforeEach(async () => {
  chat = await openChat(site.url);
});

/** Whatever was sent, the next visitor is served and hears the answer. */
afterEach(async () => {
  const next = await openChat(site.url);
  expect((await next.say('next')).status).toBe(200);
  const { body } = await next.get('/activities');
  expect(body.activities.at(-1).text).toBe('re: next');
});

const INSIDE = /node_modules|at .*\.js|Error:|zod|restify|botbuilder|TypeError|jsonwebtoken|stack/i;

async function send(path: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${site.url}/v3/directline${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json', ...headers },
    body: body as string,
  });
  const text = await response.text();
  if (response.status >= 400) {
    expect(Object.keys(JSON.parse(text))).toEqual(['error']);
    expect(text).not.toMatch(INSIDE);
  }
  return response.status;
}

const nested = `{"type":"message","text":"x","value":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
const json = '{"type":"message","text":"hello"}';

describe('bodies of messages', () => {
  test.each<[string, string | Uint8Array, Record<string, string>, number]>([
    ['a gzip header on something else', '{}', { 'content-encoding': 'gzip' }, 415],
    ['a gzip bomb', gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' }, 415],
    ['a form', 'type=message&text=hi', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', json, { 'content-type': 'text/plain' }, 415],
    ['empty', '', {}, 400],
    ['cut off', '{"type":', {}, 400],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
    ['too large', 'x'.repeat(65_537), {}, 413],
    ['null', 'null', {}, 400],
    ['an array', '[]', {}, 400],
    ['no type', '{"text":"x"}', {}, 400],
    ['a type of its own', '{"type":"conversationUpdate","membersAdded":[]}', {}, 400],
    ['text that is an object', '{"type":"message","text":{"a":1}}', {}, 400],
    ['a __proto__ key', '{"type":"message","text":"x","__proto__":{"polluted":1}}', {}, 200],
    [
      'a constructor key',
      '{"type":"message","text":"x","value":{"constructor":{"prototype":{"polluted":1}}}}',
      {},
      200,
    ],
    ['nested as deeply as fits', nested, {}, 200],
    [
      'one attachment',
      '{"type":"message","text":"x","attachments":[{"contentUrl":"http://127.0.0.1:1/"}]}',
      {},
      400,
    ],
    ['a lone surrogate', '{"type":"message","text":"a\\ud800"}', {}, 200],
    ['NUL', '{"type":"message","text":"a\\u0000b"}', {}, 200],
    ['60 KB of tags', `{"type":"message","text":"${'<at>'.repeat(15_000)}"}`, {}, 200],
  ])('%s', async (_name, body, headers, status) => {
    expect(await send(`/conversations/${chat.id}/activities`, body, headers)).toBe(status);
    expect('polluted' in {}).toBe(false);
  });
});

describe('the other calls', () => {
  test.each<[string, string, string, number]>([
    ['a start with an array', '/conversations', '[]', 200],
    ['a start with a user of any type', '/conversations', '{"user":{"id":5},"locale":{}}', 200],
    ['a start with no JSON', '/conversations', '{', 400],
    ['generate without the secret', '/tokens/generate', '{}', 403],
    ['a path that climbs', '/conversations/..%2f..%2fetc/activities', json, 403],
    ['a conversation id of 5000 characters', `/conversations/${'a'.repeat(5000)}/activities`, json, 404],
    ['a conversation id that cannot be decoded', '/conversations/%zz/activities', json, 404],
    ['an upload', '/conversations/x/upload', 'x', 415],
  ])('%s', async (_name, path, body, status) => expect(await send(path, body)).toBe(status));

  test.each(['-1', '1e9', '99999999999999999999', 'NaN', '%00', '%zz', '0x10', '1;drop', ' '])(
    'a watermark of %p means everything',
    async (watermark) => {
      await chat.say('hello');
      const { status, body } = await chat.get(`/activities?watermark=${watermark}`);
      expect([status, body.activities.at(-1).text]).toEqual([200, 're: hello']);
    },
  );
});

describe('sockets', () => {
  const upgrade = (path: string, ...headers: string[]) =>
    [
      `GET ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      ...headers,
      '',
      '',
    ].join('\r\n');
  const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  const pathOf = ({ streamUrl }: Chat) => streamUrl.slice(streamUrl.indexOf('/v3'));

  test.each<[string, (chat: Chat) => string, number]>([
    ['no key', (chat) => upgrade(pathOf(chat)), 400],
    ['a key that is none', (chat) => upgrade(pathOf(chat), 'Sec-WebSocket-Key: x'), 400],
    [
      'a version nobody speaks',
      (chat) => upgrade(pathOf(chat), KEY).replace('Version: 13', 'Version: 99'),
      400,
    ],
    ['another protocol', (chat) => upgrade(pathOf(chat), KEY).replace('websocket', 'h2c'), 400],
    ['a path that is no URL', () => upgrade('//[', KEY), 400],
    [
      'a host that is no name',
      (chat) => upgrade(pathOf(chat), KEY).replace('Host: 127.0.0.1', 'Host: ['),
      400,
    ],
    ['no such path', () => upgrade('/v3/directline/conversations/x/stream/y', KEY), 404],
    ['a token that is none', () => upgrade('/v3/directline/conversations/x/stream?t=%zz', KEY), 403],
    [
      'a token of 5000 characters',
      () => upgrade(`/v3/directline/conversations/x/stream?t=${'a'.repeat(5000)}`, KEY),
      403,
    ],
    ['a page of another site', (chat) => upgrade(pathOf(chat), KEY, 'Origin: https://evil.example'), 403],
    ['a site without a name', (chat) => upgrade(pathOf(chat), KEY, 'Origin: null'), 403],
  ])('an upgrade with %s is refused', async (_name, request, status) => {
    expect((await sendRaw(site.port, request(chat))).status).toBe(status);
  });

  /** Bytes of one frame from a client; its mask is all zeros. */
  const frame = (first: number, length: number, ...payload: number[]) =>
    Buffer.from([first, 0x80 | length, 0, 0, 0, 0, ...payload]);

  test.each<[string, Buffer]>([
    ['text', frame(0x81, 2, 0x68, 0x69)],
    ['bytes', frame(0x82, 1, 0)],
    ['text that is no UTF-8', frame(0x81, 2, 0xc3, 0x28)],
    ['an unknown opcode', frame(0x83, 0)],
    ['a reserved bit', frame(0xc1, 0)],
    ['no mask', Buffer.from([0x81, 0x02, 0x68, 0x69])],
    ['a frame of 2^53 bytes', Buffer.from([0x82, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    [
      'a frame of 5000 bytes',
      Buffer.concat([Buffer.from([0x82, 0xfe, 0x13, 0x88, 0, 0, 0, 0]), Buffer.alloc(5000)]),
    ],
    ['a close with half a code', frame(0x88, 1, 3)],
    ['a continuation of nothing', frame(0x80, 0)],
  ])('%s on an open socket closes it', async (_name, bytes) => {
    const socket = connect(site.port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write(upgrade(pathOf(chat), KEY));
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(String(first)).toMatch(/^HTTP\/1\.1 101 /);
    socket.write(bytes);
    // What the server says before it hangs up is not read by everybody; hanging up must not wait for it.
    socket.resume();
    await within(closed, 5000, 'the socket to be closed');
  });

  test('a flood of pings and empty frames cuts off its sender, and the conversation goes on', async () => {
    const flooding = await openSocket(chat.streamUrl);
    for (let n = 0; n < 1000; n++) {
      flooding.raw.ping();
      flooding.raw.send('');
    }
    expect((await chat.say('hello')).status).toBe(200);
    flooding.raw.terminate();
    const { streamUrl } = (await chat.get('?watermark=')).body;
    const socket = await openSocket(streamUrl);
    await socket.got(3);
    expect(socket.activities.at(-1)?.text).toBe('re: hello');
    socket.raw.close();
  });
});

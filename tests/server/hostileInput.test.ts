import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { activity, BOT, message, USER } from './fixtures/activities';
import { type Connector, startConnector } from './fixtures/connector';
import { type Edge, startEdge } from './fixtures/edge';

let edge: Edge;
let connector: Connector;
const tempFiles = readdirSync(tmpdir());

beforeAll(async () => {
  connector = await startConnector();
  edge = await startEdge();
});

afterAll(async () => {
  await edge.close();
  await connector.close();
});

/** The state every test must leave behind: the next visitor is served, and nothing inside was shown. */
afterEach(async () => {
  // A conversation of its own: the one above is soon over the limit of messages that anybody types.
  const next = await edge.post(message('next', { conversation: { id: randomUUID() } }));
  expect(next.status).toBe(200);
  expect(JSON.parse(next.text).activities.at(-1).text).toBe('re: next');
});

const secrets =
  /node_modules|at .*\.js|Error:|zod|restify|botbuilder|TypeError|jsonwebtoken|stack|127\.0\.0\.1/i;

function expectFixed(answer: { status: number; text: string; headers: Headers }) {
  expect(answer.headers.get('server')).toBeNull();
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  if (answer.status >= 400 && answer.text !== '') {
    expect(Object.keys(JSON.parse(answer.text))).toEqual(['error']);
    expect(answer.text).not.toMatch(secrets);
  }
}

const json = JSON.stringify(message('hello'));

describe('bodies that are not plain JSON', () => {
  test.each([
    ['gzip header, body is not gzip', '{}', { 'content-encoding': 'gzip' }, 415],
    ['gzip header, truncated gzip', gzipSync(json).subarray(0, 20), { 'content-encoding': 'gzip' }, 415],
    ['gzip header, real gzip', gzipSync(json), { 'content-encoding': 'gzip' }, 415],
    ['gzip bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }, 415],
    ['deflate', json, { 'content-encoding': 'deflate' }, 415],
    ['br', json, { 'content-encoding': 'br' }, 415],
    ['several encodings', json, { 'content-encoding': 'identity, gzip' }, 415],
    ['identity', json, { 'content-encoding': 'identity' }, 200],
    ['form', 'type=message&text=hi', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text/plain JSON', json, { 'content-type': 'text/plain' }, 415],
    ['no content type', json, { 'content-type': '' }, 415],
    ['JSON in UTF-16', json, { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['JSON in UTF-8', json, { 'content-type': 'Application/JSON; Charset="UTF-8"' }, 200],
    ['json-like type', json, { 'content-type': 'application/jsonp' }, 415],
    ['empty', '', {}, 400],
    ['not JSON', '{"type":', {}, 400],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
    ['too large by its own words', 'x'.repeat(65_537), {}, 413],
    ['a huge body', 'x'.repeat(5_000_000), {}, 413],
  ])('%s', async (_name, body, headers, status) => {
    const answer = await edge.post(body, headers as unknown as Record<string, string>);
    expect(answer.status).toBe(status);
    expectFixed(answer);
  });

  test('multipart with a file leaves nothing on disk', async () => {
    const body = [
      '--b',
      'content-disposition: form-data; name="f"; filename="a.txt"',
      '',
      'data',
      '--b--',
      '',
    ].join('\r\n');
    const answer = await edge.post(body, { 'content-type': 'multipart/form-data; boundary=b' });
    expect(answer.status).toBe(415);
    expect(
      readdirSync(tmpdir()).filter((file) => !tempFiles.includes(file) && /upload|formidable/.test(file)),
    ).toEqual([]);
  });
});

describe('JSON that is not an activity', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const withRaw = (key: string, raw: string) => json.replace(/}$/, `,"${key}":${raw}}`);
  test.each<[string, unknown]>([
    ['null', 'null'],
    ['an array', '[]'],
    ['a string', '"x"'],
    ['a number', '5'],
    ['{}', {}],
    ['no type', message('x', { type: undefined })],
    ['type number', message('x', { type: 5 })],
    ['type empty', message('x', { type: '' })],
    ['no channelId', message('x', { channelId: undefined })],
    ['channelId number', message('x', { channelId: 5 })],
    ['no conversation', message('x', { conversation: undefined })],
    ['conversation null', message('x', { conversation: null })],
    ['conversation {}', message('x', { conversation: {} })],
    ['conversation id number', message('x', { conversation: { id: 5 } })],
    ['conversation id empty', message('x', { conversation: { id: '' } })],
    ['conversation id endless', message('x', { conversation: { id: 'a'.repeat(2000) } })],
    ['conversation id with a lone surrogate', message('x', { conversation: { id: 'a\ud800' } })],
    ['no from', message('x', { from: undefined })],
    ['from without id', message('x', { from: {} })],
    ['from id number', message('x', { from: { id: 5 } })],
    ['recipient id number', message('x', { recipient: { id: 5 } })],
    ['recipient a string', message('x', { recipient: 'bot' })],
    ['text number', message(5)],
    ['text object', message({ toString: 'x' })],
    ['text array', message(['x'])],
    ['serviceUrl number', message('x', { serviceUrl: 5 })],
    ['serviceUrl object', message('x', { serviceUrl: {} })],
    ['textFormat number', message('x', { textFormat: 5 })],
    ['deliveryMode number', message('x', { deliveryMode: 5 })],
    ['locale object', message('x', { locale: {} })],
    ['id number', message('x', { id: 5 })],
    ['NUL in the id', message('x', { id: 'a\u0000b' })],
    ['NUL in the sender', message('x', { from: { id: 'me\u0000x' } })],
    ['NUL in the conversation', message('x', { conversation: { id: 'c\u0000' } })],
    ['membersAdded a string', activity('conversationUpdate', { membersAdded: 'abc' })],
    ['membersAdded [null]', activity('conversationUpdate', { membersAdded: [null] })],
    ['membersAdded without ids', activity('conversationUpdate', { membersAdded: [{}] })],
    ['membersAdded ids of numbers', activity('conversationUpdate', { membersAdded: [{ id: 1 }] })],
    ['attachments a string', message('x', { attachments: 'x' })],
    ['attachments [null]', message('x', { attachments: [null] })],
    ['entities {}', message('x', { entities: {} })],
    ['entities [null]', message('x', { entities: [null] })],
    ['nested too deeply', withRaw('value', nested(70))],
    ['nested as deeply as fits', withRaw('value', nested(30_000))],
    ['nested in a part that is not read', withRaw('channelData', nested(30_000))],
    ['a __proto__ key', withRaw('__proto__', '{"polluted":true}')],
    ['a __proto__ key further down', withRaw('value', '{"a":[{"__proto__":{"polluted":true}}]}')],
  ])('%s is refused with 400', async (_name, body) => {
    const answer = await edge.post(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).error.code).toMatch(/^(bad-activity|not-json)$/);
    expectFixed(answer);
    expect('polluted' in {}).toBe(false);
  });
});

describe('activities that are odd but usable', () => {
  test.each<[string, unknown]>([
    ['text null', message(null)],
    ['no text', message(undefined)],
    ['no recipient', message('x', { recipient: undefined })],
    [
      'a recipient that calls itself a skill',
      message('x', { channelId: 'emulator', recipient: { ...BOT, role: 'skill' } }),
    ],
    ['recipient without id', message('x', { recipient: {} })],
    ['from with an empty id', message('x', { from: { id: '' } })],
    ['accounts with empty names', message('x', { from: { id: 'u', name: '', aadObjectId: null, role: '' } })],
    ['a conversation with an empty name', message('x', { conversation: { id: 'c', name: '' } })],
    ['an empty id, locale and name', message('x', { id: '', locale: '', name: '', replyToId: '' })],
    ['an attachment and an entity without a type', message('x', { attachments: [{}], entities: [{}] })],
    ['no id', message('x', { id: undefined })],
    ['entities null', message('x', { entities: null })],
    ['a mention without mentioned', message('<at>x</at>', { entities: [{ type: 'mention' }] })],
    ['a mention of the bot without text', message('x', { entities: [{ type: 'mention', mentioned: BOT }] })],
    ['a lone surrogate in the text', message('a\ud800')],
    ['NUL in the text', message('a\u0000b')],
    ['timestamps of rubbish', message('x', { timestamp: 'x', expiration: 'y', localTimestamp: 5 })],
    ['callerId set by the client', message('x', { callerId: 'urn:botframework:azure' })],
    [
      'constructor and prototype keys',
      message('x', { value: { constructor: { prototype: { polluted: 1 } } } }),
    ],
    ['value of any type', message('x', { value: [[1]] })],
    ['ids like paths', message('x', { conversation: { id: '../../?x=#|%2e' }, id: '../x' })],
    ['an unknown type', activity('somethingNew', { deliveryMode: 'expectReplies' })],
    ['attachments only', message('', { attachments: [{ contentType: 'image/png' }] })],
  ])('%s is taken with 200', async (_name, body) => {
    const answer = await edge.post(body);
    expect(answer.status).toBe(200);
    expectFixed(answer);
    expect('polluted' in {}).toBe(false);
  });

  test('conversationUpdate without recipient greets', async () => {
    const answer = await edge.post(
      activity('conversationUpdate', {
        conversation: { id: 'no-recipient' },
        recipient: undefined,
        membersAdded: [USER],
        deliveryMode: 'expectReplies',
      }),
    );
    expect(JSON.parse(answer.text).activities).toHaveLength(1);
  });

  test.each([
    ['adaptiveCard/action', 200],
    ['message/submitAction', 400],
    ['task/fetch', 501],
    [undefined, 501],
  ])('invoke %s with nothing of ours in it is refused as its protocol says: %p', async (name, status) => {
    const taken = edge.host.taken.length;
    const answer = await edge.post(
      activity('invoke', { name, value: { action: 5 }, serviceUrl: connector.url }),
    );
    expect(answer.status).toBe(status);
    if (status === 200) expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 400 });
    expect(edge.host.taken).toHaveLength(taken);
  });

  test.each([
    'typing',
    'messageReaction',
    'contactRelationUpdate',
    'deleteUserData',
    'ping',
    'messageDelete',
    'endOfConversation',
    'event',
    'trace',
  ])('%s is ignored with 200', async (type) => {
    const before = connector.received.length;
    const taken = edge.host.taken.length;
    const answer = await edge.post(activity(type, { serviceUrl: connector.url }));
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect([connector.received.length, edge.host.taken.length]).toEqual([before, taken]);
  });
});

test('ids with special characters are encoded in the reply path', async () => {
  const before = connector.received.length;
  await edge.post(
    message('x', {
      conversation: { id: '3f2a|live/../chat?#' },
      id: '../7',
      deliveryMode: undefined,
      serviceUrl: connector.url,
    }),
  );
  expect(connector.received[before]?.path).toBe(
    '/v3/conversations/3f2a%7Clive%2F..%2Fchat%3F%23/activities/..%2F7',
  );
});

test('a mention of 60 KB of tags is read in no time', async () => {
  const startedAt = performance.now();
  const answer = await edge.post(message('<at>'.repeat(15_000)));
  expect(answer.status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(500);
});

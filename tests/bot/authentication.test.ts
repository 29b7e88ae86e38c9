import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { message } from '../server/fixtures/activities';
import { type Edge, startEdge } from '../server/fixtures/edge';
import { APP_ID, authorityAt, now, type OpenId, startOpenId } from '../server/fixtures/openId';
import { BAD_AUTHORIZATIONS, KEYS_UNAVAILABLE, UNAUTHORIZED } from '../server/fixtures/tokens';

const SERVICE_URL = 'https://smba.trafficmanager.net/us/';
const registration = {
  appId: APP_ID,
  appType: 'SingleTenant',
  cloud: 'public',
  credential: { kind: 'password', password: 'test-only' },
  tenantId: 'tenant-1',
} as const;
const hello = message('hello', { serviceUrl: SERVICE_URL });

let openId: OpenId;
let edge: Edge;

beforeAll(async () => {
  // The SDK tells the console about every bad token; here there are many on purpose.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  openId = await startOpenId();
  edge = await startEdge({ registration, authority: openId.authority, loopbackOnly: false });
});
afterAll(async () => {
  await edge.close();
  await openId.close();
  jest.restoreAllMocks();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a good token is let in', async () => {
  const answer = await edge.post(hello, bearer(openId.token()));
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('re: hello');
});

test('200 seconds of clock difference are forgiven', async () => {
  expect((await edge.post(hello, bearer(openId.token({ exp: now() - 200 })))).status).toBe(200);
});

describe('bad tokens are all the same 401', () => {
  test.each(BAD_AUTHORIZATIONS)('%s', async (_name, authorization) => {
    const answer = await edge.post(hello, { authorization: authorization(openId) });
    expect([answer.status, answer.text]).toEqual([401, UNAUTHORIZED]);
  });

  test('a channel the key does not vouch for', async () => {
    const answer = await edge.post({ ...hello, channelId: 'directline' }, bearer(openId.token()));
    expect([answer.status, answer.text]).toEqual([401, UNAUTHORIZED]);
  });

  test('the channel with its own rules for tokens', async () => {
    const answer = await edge.post({ ...hello, channelId: 'AseChannel' }, bearer(openId.token()));
    expect(answer.status).toBe(401);
  });

  test('nothing of a token is logged', () => {
    expect(edge.logged()).toContain('"reason":"unauthorized"');
    expect(edge.logged()).not.toMatch(/eyJ|Bearer/);
  });
});

test('a channelId is still asked for', async () => {
  expect((await edge.post({ ...hello, channelId: undefined }, bearer(openId.token()))).status).toBe(400);
});

test("this bot's own tenant may be named", async () => {
  expect((await edge.post(hello, bearer(openId.token({ tid: 'tenant-1' })))).status).toBe(200);
});

describe('a token that is good does not make every service URL good', () => {
  test.each([
    ['https://evil.example/', 400],
    ['http://smba.trafficmanager.net/us/', 400],
    ['http://127.0.0.1:1/', 400],
    ['', 400],
  ])('%s is %i', async (serviceUrl, status) => {
    const body = { ...hello, serviceUrl, deliveryMode: undefined };
    const turns = edge.host.taken.length;
    const answer = await edge.post(body, bearer(openId.token({ serviceurl: serviceUrl })));
    expect(answer.status).toBe(status);
    expect(edge.host.taken.length).toBe(turns);
  });
});

describe('signing keys that cannot be had are 503 without names', () => {
  async function ask(authorityUrl: string) {
    const authority = authorityAt(authorityUrl, openId.issuer);
    const blind = await startEdge({ registration, authority, loopbackOnly: false, connectorTimeoutMs: 100 });
    const answer = await blind.post(hello, bearer(openId.token()));
    await blind.close();
    return [answer.status, answer.text];
  }

  async function withServer(status: number | undefined, body: string) {
    const server = createServer((_req, res) => {
      if (status === undefined) return;
      res.statusCode = status;
      res.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.closeAllConnections();
    server.close();
    return answer;
  }

  test('nobody listens', async () =>
    expect(await ask('http://127.0.0.1:9')).toEqual([503, expect.stringMatching(KEYS_UNAVAILABLE)]));
  test('an error', async () =>
    expect(await withServer(500, 'x')).toEqual([503, expect.stringMatching(KEYS_UNAVAILABLE)]));
  test('not JSON', async () =>
    expect(await withServer(200, '<html>')).toEqual([503, expect.stringMatching(KEYS_UNAVAILABLE)]));
  test('no answer', async () =>
    expect(await withServer(undefined, '')).toEqual([503, expect.stringMatching(KEYS_UNAVAILABLE)]));
});

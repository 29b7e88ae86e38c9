import { join } from 'node:path';
import { message } from '../server/fixtures/activities';
import { APP_ID, authorityAt, now, type OpenId, startOpenId } from '../server/fixtures/openId';
import { BAD_AUTHORIZATIONS, KEYS_UNAVAILABLE, UNAUTHORIZED } from '../server/fixtures/tokens';
import { type Service, startService } from './harness/service';

jest.setTimeout(30_000);

const SERVICE_URL = 'https://smba.trafficmanager.net/us/';
const REGISTERED = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  MicrosoftAppId: APP_ID,
  MicrosoftAppTenantId: 'tenant-1',
  MicrosoftAppPassword: 'test-only-secret',
};
const hello = message('i cant feel my legs', { serviceUrl: SERVICE_URL });

let openId: OpenId;
let service: Service;

/** The built service, with a sign-in service of the test in the place of Microsoft's. */
function startSigned(authority: Record<string, string>, settings: Record<string, string> = {}) {
  const env = { ...REGISTERED, TEST_AUTHORITY: JSON.stringify(authority), ...settings };
  return startService(env, ['--require', join(__dirname, 'harness/authority.cjs')]);
}

async function post(url: string, body: object, authorization?: string) {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

beforeAll(async () => {
  openId = await startOpenId();
  service = await startSigned(openId.authority);
});
afterAll(async () => {
  service.program.process.kill('SIGKILL');
  await openId.close();
});

test.each<[string, object]>([
  ['a good token', {}],
  ['one that ran out 200 seconds ago', { exp: now() - 200 }],
  ["one that names this bot's tenant", { tid: 'tenant-1' }],
])('%s is let in, and the card comes back', async (name, claims) => {
  const answer = await post(service.url, { ...hello, id: name }, `Bearer ${openId.token(claims)}`);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('Call 911');
});

test.each(BAD_AUTHORIZATIONS)('%s is 401 with the same words', async (_name, authorization) => {
  const answer = await post(service.url, hello, authorization(openId));
  expect([answer.status, answer.text]).toEqual([401, UNAUTHORIZED]);
});

test('a channel the key does not vouch for is the same 401', async () => {
  const answer = await post(service.url, { ...hello, channelId: 'directline' }, `Bearer ${openId.token()}`);
  expect([answer.status, answer.text]).toEqual([401, UNAUTHORIZED]);
});

test.each([
  ['', 'service-url-missing'],
  ['https://evil.example/', 'service-url-refused'],
  ['http://127.0.0.1:1/', 'service-url-refused'],
  ['https://smba.infra.gov.teams.microsoft.us/gcch', 'service-url-refused'],
])('a good token does not make the service URL %p good', async (serviceUrl, code) => {
  const body = { ...hello, serviceUrl, deliveryMode: undefined };
  const answer = await post(service.url, body, `Bearer ${openId.token({ serviceurl: serviceUrl })}`);
  expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, code]);
});

test('nothing of a token, and no word of the visitor, is logged', () => {
  expect(service.program.stdout()).toContain('"reason":"unauthorized"');
  expect(service.program.stdout() + service.program.stderr()).not.toMatch(
    /eyJ|feel my legs|test-only-secret/,
  );
});

test('signing keys that cannot be had are 503, and the service lives on', async () => {
  const blind = await startSigned(authorityAt('http://127.0.0.1:9', openId.issuer));
  const answer = await post(blind.url, hello, `Bearer ${openId.token()}`);
  expect([answer.status, answer.text]).toEqual([503, expect.stringMatching(KEYS_UNAVAILABLE)]);
  expect((await post(blind.url, hello)).status).toBe(401);
  blind.program.process.kill('SIGKILL');
});

import { createServer } from '../../src/server/createServer';
import { message } from './fixtures/activities';
import { type Edge, GENEROUS, startEdge } from './fixtures/edge';
import { fakeTurnHost } from './fixtures/fakeTurnHost';

let edge: Edge;
let ready = true;

beforeAll(async () => {
  edge = await startEdge({ ready: () => ready });
});
afterAll(() => edge.close());

test('/healthz says the version', async () => {
  const response = await fetch(`${edge.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
});

test('/readyz follows what the service says about itself', async () => {
  expect((await fetch(`${edge.url}/readyz`)).status).toBe(200);
  ready = false;
  const response = await fetch(`${edge.url}/readyz`);
  ready = true;
  expect([response.status, await response.json()]).toEqual([503, { status: 'unavailable' }]);
});

test.each([
  ['GET', '/', 404],
  ['GET', '/api', 404],
  ['GET', '/api/messages', 405],
  ['HEAD', '/api/messages', 405],
  ['OPTIONS', '/api/messages', 405],
  ['PUT', '/api/messages', 405],
  ['DELETE', '/healthz', 405],
  ['GET', '/<script>alert(1)</script>', 404],
])('%s %s is %i with fixed words and headers', async (method, path, status) => {
  const response = await fetch(edge.url + path, { method, headers: { accept: 'text/html' } });
  expect(response.status).toBe(status);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'strict-transport-security': 'max-age=31536000',
  });
  expect(response.headers.get('server')).toBeNull();
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  if (method !== 'HEAD') {
    const code = status === 404 ? 'not-found' : 'method-not-allowed';
    expect(await response.json()).toEqual({ error: { code, message: expect.any(String) } });
  }
});

test('a core that fails against its contract is 500 with fixed words, and the log holds no visitor text', async () => {
  const host = fakeTurnHost(() => {
    throw new Error('while reading: my secret symptom');
  });
  const failing = await startEdge({ host });
  const answer = await failing.post(message('my secret symptom'));
  expect([answer.status, answer.text]).toEqual([
    500,
    '{"error":{"code":"internal","message":"Something went wrong."}}',
  ]);
  expect(failing.logged()).toContain('turn.failed');
  expect(failing.logged()).not.toContain('secret');
  await failing.close();
});

test('a receiver that rejects is still only a 500', async () => {
  const log = { info() {}, warn() {}, error: jest.fn() };
  const server = createServer({
    receive: () => Promise.reject(new Error('x')),
    ready: () => true,
    version: '1',
    log,
    maxBodyBytes: 1000,
    bodyTimeoutMs: 1000,
    drainTimeoutMs: 1000,
    loopbackOnly: true,
    ...GENEROUS,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message('x')),
  });
  expect(response.status).toBe(500);
  expect(log.error).toHaveBeenCalledWith('request.failed', expect.anything());
  await server.close();
});

import { createServer } from '../../src/server/createServer';
import { message } from './fixtures/activities';
import { GENEROUS, startEdge } from './fixtures/edge';
import { fakeTurnHost, reply } from './fixtures/fakeTurnHost';

/** A core whose answer waits until the test lets it go. */
function heldHost() {
  let begin: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const host = fakeTurnHost(async () => {
    begin();
    await released;
    return [reply('late but whole')];
  });
  return { host, begun, letGo: () => letGo() };
}

test('closing lets a turn in flight finish and turns new ones away', async () => {
  const { host, begun, letGo } = heldHost();
  const edge = await startEdge({ host });
  const inFlight = edge.post(message('x'));
  await begun;
  let closed = false;
  const closing = edge.close().then(() => {
    closed = true;
  });
  await expect(fetch(`${edge.url}/healthz`)).rejects.toThrow();
  expect(closed).toBe(false);
  letGo();
  const answer = await inFlight;
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('late but whole');
  await closing;
});

test('a turn whose visitor has left is waited for as well', async () => {
  const { host, begun, letGo } = heldHost();
  const edge = await startEdge({ host });
  const leaving = new AbortController();
  const left = fetch(`${edge.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message('x')),
    signal: leaving.signal,
  }).catch(() => 'left');
  await begun;
  leaving.abort();
  expect(await left).toBe('left');
  let closed = false;
  const closing = edge.close().then(() => {
    closed = true;
  });
  await expect(fetch(`${edge.url}/healthz`)).rejects.toThrow();
  expect(closed).toBe(false);
  letGo();
  await closing;
});

test('a turn that never ends does not hold the service longer than the limit', async () => {
  const { host, begun } = heldHost();
  const edge = await startEdge({ host, drainTimeoutMs: 50 });
  const cut = edge.post(message('x')).catch(() => 'cut');
  await begun;
  await edge.close();
  expect(await cut).toBe('cut');
  expect(edge.logged()).toContain('"msg":"drain.cut"');
});

test('a port in use is reported, not thrown past the caller', async () => {
  const first = await startEdge();
  const second = createServer({
    receive: async () => ({ kind: 'failed' }),
    ready: () => true,
    version: '1',
    log: { info() {}, warn() {}, error() {} },
    maxBodyBytes: 1000,
    bodyTimeoutMs: 1000,
    drainTimeoutMs: 0,
    loopbackOnly: true,
    ...GENEROUS,
  });
  await expect(second.listen(first.port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});

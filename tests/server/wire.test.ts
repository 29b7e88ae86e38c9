import { request } from 'node:http';
import { message } from './fixtures/activities';
import { type Edge, startEdge } from './fixtures/edge';
import { sendRaw } from './fixtures/raw';

let edge: Edge;

beforeAll(async () => {
  edge = await startEdge({ bodyTimeoutMs: 100, maxBodyBytes: 2000 });
});
afterAll(() => edge.close());

/** The process is alive and serves the next request. */
afterEach(async () => {
  expect((await fetch(`${edge.url}/healthz`)).status).toBe(200);
});

const head = (line: string, ...headers: string[]) =>
  [line, 'Connection: close', ...headers, '', ''].join('\r\n');

describe('requests that end restify 12 outright', () => {
  test.each([
    ['GET /healthz HTTP/1.1', '[', 400],
    ['GET /healthz HTTP/1.1', 'a b', 400],
    ['GET /healthz HTTP/1.1', '%', 400],
    ['GET /healthz HTTP/1.1', '127.0.0.1:99999999', 400],
    ['GET http://[ HTTP/1.1', '127.0.0.1', 400],
    ['POST /api/messages HTTP/1.1', '[', 400],
    ['GET //[ HTTP/1.1', '127.0.0.1', 404],
    ['GET /%zz HTTP/1.1', '127.0.0.1', 404],
    ['GET /%00%ff HTTP/1.1', '127.0.0.1', 404],
    ['GET /healthz?%zz HTTP/1.1', '127.0.0.1', 200],
    ['OPTIONS * HTTP/1.1', '127.0.0.1', 404],
  ])('%s with host %s is %i', async (line, host, status) => {
    const answer = await sendRaw(edge.port, head(line, `Host: ${host}`));
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/Invalid URL|restify|does not exist/i);
  });

  test('an upgrade is cut off, not kept for ever', async () => {
    const upgrade =
      'GET /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect((await sendRaw(edge.port, upgrade)).status).toBe(0);
  });

  test('bytes that are not HTTP are 400', async () => {
    expect((await sendRaw(edge.port, Buffer.from([0, 1, 2, 3, 13, 10, 13, 10]))).status).toBe(400);
  });

  test('endless headers are 431', async () => {
    const answer = await sendRaw(
      edge.port,
      head('GET / HTTP/1.1', 'Host: 127.0.0.1', `X: ${'a'.repeat(20_000)}`),
    );
    expect(answer.status).toBe(431);
  });
});

describe('unsigned requests are for this machine only', () => {
  test.each([
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example:80', 403],
    ['192.168.0.7', 403],
    // Served: this path takes POST.
    ['localhost', 405],
    ['127.0.0.1:3978', 405],
    ['[::1]:3978', 405],
  ])('host %s is %i', async (host, status) => {
    expect((await sendRaw(edge.port, head('GET /api/messages HTTP/1.1', `Host: ${host}`))).status).toBe(
      status,
    );
  });

  test.each([
    ['GET /healthz HTTP/1.1', 'Host: 10.1.2.3', 200],
    ['GET /readyz HTTP/1.1', 'Host: app1:3978', 200],
    ['GET /readyz?x HTTP/1.1', 'Host: balancer.example', 200],
    ['GET /healthz HTTP/1.0', 'X: a probe without a name', 200],
    ['GET /healthz/x HTTP/1.1', 'Host: 10.1.2.3', 403],
    ['GET /x/../api/messages HTTP/1.1', 'Host: 10.1.2.3', 403],
    ['GET /healthz/../api/messages HTTP/1.1', 'Host: 10.1.2.3', 403],
    ['GET / HTTP/1.1', 'Host: 10.1.2.3', 403],
  ])(
    'a load balancer may ask for the health, by address, and for nothing else: %s %s',
    async (line, host, status) => {
      expect((await sendRaw(edge.port, head(line, host))).status).toBe(status);
    },
  );

  test('a request target with another host in it does not get around that', async () => {
    const line = 'GET http://evil.example/api/messages HTTP/1.1';
    expect((await sendRaw(edge.port, head(line, 'Host: 127.0.0.1'))).status).toBe(403);
  });

  test('signed bots are served under any name', async () => {
    const open = await startEdge({ loopbackOnly: false });
    expect(
      (await sendRaw(open.port, head('GET /api/messages HTTP/1.1', 'Host: bot.hospital.example'))).status,
    ).toBe(405);
    await open.close();
  });
});

describe('bodies that do not arrive as announced', () => {
  const post = 'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

  test('a slow body is 408 and the connection closes', async () => {
    const answer = await sendRaw(edge.port, `${post}Content-Length: 100\r\n\r\n{"type":`);
    expect(answer.status).toBe(408);
    expect(answer.text).toMatch(/connection: close/i);
  });

  test('an announced size over the limit is 413 before any byte of it', async () => {
    const answer = await sendRaw(edge.port, `${post}Content-Length: 99999999\r\n\r\n`);
    expect(answer.status).toBe(413);
    expect(answer.text).toMatch(/connection: close/i);
  });

  test('a body without an announced size is cut off at the limit', async () => {
    const chunk = `800\r\n${'x'.repeat(0x800)}\r\n`;
    const answer = await sendRaw(edge.port, `${post}Transfer-Encoding: chunked\r\n\r\n`, chunk, chunk);
    expect(answer.status).toBe(413);
  });

  test('a body exactly at the limit is read', async () => {
    const body = JSON.stringify(message('x'));
    const padded = body + ' '.repeat(2000 - body.length);
    expect((await edge.post(padded)).status).toBe(200);
    expect((await edge.post(`${padded} `)).status).toBe(413);
  });

  test('a client that hangs up in the middle leaves nothing behind', async () => {
    const aborted = new Promise((resolve) => {
      const req = request(`${edge.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 500 },
      });
      req.on('error', resolve);
      req.write('{"type":', () => req.destroy());
    });
    await aborted;
    await edge.close();
    expect(edge.logged()).not.toMatch(/request.failed|drain.cut/);
    edge = await startEdge();
  });
});

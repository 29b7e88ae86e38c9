import type { ServerResponse } from 'node:http';
import { message } from '../server/fixtures/activities';
import { accept, startConnector } from '../server/fixtures/connector';
import { type Edge, startEdge } from '../server/fixtures/edge';
import { fakeTurnHost, reply } from '../server/fixtures/fakeTurnHost';

let edge: Edge;

beforeAll(async () => {
  edge = await startEdge({ connectorTimeoutMs: 300 });
});
afterAll(() => edge.close());

const to = (serviceUrl: unknown, more: object = {}) =>
  message('my secret symptom', { deliveryMode: undefined, serviceUrl, conversation: { id: 'c' }, ...more });

/** Posts one message to a connector that behaves badly, and counts what the connector saw. */
async function sendTo(behavior: Parameters<typeof startConnector>[0], through = edge) {
  const connector = await startConnector(behavior);
  const startedAt = performance.now();
  const answer = await through.post(to(connector.url));
  const ms = performance.now() - startedAt;
  await connector.close();
  return { status: answer.status, requests: connector.received.length, ms };
}

beforeEach(() => edge.post(message('introduce me', { conversation: { id: 'c' } })));

describe('a channel that fails costs little and never fails the turn', () => {
  test.each([400, 401, 403, 404, 408, 500, 501])('%i is not repeated', async (status) => {
    const sent = await sendTo((_req, res) => {
      res.statusCode = status;
      res.end();
    });
    expect(sent).toMatchObject({ status: 200, requests: 1 });
  });

  test.each([
    [412, 2],
    [429, 3],
    [502, 3],
    [503, 3],
    [504, 3],
  ])('%i is tried %i times, and the first success ends it', async (status, tries) => {
    const answer = (res: ServerResponse) => {
      res.statusCode = status;
      res.setHeader('retry-after', '0');
      res.end();
    };
    expect(await sendTo((_req, res) => answer(res))).toMatchObject({ status: 200, requests: tries });
    const once = await sendTo((req, res, index) => (index > 0 ? accept(req, res) : answer(res)));
    expect(once).toMatchObject({ status: 200, requests: 2 });
  });

  test('what is sent again is the same reply, word for word', async () => {
    const connector = await startConnector((req, res, index) => {
      if (index > 0) return accept(req, res);
      res.statusCode = 412;
      res.end();
    });
    await edge.post(to(connector.url));
    await connector.close();
    const [first, second] = connector.received;
    expect(second).toEqual(first);
    expect(first?.body.text).toBe('re: my secret symptom');
  });

  test('without Retry-After the waits grow and differ', async () => {
    const patient = await startEdge();
    await patient.post(message('introduce me', { conversation: { id: 'c' } }));
    const at: number[][] = [[], [], []];
    for (const times of at) {
      await sendTo((_req, res) => {
        times.push(performance.now());
        res.statusCode = 502;
        res.end();
      }, patient);
    }
    await patient.close();
    const waits = at.map(([a = 0, b = 0, c = 0]) => [b - a, c - b] as const);
    for (const [first, second] of waits) {
      expect(first).toBeGreaterThan(90);
      expect(second).toBeGreaterThan(190);
    }
    expect(new Set(waits.map(([first]) => first)).size).toBe(3);
  });

  test.each([
    ['seconds', () => '3600'],
    ['a date', () => new Date(Date.now() + 3_600_000).toUTCString()],
    ['neither', () => 'soon'],
  ])('a Retry-After in %s never holds a turn longer than its limit', async (_form, value) => {
    const sent = await sendTo((_req, res) => {
      res.statusCode = 429;
      res.setHeader('retry-after', value());
      res.end();
    });
    expect(sent.requests).toBeGreaterThan(1);
    expect(sent.ms).toBeLessThan(1000);
  });

  test('while one conversation waits as its channel asked, another is answered', async () => {
    const patient = await startEdge({ connectorTimeoutMs: 5000 });
    let release: () => void = () => undefined;
    const connector = await startConnector((req, res, index) => {
      if (index > 0) return accept(req, res);
      res.statusCode = 429;
      res.setHeader('retry-after', '1');
      res.end();
      release();
    });
    const throttled = new Promise<void>((resolve) => {
      release = resolve;
    });
    const order: string[] = [];
    const one = patient.post(to(connector.url)).then(() => order.push('throttled'));
    await throttled;
    await patient.post(message('x', { conversation: { id: 'other' } })).then(() => order.push('other'));
    await one;
    expect(order).toEqual(['other', 'throttled']);
    await connector.close();
    await patient.close();
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await startConnector();
    const sent = await sendTo((_req, res) => {
      res.statusCode = 307;
      res.setHeader('location', `${elsewhere.url}/stolen`);
      res.end();
    });
    expect(sent).toMatchObject({ status: 200, requests: 1 });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  test('no answer at all is given up', async () => {
    const sent = await sendTo(() => undefined);
    expect(sent).toMatchObject({ status: 200, requests: 1 });
    expect(sent.ms).toBeLessThan(2000);
  });

  test('an answer that starts and never ends is given up', async () => {
    const sent = await sendTo((_req, res) => {
      res.setHeader('content-type', 'application/json');
      res.write('{"id":');
    });
    expect(sent).toMatchObject({ status: 200, requests: 1 });
    expect(sent.ms).toBeLessThan(2000);
  });

  test('a connection that breaks is made again', async () => {
    const sent = await sendTo((req, res, index) =>
      index > 0 ? accept(req, res) : void req.socket.destroy(),
    );
    expect(sent).toMatchObject({ status: 200, requests: 2 });
  });

  test('a port where nobody listens is given up within a second', async () => {
    const gone = await startConnector();
    await gone.close();
    const startedAt = performance.now();
    expect((await edge.post(to(gone.url))).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test('failures are logged without any words of the visitor', () => {
    expect(edge.logged()).toContain('send.failed');
    expect(edge.logged()).not.toMatch(/secret|symptom/);
  });
});

test('after a failed reply the later ones are not sent', async () => {
  const host = fakeTurnHost(() => [reply('one'), reply('two')]);
  const two = await startEdge({ host });
  const connector = await startConnector((_req, res) => {
    res.statusCode = 500;
    res.end();
  });
  await two.post(message('x', { conversation: { id: 'c' } }));
  await two.post(to(connector.url));
  expect(connector.texts()).toEqual(['one']);
  await two.close();
  await connector.close();
});

describe('service URLs an unsigned request may not choose', () => {
  test.each([
    ['http://example.com/', 'service-url-refused'],
    ['http://169.254.169.254/', 'service-url-refused'],
    ['http://user:pw@localhost/', 'service-url-refused'],
    ['http://localhost:1/internal/admin?x=', 'service-url-refused'],
    ['file:///etc/passwd', 'service-url-refused'],
    ['garbage', 'service-url-refused'],
    ['', 'service-url-missing'],
    [undefined, 'service-url-missing'],
    [null, 'service-url-missing'],
  ])('%s is 400 and the core is not asked', async (serviceUrl, code) => {
    const turns = edge.host.taken.length;
    const answer = await edge.post(to(serviceUrl));
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, code]);
    expect(edge.host.taken.length).toBe(turns);
  });

  test.each(['ExpectReplies', 'expectReplies ', 'notification', 'stream', 'normal', ''])(
    'delivery mode %p does not open a way around',
    async (deliveryMode) => {
      const answer = await edge.post(to('http://example.com/', { deliveryMode }));
      expect(answer.status).toBe(400);
    },
  );

  test('with expectReplies nothing is sent anywhere, whatever the URL says', async () => {
    const connector = await startConnector();
    const answer = await edge.post(to(connector.url, { deliveryMode: 'expectReplies' }));
    expect(answer.status).toBe(200);
    expect(connector.received).toEqual([]);
    await connector.close();
  });
});

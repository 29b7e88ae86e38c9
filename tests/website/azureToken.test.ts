import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call } from '../direct-line/harness/client';
import { startSite } from '../direct-line/harness/site';

const SECRET = 'the-secret-of-the-azure-channel';

/** Stands where Azure Direct Line is, as far as a service asks it for tokens. */
async function startAzure(answer: (req: IncomingMessage, res: ServerResponse, body: string) => void) {
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    answer(req, res, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/directline`;
  return { url, close: () => server.close() };
}

function end(res: ServerResponse, status: number, body = ''): void {
  res.statusCode = status;
  res.end(body);
}

test('a token is asked for in the name of a fresh user and of the sites that may use it', async () => {
  const asked: { path: string | undefined; auth: string | undefined; body: { user: { id: string } } }[] = [];
  const azure = await startAzure((req, res, body) => {
    asked.push({ path: req.url, auth: req.headers.authorization, body: JSON.parse(body) });
    res.end(JSON.stringify({ conversationId: 'c1', token: 't1', expires_in: 1800 }));
  });
  const site = await startSite({
    azure: { url: azure.url, secret: SECRET },
    allowedOrigins: ['https://www.hospital.example'],
  });
  const { status, body } = await call(`${site.url}/api/token`);
  expect(asked).toEqual([
    {
      path: '/v3/directline/tokens/generate',
      auth: `Bearer ${SECRET}`,
      body: {
        user: { id: expect.stringMatching(/^dl_/) },
        trustedOrigins: [site.url, 'https://www.hospital.example'],
      },
    },
  ]);
  const userId = asked[0]?.body.user.id;
  expect([status, body]).toEqual([
    200,
    { token: 't1', conversationId: 'c1', userId, domain: azure.url, expires_in: 1800 },
  ]);
  await site.close();
  azure.close();
});

test.each<[string, (res: ServerResponse) => void]>([
  ['refuses', (res) => end(res, 403, `{"error":{"message":"bad ${SECRET}"}}`)],
  ['answers nonsense', (res) => res.end('<html>')],
  ['answers no token', (res) => res.end('{}')],
  ['sends somewhere else', (res) => end(res.setHeader('location', 'https://evil.example'), 302)],
  ['hangs up', (res) => res.destroy()],
  ['does not answer', () => undefined],
])('when Azure %s, the page is told that there is no chat now, and nothing else', async (_how, answer) => {
  const azure = await startAzure((_req, res) => answer(res));
  const site = await startSite({ azure: { url: azure.url, secret: SECRET }, timeoutMs: 300 });
  const { status, body } = await call(`${site.url}/api/token`);
  expect([status, body.error.code]).toEqual([502, 'azure-unavailable']);
  expect(JSON.stringify(body) + site.logged()).not.toContain(SECRET);
  expect(site.logged()).toContain('chat.token.failed');
  await site.close();
  azure.close();
});

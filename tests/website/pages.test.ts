import { request } from 'node:http';
import { join } from 'node:path';
import { ContentReader } from '../../src/content/ContentReader';
import { readWidgets } from '../../src/content/readWidget';
import { createPages } from '../../src/website/pages';
import { type Site, startSite } from '../direct-line/harness/site';

const ROOT = join(__dirname, '../..');
const HOSPITAL = 'https://www.hospital.example';
const PUBLIC = 'https://chat.hospital.example';
let site: Site;

beforeAll(async () => {
  site = await startSite({ allowedOrigins: [HOSPITAL], publicOrigin: PUBLIC });
});
afterAll(() => site.close());

/** Like fetch, for a Host header of our choice. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const req = request({ host: '127.0.0.1', port: site.port, path, headers, method }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
        );
      });
      req.on('error', reject).end();
    },
  );
}

function policyOf(headers: Record<string, unknown>): Record<string, string> {
  const parts = String(headers['content-security-policy']).split('; ');
  return Object.fromEntries(parts.map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
}

test('the chat page runs own files only, evaluates nothing, and is framed by listed sites only', async () => {
  const { status, headers, body } = await get('/chat', { host: 'chat.hospital.example' });
  expect(status).toBe(200);
  expect(policyOf(headers)).toEqual({
    'default-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': 'data:',
    'connect-src': "'self' wss://chat.hospital.example",
    'frame-ancestors': `'self' ${HOSPITAL}`,
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  expect(headers['x-frame-options']).toBeUndefined();
  expect(headers['set-cookie']).toBeUndefined();
  // One script without a file: data, which no browser runs.
  const inline = [...body.toString().matchAll(/<script(?![^>]* src=)[^>]*>/g)].map(([tag]) => tag);
  expect(inline).toEqual(['<script type="application/json" id="page-data">']);
  expect(body.toString()).not.toMatch(/ style=| on\w+=|\{\{/);
});

test('with a channel in Azure the policy names that one, and nothing else', async () => {
  const azure = { url: 'https://europe.directline.example/v3/directline', secret: 'secret' };
  const other = await startSite({ azure });
  const { headers } = await fetch(`${other.url}/chat`);
  expect(policyOf(Object.fromEntries(headers))['connect-src']).toBe(
    `'self' ws://127.0.0.1:${other.port} https://europe.directline.example wss://europe.directline.example`,
  );
  await other.close();
});

test('a language that is not there yet is answered in English', async () => {
  const { body } = await get('/chat?lang=es');
  expect(body.toString()).toContain('<html lang="en">');
});

test('a second language is a second file: page and launcher speak it', () => {
  const english = readWidgets(new ContentReader(ROOT), {
    emergencyNumber: '911',
    crisisNumber: '988',
    mainPhone: '1',
  }).get('en');
  if (english === undefined) throw new Error('no English');
  const spanish = {
    ...english,
    locale: 'es',
    texts: { ...english.texts, close: 'Cerrar', 'launcher-open': 'Preguntar' },
  };
  const pages = createPages({
    folder: join(ROOT, 'dist/web'),
    widgets: new Map([
      ['en', english],
      ['es', spanish],
    ]),
    allowedOrigins: [],
  });
  const text = (path: string, query: string) =>
    String(pages({ path, query: new URLSearchParams(query), origin: PUBLIC })?.body.encoded('identity'));
  expect(text('/chat', 'lang=es-MX')).toMatch(/<html lang="es">[\s\S]*>Cerrar</);
  expect(text('/chat', 'lang=fr')).toContain('<html lang="en">');
  expect(text('/widget.js', '')).toMatch(/Ask about spine tumors[\s\S]*Preguntar/);
});

test.each(['/widget.js', '/assets/chat.js', '/assets/chat.css', '/chat'])(
  '%s comes in the smallest form',
  async (path) => {
    const [plain, gzip, br] = await Promise.all(
      ['identity', 'gzip, deflate', 'gzip, deflate, br'].map((accepted) =>
        get(path, { 'accept-encoding': accepted }),
      ),
    );
    expect([gzip?.headers['content-encoding'], br?.headers['content-encoding']]).toEqual(['gzip', 'br']);
    expect(br?.body.length).toBeLessThan(gzip?.body.length ?? 0);
    expect(gzip?.body.length).toBeLessThan(plain?.body.length ?? 0);
    expect(plain?.headers.vary).toBe('accept-encoding');
  },
);

test('files are kept for good under the name of their content, and asked for again without it', async () => {
  const page = (await get('/chat')).body.toString();
  const versioned = /\/assets\/chat\.js\?v=\w+/.exec(page)?.[0] ?? '';
  expect((await get(versioned)).headers['cache-control']).toContain('immutable');
  const { headers } = await get('/assets/chat.js');
  expect(headers['cache-control']).toBe('no-cache');
  const again = await get('/assets/chat.js', { 'if-none-match': String(headers.etag) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test('other sites may load the launcher, which holds the words of every language', async () => {
  const { headers, body } = await get('/widget.js');
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  expect(body.toString()).toContain('Ask about spine tumors');
});

test('HEAD answers as GET does, without a body', async () => {
  const { status, headers, body } = await get('/', {}, 'HEAD');
  expect([status, headers['content-type'], body.length]).toEqual([200, 'text/html; charset=utf-8', 0]);
});

test('the demo page shows the line to copy, with the address visitors use', async () => {
  const line = async (host: string) =>
    /&lt;script async src=.*?&gt;/.exec((await get('/', { host })).body.toString())?.[0];
  expect(await line('chat.hospital.example')).toContain(`${PUBLIC}/widget.js`);
  expect(await line(`127.0.0.1:${site.port}`)).toContain(`${site.url}/widget.js`);
});

test('only its own name and names of this machine are served', async () => {
  expect((await get('/chat', { host: 'rebound.example' })).status).toBe(403);
});

test('sockets are sent to the address visitors use, encrypted', async () => {
  const host = 'chat.hospital.example';
  const post = (path: string, token = '') =>
    new Promise<Record<string, string>>((resolve, reject) => {
      const headers = { host, origin: PUBLIC, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) };
      const req = request({ host: '127.0.0.1', port: site.port, path, headers, method: 'POST' }, (res) => {
        let text = '';
        res.on('data', (chunk) => {
          text += chunk;
        });
        res.on('end', () => resolve(JSON.parse(text)));
      });
      req.on('error', reject).end();
    });
  const { token, domain } = await post('/api/token');
  expect(domain).toBe(`${PUBLIC}/v3/directline`);
  const { streamUrl } = await post('/v3/directline/conversations', token);
  expect(streamUrl).toMatch(/^wss:\/\/chat\.hospital\.example\/v3\/directline\/conversations\//);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openChat } from '../direct-line/harness/client';
import { KEYS } from '../storage/harness/databases';
import { onPostgres, postgresDatabase } from '../storage/harness/postgres';
import { message } from './fixtures/activities';
import { compileService, type Service, startService } from './fixtures/service';

let service: ReturnType<typeof compileService>;
beforeAll(() => {
  service = compileService();
});
afterAll(() => service.remove());

async function started(settings: Record<string, string> = {}): Promise<{ child: Service; url: string }> {
  const child = startService(service.folder, settings);
  const { port } = await child.line('started');
  return { child, url: `http://127.0.0.1:${port}` };
}

const say = (url: string, text: string) =>
  fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message(text)),
  });

test('without an app id it says that it takes unsigned requests, from this machine only', async () => {
  const { child, url } = await started();
  expect((await child.line('no MicrosoftAppId')).msg).toBe(
    'no MicrosoftAppId: accepting unsigned requests, from this machine only',
  );
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok', version: '9.9.9' });
  expect(await (await say(url, 'hello')).text()).toContain('re: hello');
  expect(await child.line('started')).toMatchObject({
    store: 'sqlite',
    serves: 'website and bot',
    trustedProxies: 0,
  });
  expect(child.stdout()).not.toContain('setting.unknown');
  child.process.kill('SIGINT');
  expect(await child.exit).toBe(0);
  expect(child.stderr()).toBe('');
});

test('with an app id it says nothing of the kind and turns unsigned requests away', async () => {
  const { child, url } = await started({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    MicrosoftAppId: 'app',
    MicrosoftAppPassword: 'secret-1',
    MicrosoftAppTenantId: 'tenant',
  });
  expect((await say(url, 'hello')).status).toBe(401);
  child.process.kill('SIGTERM');
  expect(await child.exit).toBe(0);
  expect(child.stdout()).not.toMatch(/unsigned|secret-1/);
});

test('as a website only it takes no unsigned activities, and its chat works', async () => {
  const { child, url } = await started({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://chat.hospital.example',
  });
  expect((await say(url, 'hello')).status).toBe(404);
  const chat = await openChat(url);
  await chat.say('hello');
  expect(JSON.stringify((await chat.get('/activities')).body)).toContain('re: hello');
  child.process.kill('SIGTERM');
  expect(await child.exit).toBe(0);
  expect(child.stdout()).not.toContain('unsigned');
});

test('the log says what is in force, and which variable looks like a misspelt setting', async () => {
  const { child } = await started({
    PUBLIC_URL: 'https://chat.hospital.example',
    TRUSTED_PROXIE: '1',
  });
  expect(await child.line('started')).toMatchObject({
    serves: 'website',
    publicHost: 'chat.hospital.example',
    trustedProxies: 0,
  });
  const { time, ...line } = await child.line('setting.unknown');
  expect(line).toEqual({
    level: 40,
    msg: 'setting.unknown',
    given: 'TRUSTED_PROXIE',
    meant: 'TRUSTED_PROXIES',
  });
  child.process.kill('SIGTERM');
  expect(await child.exit).toBe(0);
});

test('SIGTERM lets the turn in flight finish, closes the core, and exits 0', async () => {
  const { child, url } = await started();
  const held = say(url, 'hold');
  await child.line('holding');
  child.process.kill('SIGTERM');
  const answer = await held;
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('re: hold')]);
  expect(await child.exit).toBe(0);
});

test('a crash ends the service with a log line that holds no words', async () => {
  const { child, url } = await started();
  await say(url, 'crash').catch(() => undefined);
  expect(await child.exit).toBe(1);
  expect(child.stdout()).toContain('"msg":"crashed"');
  expect(child.stdout() + child.stderr()).not.toContain('visitor said');
});

describe('faults at start are one message and exit 1', () => {
  async function faultOf(settings: Record<string, string>) {
    const child = startService(service.folder, settings);
    return { code: await child.exit, stderr: child.stderr(), stdout: child.stdout() };
  }

  test('a wrong setting is named', async () => {
    expect(await faultOf({ PORT: 'abc', LOG_LEVEL: 'loud' })).toEqual({
      code: 1,
      stderr: [
        'ConfigError: settings are wrong (see .env.example)',
        '  PORT: must be a whole number from 0 to 65535',
        '  LOG_LEVEL: must be one of debug, info, warn, error, silent',
        '',
      ].join('\n'),
      stdout: '',
    });
  });

  const onPostgresAt = (url: string) =>
    faultOf({
      DATABASE_URL: url,
      DATA_ENCRYPTION_KEYS: KEYS[0],
      DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
    });

  test('a PostgreSQL server that is away is named by its setting, without its address', async () => {
    expect(await onPostgresAt('postgres://spine:hunter2@127.0.0.1:1/spine')).toEqual({
      code: 1,
      stderr:
        'StorageError: DATABASE_URL: no server takes connections at this host and port (ECONNREFUSED)\n',
      stdout: '',
    });
  });

  onPostgres('a database that is missing is named by its setting', async () => {
    const { url, remove } = await postgresDatabase();
    const missing = new URL(url);
    missing.pathname = '/not_there';
    expect(await onPostgresAt(missing.href)).toEqual({
      code: 1,
      stderr:
        'StorageError: DATABASE_URL: there is no such database on the server; create it, or correct its name (3D000)\n',
      stdout: '',
    });
    await remove();
  });

  test('production without an app id is refused', async () => {
    const { code, stderr } = await faultOf({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/MicrosoftAppId: set it in production/);
  });

  test('a content file is named', async () => {
    expect(await faultOf({ TERMS_URL: 'https://content-fault.example' })).toEqual({
      code: 1,
      stderr: 'ContentError: 1 problem(s)\n  knowledge/topics/mri.md: wrong [rule]\n',
      stdout: '',
    });
  });

  test('a port in use is named', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const fault = await faultOf({ PORT: String((other.address() as AddressInfo).port) });
    expect(fault).toEqual({
      code: 1,
      stderr: 'PORT: another program already listens on this port; stop it, or set another PORT\n',
      stdout: '',
    });
    other.close();
  });

  test('a surprise is logged with its stack and without its message', async () => {
    const { code, stdout, stderr } = await faultOf({ TERMS_URL: 'https://surprise.example' });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ msg: 'start.failed', error: { name: 'TypeError' } });
    expect(stdout + stderr).not.toContain('secret');
  });
});

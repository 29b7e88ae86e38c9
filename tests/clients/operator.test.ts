import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startProgram } from './harness/childProcess';
import { startEmulator, textsOf } from './harness/emulator';
import { built, startService, temporaryFolder } from './harness/service';
import { openWebChat } from './harness/webPage';
import { within } from './harness/within';

jest.setTimeout(30_000);

describe('stopping', () => {
  test('SIGTERM lets the turn in flight reach its visitor, takes no new one, and exits with 0', async () => {
    const service = await startService();
    const emulator = await startEmulator(service.url);
    try {
      const chat = emulator.conversation({ channelId: 'directline' });
      const { arrived, release } = emulator.hold();
      const turn = chat.say('i cant feel my legs');
      await within(arrived, 10_000, 'the reply to be on its way');
      const stopping = service.stop();
      await service.program.printed(/"msg":"stopping"/);
      await expect(openWebChat(service.url)('help')).rejects.toThrow();
      expect(service.program.process.exitCode).toBeNull();
      release();
      expect(textsOf(await turn)).toEqual([expect.stringContaining('Call 911')]);
      await stopping;
      expect(service.log().filter(({ msg }) => msg === 'drain.cut' || msg === 'send.failed')).toEqual([]);
    } finally {
      await emulator.close();
      await service.dispose();
    }
  });

  test('what was stored before a stop is there after the next start', async () => {
    const folder = temporaryFolder();
    try {
      const settings = { DATA_DIR: join(folder.path, 'kept') };
      const first = await startService(settings);
      const say = openWebChat(first.url);
      for (const text of ['feedback', 'Helpful', 'the first day']) await say(text);
      await first.dispose();
      const second = await startService(settings);
      const sayAgain = openWebChat(second.url);
      for (const text of ['feedback', 'Helpful', 'the second day']) await sayAgain(text);
      await second.dispose();
      expect(await reportOf(folder.path, settings)).toMatch(/the second day\n.*the first day/);
    } finally {
      folder.remove();
    }
  });
});

test('a rating survives a killed process, though its comment was never given', async () => {
  const folder = temporaryFolder();
  try {
    const settings = { DATA_DIR: join(folder.path, 'kept') };
    const service = await startService(settings);
    const say = openWebChat(service.url);
    for (const text of ['what is an mri', 'feedback', 'Helpful']) await say(text);
    service.program.process.kill('SIGKILL');
    await within(service.program.exit, 10_000, 'the process to die');
    expect(await reportOf(folder.path, settings)).toMatch(/^1 +1 +0 +0 +MRI scan$/m);
  } finally {
    folder.remove();
  }
});

test('a report on a folder without data says so, and makes none', async () => {
  const folder = temporaryFolder();
  try {
    const env = { DATA_DIR: join(folder.path, 'elsewhere') };
    const report = startProgram([built('cli/report.js')], { cwd: folder.path, env });
    expect(await within(report.exit, 15_000, 'the report')).toBe(1);
    expect(report.stderr()).toBe(
      'StorageError: DATA_DIR: this folder holds no data of the service (no spine-guide.db)\n',
    );
    expect(readdirSync(folder.path)).toEqual([]);
  } finally {
    folder.remove();
  }
});

describe('a wrong setting stops the start with exit 1, by name and without its value', () => {
  test.each([
    ['PORT', { PORT: 'wrong-value' }],
    ['HOST', { HOST: '192.0.2.1' }],
    ['MicrosoftAppId', { NODE_ENV: 'production' }],
    ['MicrosoftAppPassword', { MicrosoftAppId: 'wrong-value', MicrosoftAppTenantId: 'tenant' }],
    ['TERMS_URL', { TERMS_URL: 'http://wrong-value.example' }],
  ])('%s', async (name, settings) => {
    const { code, stdout, stderr } = await start(settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^ConfigError: settings are wrong[^\\n]*\\n  ${name}: [^\\n]+\\n$`));
    expect(stdout + stderr).not.toMatch(/wrong-value|192\.0\.2\.1/);
  });

  test.each(['taken', '/proc/spine-guide', '/proc/spine-guide/deeper', '/dev/null/x'])(
    'DATA_DIR that can be no folder: %s',
    async (folder) => {
      const { code, stderr } = await start({ DATA_DIR: folder });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^StorageError: [^\n]*DATA_DIR[^\n]*\n$/);
    },
  );

  test('PORT that is already in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { code, stderr } = await start({ PORT: String((other.address() as AddressInfo).port) });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^PORT: [^\n]+\n$/);
  });
});

/** Starts the service with settings that keep it from running, in a folder with a file named `taken`. */
async function start(settings: Record<string, string>) {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder.path, 'taken'), '');
    const env = { PORT: '0', DATA_DIR: 'data', ...settings };
    const {
      exit,
      stdout,
      stderr,
      process: child,
    } = startProgram([built('index.js')], { cwd: folder.path, env });
    const code = await within(exit, 15_000, 'the start to fail').finally(() => child.kill('SIGKILL'));
    return { code, stdout: stdout(), stderr: stderr() };
  } finally {
    folder.remove();
  }
}

/** What `npm run report` prints. */
async function reportOf(cwd: string, env: Record<string, string>): Promise<string> {
  const report = startProgram([built('cli/report.js')], { cwd, env });
  expect(await within(report.exit, 10_000, 'the report')).toBe(0);
  return report.stdout();
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { type Chat, openChat } from '../direct-line/harness/client';
import { KEYS } from '../storage/harness/databases';
import { startProgram } from './harness/childProcess';
import { built, startService, temporaryFolder } from './harness/service';
import { within } from './harness/within';

jest.setTimeout(120_000);

const [OLD, NEW] = KEYS;
const OLD_ID = createHash('sha256').update('id').update(Buffer.from(OLD, 'base64')).digest('hex').slice(0, 8);
const MANUAL = join(__dirname, '../../docs/operating.md');

/**
 * A key was changed while one replica was left out: the database is of the new key, and a conversation with a feedback
 * comment was stored with the old one after that.
 */
async function leftOut() {
  const folder = temporaryFolder();
  const DATA_DIR = join(folder.path, 'data');
  const run = async (command: string, keys: string, ...args: string[]) => {
    const env = { DATA_DIR, DATA_ENCRYPTION_KEYS: keys, PORT: '0' };
    const program = startProgram([built(`${command}.js`), ...args], { cwd: folder.path, env });
    const code = await within(program.exit, 20_000, command);
    return { code, stdout: program.stdout(), stderr: program.stderr() };
  };
  const serve = async (keys: string, talk: (url: string) => Promise<unknown>) => {
    const service = await startService({ DATA_DIR, DATA_ENCRYPTION_KEYS: keys });
    try {
      await talk(service.url);
    } finally {
      await service.dispose();
    }
  };
  const ask = (sql: string) => {
    const db = new DatabaseSync(join(DATA_DIR, 'spine-guide.db'));
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  };
  let chat: Chat | undefined;
  await serve(OLD, openChat);
  const rotated = await run('cli/rotateKeys', `${NEW},${OLD}`);
  await serve(`${OLD},${NEW}`, async (url) => {
    chat = await openChat(url);
    for (const text of ['what is an mri', 'feedback', 'Helpful', 'the kind words']) await chat.say(text);
  });
  return { id: chat?.id ?? '', rotated, run, serve, ask, remove: folder.remove };
}

describe('texts whose key was taken away', () => {
  let left: Awaited<ReturnType<typeof leftOut>>;
  beforeEach(async () => {
    left = await leftOut();
  });
  afterEach(() => left.remove());

  test('are named by the start and by every command, nothing is half done, and with the key all is well', async () => {
    const { id, rotated, run, serve, ask } = left;
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    expect(rotated.stdout).toMatch(
      /^[1-9]\d* texts were written anew with the newest key; 0 had it already\.\nIf every process has had the new key first: older keys can now be taken out/,
    );
    const start = await run('index', NEW);
    expect([start.code, start.stderr]).toEqual([
      1,
      expect.stringMatching(
        `^StorageError: DATA_ENCRYPTION_KEYS: \\d+ stored texts are encrypted with a key that is not among them \\(${OLD_ID}\\); put it back`,
      ),
    ]);
    for (const [action, outcome] of [
      ['export', 'Nothing was exported.'],
      ['erase', 'Nothing was erased.'],
    ] as const) {
      const { code, stdout, stderr } = await run('cli/privacy', NEW, action, id);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^StorageError: \d+ texts of this conversation are encrypted with a key that is not among DATA_ENCRYPTION_KEYS/,
      );
      expect(stderr).toContain(outcome);
    }
    expect(ask('SELECT comment FROM feedback')).toHaveLength(1);
    const report = await run('cli/report', NEW);
    expect([report.code, report.stderr]).toEqual([1, expect.stringMatching(/^1 texts are left out/)]);
    expect(report.stdout).toMatch(/^1 +1 +0 +0 +MRI scan$/m);
    const alone = await run('cli/rotateKeys', NEW);
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining(`(${OLD_ID}): put it back`)]);

    const again = await run('cli/rotateKeys', `${NEW},${OLD}`);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect((await run('cli/rotateKeys', `${NEW},${OLD}`)).stdout).toMatch(/^0 texts were written anew/);
    await serve(NEW, openChat);
    expect((await run('cli/report', NEW)).stdout).toContain('the kind words');
    const exported = await run('cli/privacy', NEW, 'export', id);
    expect(JSON.parse(exported.stdout).feedback).toMatchObject([{ comment: 'the kind words' }]);
    const erased = await run('cli/privacy', NEW, 'erase', id);
    const [audit] = ask("SELECT object FROM audit WHERE action = 'erase'");
    expect(erased.stdout).toBe(`Erased. In the audit table it is called ${audit?.object}.\n`);
    expect(exported.stderr).toBe(`Exported. In the audit table it is called ${audit?.object}.\n`);
    expect(ask('SELECT comment FROM feedback')).toEqual([]);
  });

  test('can be deleted by their key, as the manual says, where it is lost', async () => {
    const { serve, ask } = left;
    const [, statements = ''] =
      /```sql\n(DELETE FROM state[^`]+)```/.exec(readFileSync(MANUAL, 'utf8')) ?? [];
    for (const statement of statements.replaceAll('KEYID', OLD_ID).split(';\n').filter(Boolean))
      ask(statement);
    await serve(NEW, openChat);
    expect(ask('SELECT rating, comment FROM feedback')).toEqual([{ rating: 'helpful', comment: null }]);
  });
});

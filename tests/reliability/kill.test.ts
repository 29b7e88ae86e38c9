import { join } from 'node:path';
import { startEmulator } from '../clients/harness/emulator';
import { startService, temporaryFolder } from '../clients/harness/service';
import { within } from '../clients/harness/within';
import { KEYS } from '../storage/harness/databases';
import { onPostgres, postgresDatabase } from '../storage/harness/postgres';
import { killRounds } from './harness/killRounds';

jest.setTimeout(120_000);

const WHOLE = { lost: 0, doubled: 0, gaps: 0, unanswered: 0, answeredTwice: 0 };

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe('kill -9 under load: what was acknowledged is in the log once, in order, with one reply', () => {
  test('on SQLite', async () => {
    expect(await killRounds(2, { DATA_DIR: join(folder.path, 'data') })).toMatchObject(WHOLE);
  });

  onPostgres('on PostgreSQL', async () => {
    const { url, remove } = await postgresDatabase();
    const settings = {
      DATABASE_URL: url,
      DATA_ENCRYPTION_KEYS: KEYS[0],
      DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
    };
    expect(await killRounds(1, { DATA_DIR: join(folder.path, 'data'), ...settings })).toMatchObject(WHOLE);
    await remove();
  });
});

test('a reply that was on its way when the process died is sent again under the same id, the turn is not repeated', async () => {
  const settings = { DATA_DIR: join(folder.path, 'data') };
  const first = await startService(settings);
  const emulator = await startEmulator(first.url);
  const chat = emulator.conversation({ channelId: 'directline' });
  const { arrived, release } = emulator.hold();
  const cut = chat.say('i cant feel my legs').catch(() => 'cut');
  await within(arrived, 10_000, 'the reply to be on its way');
  first.program.process.kill('SIGKILL');
  await within(first.program.exit, 10_000, 'the process to die');
  release();
  await cut;
  const second = await startService(settings);
  try {
    await second.program.printed(/"msg":"reply\.resent"/, 15_000);
    const ids = emulator.received.map(
      ({ activity }) => (activity.channelData as { replyId: string }).replyId,
    );
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(emulator.received[1]?.activity.text).toContain('Call 911');
  } finally {
    await emulator.close();
    await second.dispose();
  }
});

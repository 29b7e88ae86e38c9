import { join } from 'node:path';
import { temporaryFolder } from '../clients/harness/service';
import { killRounds } from '../reliability/harness/killRounds';
import { KEYS } from '../storage/harness/databases';
import { onPostgres, postgresDatabase } from '../storage/harness/postgres';

const ROUNDS = 20;
const WHOLE = { lost: 0, doubled: 0, gaps: 0, unanswered: 0, answeredTwice: 0 };

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function rounds(name: string, settings: Record<string, string>): Promise<void> {
  const tally = await killRounds(ROUNDS, { DATA_DIR: join(folder.path, 'data'), ...settings });
  process.stderr.write(`${name}, ${ROUNDS} times kill -9: ${JSON.stringify(tally)}\n`);
  expect(tally).toMatchObject(WHOLE);
}

test('20 rounds of kill -9 under load on SQLite', () => rounds('SQLite', {}));

onPostgres('20 rounds of kill -9 under load on PostgreSQL', async () => {
  const { url, remove } = await postgresDatabase();
  await rounds('PostgreSQL', {
    DATABASE_URL: url,
    DATA_ENCRYPTION_KEYS: KEYS[0],
    DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
  });
  await remove();
});

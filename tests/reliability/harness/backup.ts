import { join } from 'node:path';

/** What a restore puts back to an earlier time. */
const TABLES = ['conversation', 'state', 'processed', 'log'];

/** Runs several statements, past the service. */
type Run = (sql: string) => Promise<unknown>;

/** Keeps a copy of everything that is said, as a backup does. @returns what puts it back while the service runs. */
export async function backUp(run: Run): Promise<() => Promise<void>> {
  await run(TABLES.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table}`).join(';'));
  const restore = [
    ...TABLES.toReversed().map((table) => `DELETE FROM ${table}`),
    ...TABLES.map((table) => `INSERT INTO ${table} SELECT * FROM kept_${table}`),
    ...TABLES.map((table) => `DROP TABLE kept_${table}`),
  ];
  return async () => void (await run(`BEGIN;${restore.join(';')};COMMIT`));
}

/** The SQLite file in the data folder of a running service. */
export function fileIn(dataDir: string): Run {
  return async (sql) => {
    const { DatabaseSync } = await import('@photostructure/sqlite');
    const db = new DatabaseSync(join(dataDir, 'spine-guide.db'), { timeout: 5000 });
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  };
}

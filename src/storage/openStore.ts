import { randomBytes } from 'node:crypto';
import type { Database, Queries } from './Database';
import { createFieldCipher, type FieldCipher } from './FieldCipher';
import { importFeedback } from './importFeedback';
import { type Keyring, keyringIn, keyringOf } from './keyring';
import { postgresProblem } from './postgres/postgresFaults';
import { SqlStore } from './SqlStore';
import { StorageError } from './StorageError';
import type { Store } from './Store';
import { migrate } from './schema';
import { openSqlite, type SqliteUse } from './sqlite/SqliteDatabase';
import type { StorageSettings } from './storageSettings';
import { UnansweredRows } from './UnansweredRows';

export interface StoreOptions extends StorageSettings {
  readonly now?: () => number;
  /** `service` unless told otherwise. */
  readonly use?: SqliteUse;
}

export interface OpenedStore {
  readonly store: Store;
  readonly keyring: Keyring;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Opens the database, brings its tables up to date, checks that its key is here, and takes over what an older version
 * had stored.
 *
 * @throws {@link StorageError} naming the setting and what to do.
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const { dataDir, dataKeys, idleMinutes, feedbackRetentionDays, maxConversations, now = Date.now } = options;
  const database = openDatabase(options);
  try {
    const keyring = openKeyring(options);
    const cipher = createFieldCipher(keyring);
    const unanswered = await database.transaction('schema', async (queries) => {
      await migrate(queries);
      await checkKey(queries, cipher, dataKeys !== undefined);
      return UnansweredRows.open(queries, cipher, now);
    });
    const feedbackMs = feedbackRetentionDays * DAY_MS;
    if (options.use === undefined) await importFeedback(database, cipher, dataDir, feedbackMs);
    const store = new SqlStore(database, cipher, unanswered, {
      // The core greets anew after the idle time; as long again lets a visitor read what was said.
      conversationMs: 2 * idleMinutes * MINUTE_MS,
      feedbackMs,
      maxConversations,
      now,
    });
    return { store, keyring };
  } catch (error) {
    await database.close();
    throw postgresProblem(error);
  }
}

function openDatabase({ databaseUrl, dataDir, use = 'service' }: StoreOptions): Database {
  if (databaseUrl === undefined || use === 'memory') return openSqlite(dataDir, use);
  // Only loaded where it is used: it would make every start slower.
  const { PostgresDatabase } =
    require('./postgres/PostgresDatabase') as typeof import('./postgres/PostgresDatabase');
  return new PostgresDatabase(databaseUrl);
}

function openKeyring({ dataKeys, dataDir, use }: StoreOptions): Keyring {
  if (dataKeys !== undefined) return keyringOf(dataKeys);
  return use === 'memory' ? keyringOf([randomBytes(32).toString('base64')]) : keyringIn(dataDir);
}

/** Without its key stored text is lost; better to say so than to begin again beside it. */
async function checkKey(queries: Queries, cipher: FieldCipher, fromSetting: boolean): Promise<void> {
  const [row] = await queries.rows("SELECT value FROM meta WHERE name = 'key-check'");
  if (row === undefined)
    await queries.run(
      "INSERT INTO meta (name, value) VALUES ('key-check', $1)",
      cipher.encrypt('ok', 'meta key-check'),
    );
  else if (cipher.decrypt(String(row.value), 'meta key-check') === undefined)
    throw new StorageError(
      fromSetting
        ? 'DATA_ENCRYPTION_KEYS: the key that the stored data is encrypted with is not among them'
        : 'DATA_DIR: data.keys does not hold the key that the stored data is encrypted with; restore it from a backup',
    );
}

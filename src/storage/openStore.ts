import { randomBytes } from 'node:crypto';
import type { Database } from './Database';
import { createFieldCipher } from './FieldCipher';
import { importFeedback } from './importFeedback';
import { type KeyCheck, keyCheck } from './keyCheck';
import { type Keyring, keyringIn, keyringOf } from './keyring';
import { postgresProblem } from './postgres/postgresFaults';
import { SqlStore } from './SqlStore';
import { KEY_UNKNOWN, StorageError } from './StorageError';
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
 * Opens the database, brings its tables up to date, checks that its keys are here, and takes over what an older version
 * had stored. A command of the operator goes on where only some texts cannot be read, and says so itself.
 *
 * @throws {@link StorageError} naming the setting and what to do.
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const { dataDir, dataKeys, idleMinutes, feedbackRetentionDays, maxConversations, now = Date.now } = options;
  const database = openDatabase(options);
  try {
    const keyring = openKeyring(options);
    const cipher = createFieldCipher(keyring);
    const keys = keyCheck(cipher, dataKeys !== undefined);
    const unanswered = await database.transaction('schema', async (queries) => {
      await migrate(queries);
      await keys.look(queries);
      return UnansweredRows.open(queries, cipher, now);
    });
    if (options.use === undefined) await refuseUnreadable(keys, database);
    const feedbackMs = feedbackRetentionDays * DAY_MS;
    if (options.use === undefined) await importFeedback(database, cipher, dataDir, feedbackMs);
    const store = new SqlStore(database, cipher, keys, unanswered, {
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

/** A count that the database cannot do in time must not keep anybody from being answered. */
async function refuseUnreadable(keys: KeyCheck, database: Database): Promise<void> {
  try {
    await keys.lookAtAll(database);
  } catch (error) {
    if (error instanceof StorageError && error.code !== KEY_UNKNOWN) return;
    throw error;
  }
}

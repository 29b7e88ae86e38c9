import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Database, Queries, SqlValue } from '../Database';
import { prepareDataFolder } from '../dataFolder';
import { StorageError } from '../StorageError';
import { codeOf, openingProblem } from './sqliteFaults';

const FILE = 'spine-guide.db';
const MEMORY = ':memory:';
const LOCK_FILE = 'spine-guide.lock';
/** The calls are synchronous: for this long the whole service may stand still when the file is locked. */
const BUSY_MS = 100;
const BUSY_RETRIES = 3;
const BUSY_PAUSE_MS = 50;

type Connection = InstanceType<typeof DatabaseSync>;
type Statement = ReturnType<Connection['prepare']>;

/** How the file is opened: by the one service, beside it by a command of the operator, or not at all. */
export type SqliteUse = 'service' | 'command' | 'memory';

/**
 * Opens the SQLite file in the data folder. Only one service may: a second one is refused, as long as the first
 * lives and no longer, because the lock is the operating system's own.
 *
 * @throws {@link StorageError} when the folder cannot be written, another service has the file, or it is damaged.
 */
export function openSqlite(folder: string, use: SqliteUse): SqliteDatabase {
  if (use === 'memory') return new SqliteDatabase(connect(MEMORY));
  // A command that made an empty file in a wrong folder would report that there is nothing.
  if (use === 'command' && !existsSync(join(folder, FILE)))
    throw new StorageError(`DATA_DIR: this folder holds no data of the service (no ${FILE})`);
  prepareDataFolder(folder);
  const lock = use === 'service' ? holdLock(join(folder, LOCK_FILE)) : undefined;
  try {
    return new SqliteDatabase(connect(join(folder, FILE)), lock);
  } catch (error) {
    lock?.close();
    throw openingProblem(FILE, error);
  }
}

/** A file of its own, so that commands can still read and write the data while the service runs. */
function holdLock(file: string): Connection {
  try {
    const lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    if (codeOf(error) === 'SQLITE_BUSY')
      throw new StorageError(
        'DATA_DIR: another process of this service already uses this folder; stop it, or set another DATA_DIR. Several processes need DATABASE_URL',
        error,
      );
    throw openingProblem(LOCK_FILE, error);
  }
}

function connect(file: string): Connection {
  // Its journal gets the same rights: for the service's user only.
  if (file !== MEMORY) closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    // WAL with FULL survives a power cut. secure_delete overwrites what is deleted.
    db.exec(
      `PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF`,
    );
    const [row] = db.prepare('PRAGMA quick_check(1)').all();
    if (row?.quick_check !== 'ok') throw new StorageError('damaged');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite in this process, one transaction after the other. */
export class SqliteDatabase implements Database {
  readonly #statements = new Map<string, Statement>();
  readonly #queries: Queries;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Connection,
    private readonly lock?: Connection,
  ) {
    this.#queries = {
      rows: async <R>(sql: string, ...parameters: readonly SqlValue[]) =>
        this.#statement(sql).all(...parameters) as R[],
      run: async (sql, ...parameters) => Number(this.#statement(sql).run(...parameters).changes),
    };
  }

  transaction<T>(
    _lock: string,
    work: (queries: Queries) => Promise<T>,
    mayCommit?: () => boolean,
  ): Promise<T> {
    return this.#inTurn(async () => {
      await this.#begin();
      try {
        const result = await work(this.#queries);
        if (mayCommit?.() === false) throw new StorageError('nobody waits for this any more');
        this.db.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async compact(): Promise<void> {
    await this.#inTurn(async () => {
      this.db.exec('PRAGMA incremental_vacuum');
      // Otherwise the text of deleted rows stays in the journal until that happens to be written over.
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    });
  }

  announce(): void {
    // There is no other replica.
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      this.#statements.clear();
      // So that a copy of the one file is a whole backup.
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      this.db.close();
      this.lock?.close();
    });
  }

  /** A command may hold the file for a moment; waiting in small steps lets the service answer meanwhile. */
  async #begin(): Promise<void> {
    for (let retry = 0; ; retry++) {
      try {
        this.db.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (codeOf(error) !== 'SQLITE_BUSY' || retry === BUSY_RETRIES) throw error;
        await delay(BUSY_PAUSE_MS);
      }
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql.replace(/\$(\d+)/g, '?$1'));
    this.#statements.set(sql, statement);
    return statement;
  }

  /** There is one connection, so nothing may come between the statements of a transaction. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work).catch((error: unknown) => {
      const code = codeOf(error);
      throw code === undefined ? error : new StorageError(`SQLite: ${code}`, { code });
    });
    this.#last = run.catch(() => undefined);
    return run;
  }
}

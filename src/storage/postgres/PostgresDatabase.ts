import { createHash } from 'node:crypto';
import { Client, Pool, type PoolClient, types } from 'pg';
import type { Database, Queries, SqlValue } from '../Database';
import { StorageError } from '../StorageError';

/** Turns are short, and each holds one connection: more would only wait inside the server instead. */
const MAX_CONNECTIONS = 10;
const CONNECT_MS = 3000;
const STATEMENT_MS = 5000;
const CHANNEL = 'spine_guide';
/** PostgreSQL's own limit is 8000. */
const MAX_NOTICE_BYTES = 7000;
const LISTEN_AGAIN_MS = 1000;

/** Counts and times are far below 2^53, so they need not come as text. */
types.setTypeParser(types.builtins.INT8, Number);

/** PostgreSQL, shared by any number of replicas. Nothing is connected before the first statement. */
export class PostgresDatabase implements Database {
  readonly #pool: Pool;
  #listeners: ((conversation: string) => void)[] = [];
  #listening: Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly url: string) {
    this.#pool = new Pool({
      connectionString: url,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      lock_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 1000,
      idle_in_transaction_session_timeout: 2 * STATEMENT_MS,
      keepAlive: true,
    });
    // A connection that breaks while nobody uses it: the next statement makes a new one.
    this.#pool.on('error', () => undefined);
  }

  async transaction<T>(
    lock: string,
    work: (queries: Queries) => Promise<T>,
    mayCommit?: () => boolean,
  ): Promise<T> {
    const client = await this.#connect();
    try {
      await client.query(lock === '' ? 'BEGIN' : `BEGIN; SELECT pg_advisory_xact_lock(${lockNumber(lock)})`);
      const result = await work(queriesOf(client));
      if (mayCommit?.() === false) throw new StorageError('nobody waits for this any more');
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      const undone = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      client.release(!undone);
      throw faultOf(error);
    }
  }

  async compact(): Promise<void> {
    // Autovacuum does it.
  }

  announce(conversation: string): void {
    if (Buffer.byteLength(conversation) > MAX_NOTICE_BYTES) return;
    this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, conversation]).catch(() => undefined);
  }

  heard = (listener: (conversation: string) => void): void => {
    this.#listeners.push(listener);
    if (this.#listening === undefined) void this.#listen();
  };

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#listening?.end().catch(() => undefined);
    await this.#pool.end();
  }

  /** Also throws at once, when a file that the address names cannot be read. */
  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** Hints are lost while the connection is away; whoever listens looks for itself now and then. */
  async #listen(): Promise<void> {
    let client: Client | undefined;
    const again = () => {
      if (this.#closed || this.#listening !== client) return;
      this.#listening = undefined;
      client?.end().catch(() => undefined);
      this.#retry = setTimeout(() => void this.#listen(), LISTEN_AGAIN_MS);
      this.#retry.unref();
    };
    try {
      client = new Client({
        connectionString: this.url,
        connectionTimeoutMillis: CONNECT_MS,
        keepAlive: true,
      });
    } catch {
      // A file that the address names is not there at the moment.
      again();
      return;
    }
    this.#listening = client;
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload = '' }) => {
      for (const listener of this.#listeners) listener(payload);
    });
    await client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .catch(again);
  }
}

/** A 64-bit number for a name, as advisory locks need it. */
function lockNumber(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE(0).toString();
}

function queriesOf(client: PoolClient): Queries {
  return {
    rows: async <R>(text: string, ...values: readonly SqlValue[]) =>
      (await client.query({ text, values: [...values] })).rows as R[],
    run: async (text, ...values) => (await client.query({ text, values: [...values] })).rowCount ?? 0,
  };
}

/** Errors of the server, of the network and of the pool; anything else is not about storage. */
function faultOf(error: unknown): unknown {
  if (error instanceof StorageError || typeof error !== 'object' || error === null) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return new StorageError(`PostgreSQL: ${code}`, error);
  const isConnection = /timeout|terminated|connection/i.test(String(message));
  return isConnection ? new StorageError('PostgreSQL: no connection', error) : error;
}

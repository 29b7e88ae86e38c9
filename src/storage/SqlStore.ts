import type { Feedback } from '../conversation/effects';
import type { Database, Queries } from './Database';
import { type DataRights, dataRights } from './dataRights';
import { type KeyUse, keyUse } from './encryptedTexts';
import type { FieldCipher } from './FieldCipher';
import { readFeedback } from './feedbackRows';
import type { KeyCheck } from './keyCheck';
import { readLog } from './logRows';
import { type Rotated, rotateRows } from './rotateRows';
import {
  type Changes,
  type ConversationId,
  conversationKey,
  conversationOf,
  type Export,
  type Found,
  type LogPage,
  type Store,
  type StoredConversation,
  type TurnAt,
  type Unsent,
} from './Store';
import { addAudit, sweepRows, trimRows } from './sweepRows';
import { type StoreLimits, TurnRows } from './turnRows';
import type { Unanswered, UnansweredRows } from './UnansweredRows';

const OUTBOX_BATCH = 50;

interface ConversationRow extends Record<string, string | number | null> {
  visitor: string;
  locale: string;
  last_seq: number;
  ended_at: number | null;
  touched_at: number;
  expires_at: number;
}

/** The store over either database: the only place with statements for turns. */
export class SqlStore implements Store {
  readonly heard?: (listener: (id: ConversationId) => void) => void;
  readonly #rights: DataRights;
  readonly #turns: TurnRows;

  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly keys: KeyCheck,
    private readonly unansweredRows: UnansweredRows,
    private readonly limits: StoreLimits,
  ) {
    this.#rights = dataRights(cipher, unansweredRows, limits.now);
    this.#turns = new TurnRows(cipher, limits, this.#rights, unansweredRows);
    const { heard } = database;
    if (heard !== undefined) this.heard = (listener) => heard((key) => listener(conversationOf(key)));
  }

  async turn<T>(at: TurnAt, decide: (found: Found) => { changes: Changes; result: T }): Promise<T> {
    const key = conversationKey(at.key);
    let told = false;
    const work = async (queries: Queries) => {
      const beginning = await this.#turns.find(queries, at);
      const { changes, result } = decide(beginning.found);
      if (beginning.found.repeated === undefined) await this.#turns.write(queries, at, changes, beginning);
      told = changes.log !== undefined && changes.log.length > 0;
      return result;
    };
    const result = await this.database.transaction(key, work, at.mayCommit);
    if (told) this.database.announce(key);
    return result;
  }

  conversation(id: ConversationId): Promise<StoredConversation | undefined> {
    return this.#read(async (queries) => {
      const row = await this.#live(queries, conversationKey(id));
      if (row === undefined || row.visitor === '') return undefined;
      const { visitor, locale, last_seq: last, ended_at, touched_at: touchedAt } = row;
      return { visitor, locale, last, ended: ended_at !== null, touchedAt };
    });
  }

  positions(ids: readonly ConversationId[]): Promise<Map<string, number>> {
    const keys = ids.map(conversationKey);
    const places = keys.map((_, index) => `$${index + 1}`).join(', ');
    return this.#read(async (queries) => {
      if (keys.length === 0) return new Map();
      const rows = await queries.rows<{ key: string; last_seq: number }>(
        `SELECT key, last_seq FROM conversation WHERE key IN (${places})`,
        ...keys,
      );
      return new Map(rows.map(({ key, last_seq }) => [key, last_seq]));
    });
  }

  log(id: ConversationId, after: number): Promise<LogPage | undefined> {
    const key = conversationKey(id);
    return this.#read(async (queries) => {
      const row = await this.#live(queries, key);
      if (row === undefined) return undefined;
      return { entries: await readLog(queries, this.cipher, key, after), last: row.last_seq };
    });
  }

  async touch(id: ConversationId): Promise<void> {
    const now = this.limits.now();
    await this.#read((queries) =>
      queries.run(
        'UPDATE conversation SET touched_at = $2, expires_at = $3 WHERE key = $1',
        conversationKey(id),
        now,
        now + this.limits.conversationMs,
      ),
    );
  }

  async forget(id: ConversationId): Promise<boolean> {
    const gone = await this.#read((queries) =>
      queries.run('DELETE FROM conversation WHERE key = $1', conversationKey(id)),
    );
    return gone > 0;
  }

  async trim(): Promise<void> {
    await this.#read((queries) => trimRows(queries, this.limits.maxConversations));
  }

  unsent(leaseMs: number, orphaned: boolean): Promise<Unsent[]> {
    const work = async (queries: Queries) => {
      const now = this.limits.now();
      const rows = await queries.rows<{ id: string; body: string; attempts: number }>(
        `SELECT id, body, attempts FROM outbox WHERE next_at <= $1
         ORDER BY conversation, position LIMIT ${OUTBOX_BATCH}`,
        orphaned ? Number.MAX_SAFE_INTEGER : now,
      );
      const heldUntil = now + leaseMs;
      for (const { id } of rows)
        await queries.run('UPDATE outbox SET next_at = $2 WHERE id = $1', id, heldUntil);
      return rows.flatMap(({ id, body, attempts }) => {
        const text = this.cipher.decrypt(body, `outbox ${id}`);
        return text === undefined ? [] : [{ id, attempts, heldUntil, activity: JSON.parse(text) as object }];
      });
    };
    return this.database.transaction('outbox', work);
  }

  hold(unsent: readonly Unsent[], leaseMs: number): Promise<Unsent[]> {
    const places = unsent.map((_, index) => `$${index + 3}`).join(', ');
    const work = async (queries: Queries) => {
      const [first] = unsent;
      if (first === undefined) return [];
      const heldUntil = this.limits.now() + leaseMs;
      // Another time stands there once somebody else has taken it.
      const rows = await queries.rows<{ id: string }>(
        `UPDATE outbox SET next_at = $1 WHERE next_at = $2 AND id IN (${places}) RETURNING id`,
        heldUntil,
        first.heldUntil,
        ...unsent.map(({ id }) => id),
      );
      const ours = new Set(rows.map(({ id }) => id));
      return unsent.filter(({ id }) => ours.has(id)).map((one) => ({ ...one, heldUntil }));
    };
    return this.database.transaction('outbox', work);
  }

  async sent(ids: readonly string[]): Promise<void> {
    await this.#read(async (queries) => {
      for (const id of ids) await queries.run('DELETE FROM outbox WHERE id = $1', id);
    });
  }

  async postpone(ids: readonly string[], waitMs: number): Promise<void> {
    const nextAt = this.limits.now() + waitMs;
    await this.#read(async (queries) => {
      for (const [place, id] of ids.entries())
        await queries.run(
          'UPDATE outbox SET next_at = $2, attempts = attempts + $3 WHERE id = $1',
          id,
          nextAt,
          place === 0 ? 1 : 0,
        );
    });
  }

  feedback(): Promise<Feedback[]> {
    return this.#read((queries) => readFeedback(queries, this.cipher, this.limits.now()));
  }

  unanswered(conversations: number): Promise<Unanswered[]> {
    return this.#read((queries) => this.unansweredRows.frequent(queries, conversations));
  }

  async sweep(): Promise<number> {
    const { maxConversations, now } = this.limits;
    const rows = await sweepRows(this.database, this.unansweredRows, maxConversations, now());
    await this.database.compact();
    return rows;
  }

  ids(): Promise<ConversationId[]> {
    return this.#read(async (queries) => {
      const rows = await queries.rows<{ key: string }>(
        'SELECT key FROM conversation UNION SELECT conversation AS key FROM outbox',
      );
      return rows.map(({ key }) => conversationOf(key));
    });
  }

  export(id: ConversationId): Promise<Export | undefined> {
    const key = conversationKey(id);
    return this.database.transaction(key, (queries) => this.#rights.export(queries, key));
  }

  async erase(id: ConversationId): Promise<boolean> {
    const key = conversationKey(id);
    const found = await this.database.transaction(key, (queries) => this.#rights.erase(queries, key));
    await this.database.compact();
    return found;
  }

  async rotate(): Promise<Rotated> {
    const rotated = await rotateRows(this.database, this.cipher);
    await this.#read((queries) =>
      addAudit(queries, this.limits.now(), 'rotate', 'data key', `${rotated.written} rows`),
    );
    await this.database.compact();
    return rotated;
  }

  keyUse(tables: readonly string[] = []): Promise<KeyUse> {
    return this.#read((queries) => keyUse(queries, this.cipher, tables));
  }

  async noteContent(hash: string): Promise<void> {
    await this.database.transaction('content', async (queries) => {
      const [row] = await queries.rows("SELECT value FROM meta WHERE name = 'content'");
      if (row?.value === hash) return;
      await queries.run(
        "INSERT INTO meta (name, value) VALUES ('content', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        hash,
      );
      await addAudit(queries, this.limits.now(), 'content', hash, `before: ${row?.value ?? 'nothing'}`);
    });
  }

  async check(): Promise<void> {
    // Reading says nothing about a disk that is full or a database that became read-only.
    await this.#read(async (queries) => {
      await this.keys.look(queries);
      await queries.run(
        "INSERT INTO meta (name, value) VALUES ('checked', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        String(this.limits.now()),
      );
    });
  }

  close(): Promise<void> {
    return this.database.close();
  }

  #read<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.database.transaction('', work);
  }

  async #live(queries: Queries, key: string): Promise<ConversationRow | undefined> {
    const [row] = await queries.rows<ConversationRow>(
      `SELECT visitor, locale, last_seq, ended_at, touched_at, expires_at
       FROM conversation WHERE key = $1`,
      key,
    );
    return row === undefined || row.expires_at <= this.limits.now() ? undefined : row;
  }
}

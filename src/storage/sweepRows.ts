import { randomUUID } from 'node:crypto';
import type { Database, Queries } from './Database';
import type { UnansweredRows } from './UnansweredRows';

/** Small enough that a turn never waits long behind one batch. */
const BATCH = 500;
/** A closed conversation is kept this long for whoever still reads its last words. */
const CLOSED_MS = 60_000;
/** Nobody delivers a message again after a day. */
const DELIVERED_AGAIN_MS = 24 * 60 * 60_000;
/** What all logs together may take; beyond it the conversations silent for longest go. */
const MAX_LOG_BYTES = 1024 * 1024 * 1024;
/** Source: 45 CFR 164.316(b)(2)(i), six years. */
const AUDIT_MS = 6 * 365 * 24 * 60 * 60_000;

/** Deletes what is past its time, batch by batch. @returns how many rows, not counting those that belong to them. */
export async function sweepRows(
  database: Database,
  unanswered: UnansweredRows,
  maxConversations: number,
  now: number,
): Promise<number> {
  const batches: readonly (readonly [string, string, ...number[]])[] = [
    ['conversation', 'expires_at <= $1', now],
    ['conversation', 'ended_at <= $1', now - CLOSED_MS],
    ['outbox', 'expires_at <= $1', now],
    ['feedback', 'expires_at <= $1', now],
    ['audit', 'expires_at <= $1', now],
  ];
  let deleted = 0;
  for (const [table, condition, ...parameters] of batches) {
    const key = table === 'conversation' ? 'key' : 'id';
    const statement = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${BATCH})`;
    deleted += await inBatches(database, (queries) => queries.run(statement, ...parameters));
  }
  deleted += await inBatches(database, (queries) => sweepProcessed(queries, now));
  deleted += await inBatches(database, (queries) => unanswered.sweep(queries, BATCH));
  deleted += await inBatches(database, (queries) => trimRows(queries, maxConversations));
  deleted += await inBatches(database, trimBytes);
  return deleted;
}

async function inBatches(database: Database, work: (queries: Queries) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const rows = await database.transaction('', work);
    total += rows;
    if (rows < BATCH) return total;
  }
}

function sweepProcessed(queries: Queries, now: number): Promise<number> {
  return queries.run(
    `DELETE FROM processed WHERE (conversation, activity) IN
       (SELECT conversation, activity FROM processed WHERE taken_at <= $1 LIMIT ${BATCH})`,
    now - DELIVERED_AGAIN_MS,
  );
}

/** Forgets the conversations silent for longest beyond a number of them. @returns how many. */
export function trimRows(queries: Queries, max: number): Promise<number> {
  return queries.run(
    `DELETE FROM conversation WHERE key IN
       (SELECT key FROM conversation ORDER BY touched_at DESC LIMIT ${BATCH} OFFSET $1)`,
    max,
  );
}

function trimBytes(queries: Queries): Promise<number> {
  return queries.run(
    `DELETE FROM conversation WHERE key IN
       (SELECT key FROM (SELECT key, SUM(bytes) OVER (ORDER BY touched_at DESC, key) AS total FROM conversation) AS quiet
        WHERE total > $1 LIMIT ${BATCH})`,
    MAX_LOG_BYTES,
  );
}

/** Writes down that something was done to data or content, never what the data was. */
export async function addAudit(
  queries: Queries,
  now: number,
  action: 'erase' | 'export' | 'rotate' | 'content',
  object: string,
  detail: string,
): Promise<void> {
  await queries.run(
    'INSERT INTO audit (id, at, action, object, detail, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
    randomUUID(),
    now,
    action,
    object,
    detail,
    now + AUDIT_MS,
  );
}

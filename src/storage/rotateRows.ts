import type { Database, Queries } from './Database';
import type { FieldCipher } from './FieldCipher';
import { unansweredPlace } from './UnansweredRows';

const BATCH = 200;

interface Encrypted {
  readonly table: string;
  readonly column: string;
  /** The columns that name a row, and the place that its text was encrypted for. */
  readonly keys: readonly [string, ...string[]];
  readonly place: (row: Readonly<Record<string, string | number | null>>) => string;
}

const ENCRYPTED: readonly Encrypted[] = [
  {
    table: 'state',
    column: 'body',
    keys: ['conversation', 'person'],
    place: (row) => `state ${row.conversation} ${row.person}`,
  },
  {
    table: 'log',
    column: 'body',
    keys: ['conversation', 'seq'],
    place: (row) => `log ${row.conversation} ${row.seq}`,
  },
  {
    table: 'processed',
    column: 'note',
    keys: ['conversation', 'activity'],
    place: (row) => `note ${row.conversation} ${row.activity}`,
  },
  { table: 'outbox', column: 'body', keys: ['id'], place: (row) => `outbox ${row.id}` },
  { table: 'feedback', column: 'comment', keys: ['id'], place: (row) => `feedback ${row.id}` },
  {
    table: 'unanswered',
    column: 'body',
    keys: ['phrase', 'conversation'],
    place: (row) => unansweredPlace(String(row.phrase), String(row.conversation)),
  },
  { table: 'meta', column: 'value', keys: ['name'], place: (row) => `meta ${row.name}` },
];

/**
 * Writes everything that is encrypted under an older key anew. The service may run meanwhile: a row that changes
 * under way is left to its new text. @returns how many rows were written.
 */
export async function rotateRows(database: Database, cipher: FieldCipher): Promise<number> {
  let total = 0;
  for (const what of ENCRYPTED) {
    let after: readonly (string | number)[] | undefined;
    do {
      const step = await database.transaction('', (queries) => rotateBatch(queries, cipher, what, after));
      total += step.written;
      after = step.last;
    } while (after !== undefined);
  }
  return total;
}

async function rotateBatch(
  queries: Queries,
  cipher: FieldCipher,
  { table, column, keys, place }: Encrypted,
  after: readonly (string | number)[] | undefined,
): Promise<{ written: number; last: readonly (string | number)[] | undefined }> {
  const names = keys.join(', ');
  const places = keys.map((_, index) => `$${index + 1}`).join(', ');
  const beyond = after === undefined ? '' : `AND (${names}) > (${places})`;
  const only = table === 'meta' ? "AND name IN ('key-check', 'unanswered-key')" : '';
  const rows = await queries.rows(
    `SELECT ${names}, ${column} FROM ${table} WHERE ${column} IS NOT NULL ${only} ${beyond} ORDER BY ${names} LIMIT ${BATCH}`,
    ...(after ?? []),
  );
  let written = 0;
  for (const row of rows) {
    const stored = String(row[column]);
    const text = cipher.isOld(stored) ? cipher.decrypt(stored, place(row)) : undefined;
    if (text === undefined) continue;
    const named = keys.map((key, index) => `${key} = $${index + 3}`).join(' AND ');
    written += await queries.run(
      `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND ${named}`,
      cipher.encrypt(text, place(row)),
      stored,
      ...keys.map((key) => row[key] ?? null),
    );
  }
  const end = rows.length < BATCH ? undefined : rows.at(-1);
  return { written, last: end === undefined ? undefined : keys.map((key) => end[key] ?? '') };
}

import type { Queries } from './Database';
import type { FieldCipher } from './FieldCipher';
import { unansweredPlace } from './UnansweredRows';

/** A column whose texts are encrypted. */
export interface Encrypted {
  readonly table: string;
  readonly column: string;
  /** The columns that name a row, and the place that its text was encrypted for. */
  readonly keys: readonly [string, ...string[]];
  readonly place: (row: Readonly<Record<string, string | number | null>>) => string;
  /** Where not all rows of the table hold such a text. */
  readonly only: string;
}

/** Every one that there is. */
export const ENCRYPTED: readonly Encrypted[] = [
  {
    table: 'state',
    column: 'body',
    keys: ['conversation', 'person'],
    place: (row) => `state ${row.conversation} ${row.person}`,
    only: '',
  },
  {
    table: 'log',
    column: 'body',
    keys: ['conversation', 'seq'],
    place: (row) => `log ${row.conversation} ${row.seq}`,
    only: '',
  },
  {
    table: 'processed',
    column: 'note',
    keys: ['conversation', 'activity'],
    place: (row) => `note ${row.conversation} ${row.activity}`,
    only: '',
  },
  { table: 'outbox', column: 'body', keys: ['id'], place: (row) => `outbox ${row.id}`, only: '' },
  { table: 'feedback', column: 'comment', keys: ['id'], place: (row) => `feedback ${row.id}`, only: '' },
  {
    table: 'unanswered',
    column: 'body',
    keys: ['phrase', 'conversation'],
    place: (row) => unansweredPlace(String(row.phrase), String(row.conversation)),
    only: '',
  },
  {
    table: 'meta',
    column: 'value',
    keys: ['name'],
    place: (row) => `meta ${row.name}`,
    only: "AND name IN ('key-check', 'unanswered-key')",
  },
];

/** How many stored texts need a key that is not the newest. */
export interface KeyUse {
  /** Of another key that is here. */
  readonly older: number;
  /** Of a key that is not here. */
  readonly unknown: number;
  /** The ids of those keys. */
  readonly unknownIds: readonly string[];
}

/** What every text begins with: the id of its key and a point. */
export const KEY_ID_LENGTH = 9;
const KEY_ID = /^[\da-f]{8}\.$/;

/** Counts by the key of each text; a text that was damaged is of none. @param tables - only these, unless empty. */
export async function keyUse(
  queries: Queries,
  cipher: FieldCipher,
  tables: readonly string[],
): Promise<KeyUse> {
  let older = 0;
  let unknown = 0;
  const unknownIds = new Set<string>();
  for (const { table, column, only } of ENCRYPTED) {
    if (tables.length > 0 && !tables.includes(table)) continue;
    const id = `substr(${column}, 1, ${KEY_ID_LENGTH})`;
    const rows = await queries.rows<{ id: string; texts: number }>(
      `SELECT ${id} AS id, COUNT(*) AS texts FROM ${table} WHERE ${column} IS NOT NULL ${only} GROUP BY ${id}`,
    );
    for (const row of rows.filter((one) => KEY_ID.test(one.id))) {
      if (!cipher.hasKeyOf(row.id)) {
        unknown += row.texts;
        unknownIds.add(row.id.slice(0, -1));
      } else if (cipher.isOld(row.id)) older += row.texts;
    }
  }
  return { older, unknown, unknownIds: [...unknownIds].sort() };
}

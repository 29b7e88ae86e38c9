import type { Database, Queries } from './Database';
import { ENCRYPTED, type Encrypted } from './encryptedTexts';
import type { FieldCipher } from './FieldCipher';

const BATCH = 200;

/** What became of the texts. */
export interface Rotated {
  readonly written: number;
  /** Those that had the newest key before. */
  readonly already: number;
}

/**
 * Writes everything that is encrypted under an older key anew. The service may run meanwhile: a row that changes
 * under way is left to its new text.
 */
export async function rotateRows(database: Database, cipher: FieldCipher): Promise<Rotated> {
  let written = 0;
  let already = 0;
  for (const what of ENCRYPTED) {
    let after: readonly (string | number)[] | undefined;
    do {
      const step = await database.transaction('', (queries) => rotateBatch(queries, cipher, what, after));
      written += step.written;
      already += step.already;
      after = step.last;
    } while (after !== undefined);
  }
  return { written, already };
}

async function rotateBatch(
  queries: Queries,
  cipher: FieldCipher,
  { table, column, keys, place, only }: Encrypted,
  after: readonly (string | number)[] | undefined,
): Promise<Rotated & { last: readonly (string | number)[] | undefined }> {
  const names = keys.join(', ');
  const places = keys.map((_, index) => `$${index + 1}`).join(', ');
  const beyond = after === undefined ? '' : `AND (${names}) > (${places})`;
  const rows = await queries.rows(
    `SELECT ${names}, ${column} FROM ${table} WHERE ${column} IS NOT NULL ${only} ${beyond} ORDER BY ${names} LIMIT ${BATCH}`,
    ...(after ?? []),
  );
  let written = 0;
  let already = 0;
  for (const row of rows) {
    const stored = String(row[column]);
    if (!cipher.isOld(stored)) already += 1;
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
  return { written, already, last: end === undefined ? undefined : keys.map((key) => end[key] ?? '') };
}

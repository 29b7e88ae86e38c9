import type { Queries } from './Database';
import type { FieldCipher } from './FieldCipher';
import type { LogPage } from './Store';

/** An hour of busy talk. */
const MAX_ENTRIES = 400;
const MAX_BYTES = 512 * 1024;

/** Adds entries after number `last`; the oldest go beyond the limits of one conversation. */
export async function appendLog(
  queries: Queries,
  cipher: FieldCipher,
  key: string,
  last: number,
  entries: readonly object[],
): Promise<void> {
  if (entries.length === 0) return;
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    const seq = last + 1 + index;
    const body = cipher.encrypt(JSON.stringify(entry), place(key, seq));
    bytes += body.length;
    await queries.run('INSERT INTO log (conversation, seq, body) VALUES ($1, $2, $3)', key, seq, body);
  }
  const newest = last + entries.length;
  await queries.run('DELETE FROM log WHERE conversation = $1 AND seq <= $2', key, newest - MAX_ENTRIES);
  const [row] = await queries.rows<{ bytes: number }>(
    'UPDATE conversation SET bytes = bytes + $2 WHERE key = $1 RETURNING bytes',
    key,
    bytes,
  );
  if ((row?.bytes ?? 0) > MAX_BYTES) await trimLog(queries, key);
}

/** The count of bytes only ever grows; here it is set right, and the oldest entries beyond the limit go. */
async function trimLog(queries: Queries, key: string): Promise<void> {
  const rows = await queries.rows<{ seq: number; size: number }>(
    'SELECT seq, length(body) AS size FROM log WHERE conversation = $1 ORDER BY seq DESC',
    key,
  );
  let kept = 0;
  for (const { seq, size } of rows) {
    if (kept + size > MAX_BYTES) {
      await queries.run('DELETE FROM log WHERE conversation = $1 AND seq <= $2', key, seq);
      break;
    }
    kept += size;
  }
  await queries.run('UPDATE conversation SET bytes = $2 WHERE key = $1', key, kept);
}

/** Entries after a number, in order. One that cannot be read is left out. */
export async function readLog(
  queries: Queries,
  cipher: FieldCipher,
  key: string,
  after: number,
): Promise<LogPage['entries']> {
  const rows = await queries.rows<{ seq: number; body: string }>(
    'SELECT seq, body FROM log WHERE conversation = $1 AND seq > $2 ORDER BY seq',
    key,
    after,
  );
  return rows.flatMap(({ seq, body }) => {
    const json = cipher.decrypt(body, place(key, seq));
    return json === undefined ? [] : [{ seq, json }];
  });
}

function place(key: string, seq: number): string {
  return `log ${key} ${seq}`;
}

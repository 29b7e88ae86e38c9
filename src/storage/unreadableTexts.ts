import type { Queries } from './Database';
import { KEY_ID_LENGTH } from './encryptedTexts';
import type { FieldCipher } from './FieldCipher';
import { KEY_UNKNOWN, StorageError } from './StorageError';
import type { UnansweredRows } from './UnansweredRows';

const OF_CONVERSATION = [
  ['state', 'body'],
  ['log', 'body'],
  ['processed', 'note'],
  ['outbox', 'body'],
] as const;

/**
 * Makes sure that every text of a conversation can be read. Where one cannot, an export would be short of it, and an
 * erasure would not find the feedback that belongs to it.
 *
 * @param feedbackIds - of the conversation, as far as its state can be read.
 * @param outcome - said at the end of the message: what was not done.
 * @throws {@link StorageError} with the number of texts whose key is not here.
 */
export async function refuseUnreadable(
  queries: Queries,
  { cipher, unanswered }: { readonly cipher: FieldCipher; readonly unanswered: UnansweredRows },
  { key, feedbackIds }: { readonly key: string; readonly feedbackIds: readonly string[] },
  outcome: string,
): Promise<void> {
  const ids = await unanswered.keyIdsOf(queries, key);
  const add = async (sql: string, parameter: string) => {
    const rows = await queries.rows<{ id: string | null }>(sql, parameter);
    ids.push(...rows.flatMap(({ id }) => id ?? []));
  };
  for (const [table, column] of OF_CONVERSATION)
    await add(
      `SELECT substr(${column}, 1, ${KEY_ID_LENGTH}) AS id FROM ${table} WHERE conversation = $1`,
      key,
    );
  for (const id of feedbackIds)
    await add(`SELECT substr(comment, 1, ${KEY_ID_LENGTH}) AS id FROM feedback WHERE id = $1`, id);
  const unknown = ids.filter((id) => !cipher.hasKeyOf(id)).length;
  if (unknown > 0)
    throw new StorageError(
      `${unknown} texts of this conversation are encrypted with a key that is not among DATA_ENCRYPTION_KEYS (or not in data.keys); add it, see docs/operating.md, Keys. ${outcome}`,
      { code: KEY_UNKNOWN },
    );
}

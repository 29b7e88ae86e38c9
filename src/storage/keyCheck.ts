import type { Database, Queries } from './Database';
import { keyUse } from './encryptedTexts';
import type { FieldCipher } from './FieldCipher';
import { KEY_UNKNOWN, StorageError } from './StorageError';

const PLACE = 'meta key-check';
const SETTING = 'DATA_ENCRYPTION_KEYS: the key that the stored data is encrypted with is not among them';
const FILE =
  'DATA_DIR: data.keys does not hold the key that the stored data is encrypted with; restore it from a backup';

/** Whether the stored data can be read with the keys that are here. */
export interface KeyCheck {
  /**
   * Looks at one text that stands for the whole database; writes it the first time. Without its key stored text is lost;
   * better to say so than to begin again beside it.
   *
   * @throws {@link StorageError} when it cannot be read.
   */
  look(queries: Queries): Promise<void>;
  /**
   * Looks at every text: some may be of a key that was taken away too early, or never came here.
   *
   * @throws {@link StorageError} when there are such.
   */
  lookAtAll(database: Database): Promise<void>;
}

/** @param fromSetting - true where the keys are in DATA_ENCRYPTION_KEYS, false where they are in a file. */
export function keyCheck(cipher: FieldCipher, fromSetting: boolean): KeyCheck {
  return {
    async look(queries) {
      const [row] = await queries.rows("SELECT value FROM meta WHERE name = 'key-check'");
      if (row === undefined)
        await queries.run(
          "INSERT INTO meta (name, value) VALUES ('key-check', $1)",
          cipher.encrypt('ok', PLACE),
        );
      else if (cipher.decrypt(String(row.value), PLACE) === undefined)
        throw new StorageError(fromSetting ? SETTING : FILE, { code: KEY_UNKNOWN });
    },
    async lookAtAll(database) {
      const { unknown, unknownIds } = await database.transaction('', (queries) =>
        keyUse(queries, cipher, []),
      );
      if (unknown === 0) return;
      const [where, which] = fromSetting
        ? ['DATA_ENCRYPTION_KEYS', 'is not among them']
        : ['DATA_DIR', 'data.keys does not hold'];
      const ids = unknownIds.join(', ');
      throw new StorageError(
        `${where}: ${unknown} stored texts are encrypted with a key that ${which} (${ids}); put it back, see docs/operating.md, Keys`,
        { code: KEY_UNKNOWN },
      );
    },
  };
}

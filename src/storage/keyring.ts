import { createHash, randomBytes } from 'node:crypto';
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDataFolder } from './dataFolder';
import { StorageError } from './StorageError';

const FILE = 'data.keys';
const KEY_BYTES = 32;
/** So soon a running service uses a key that a command has added. */
const READ_AGAIN_MS = 5000;
const ID_LENGTH = 8;

interface DataKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The keys that stored text is encrypted with. The newest one encrypts, all of them decrypt. */
export interface Keyring {
  newest(): DataKey;
  find(id: string): Buffer | undefined;
  /** Puts a new key in front. Only where the keys are in a file. */
  readonly add?: () => void;
  /** Drops all but the newest two: a running service may use the one before for some seconds. Only in a file. */
  readonly dropOld?: () => void;
}

/** Keys from the setting, the newest first, each 32 bytes in base64. */
export function keyringOf(keys: readonly string[]): Keyring {
  const all = keys.map(dataKey);
  return { newest: () => first(all), find: (id) => all.find((one) => one.id === id)?.key };
}

/**
 * Keys in a file of the data folder, made on the first start. Looks into the file again when it meets a key it does
 * not know, because a command may have added one meanwhile.
 *
 * @throws {@link StorageError} when the file cannot be read or written, or holds no key.
 */
export function keyringIn(folder: string): Keyring {
  const file = join(folder, FILE);
  makeFile(folder, file);
  let all = read(file);
  let readAt = Date.now();
  const look = () => {
    readAt = Date.now();
    try {
      all = read(file);
    } catch {
      // What is known is still good; the next start says what is wrong.
    }
  };
  const write = (keys: readonly DataKey[]) => {
    // Beside the old file and then over it: a crash must never leave data without its key.
    writeFileSync(`${file}.new`, textOf(keys), { mode: 0o600, flush: true });
    keepOwner(file);
    renameSync(`${file}.new`, file);
    all = keys;
  };
  return {
    newest() {
      if (Date.now() - readAt > READ_AGAIN_MS) look();
      return first(all);
    },
    find(id) {
      const known = all.find((one) => one.id === id);
      if (known !== undefined) return known.key;
      look();
      return all.find((one) => one.id === id)?.key;
    },
    add: () => write([newKey(), ...read(file)]),
    dropOld: () => write(read(file).slice(0, 2)),
  };
}

/** A command run as root must not take the keys away from the service. */
function keepOwner(file: string): void {
  const { uid, gid } = statSync(file);
  try {
    chownSync(`${file}.new`, uid, gid);
  } catch (error) {
    rmSync(`${file}.new`, { force: true });
    throw new StorageError(
      `DATA_DIR: ${FILE} belongs to another user or group (ids ${uid}:${gid}); run this as the user of the service, with its group, or give all of the folder to that user: chown -R USER: DATA_DIR`,
      error,
    );
  }
}

function makeFile(folder: string, file: string): void {
  prepareDataFolder(folder);
  try {
    // `wx` never replaces keys: without them everything stored would be lost.
    writeFileSync(file, textOf([newKey()]), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new StorageError(`DATA_DIR: cannot keep ${FILE} in it (${code})`, error);
  }
}

function read(file: string): readonly DataKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StorageError(`DATA_DIR: cannot read ${FILE} (${code})`, error);
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => dataKey(line.trim()));
  if (keys.length === 0 || keys.some(({ key }) => key.length !== KEY_BYTES))
    throw new StorageError(
      `DATA_DIR: ${FILE} is damaged; restore it from a backup, nothing can be read without it`,
    );
  return keys;
}

function textOf(keys: readonly DataKey[]): string {
  return keys.map(({ key }) => `${key.toString('base64')}\n`).join('');
}

function newKey(): DataKey {
  return dataKey(randomBytes(KEY_BYTES).toString('base64'));
}

/** The id is made of the key, so that the two cannot be mixed up; it says nothing about it. */
function dataKey(base64: string): DataKey {
  const key = Buffer.from(base64, 'base64');
  return { id: createHash('sha256').update('id').update(key).digest('hex').slice(0, ID_LENGTH), key };
}

function first(keys: readonly DataKey[]): DataKey {
  const [key] = keys;
  if (key === undefined) throw new StorageError('there is no key for stored data');
  return key;
}

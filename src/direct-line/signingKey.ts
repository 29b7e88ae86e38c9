import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'direct-line.key';
const KEY_BYTES = 32;

/** The folder for data cannot hold the signing key. Names the setting; printed at start-up. */
class SigningKeyError extends Error {
  override readonly name = 'StorageError';
}

/**
 * The key that signs chat tokens: the given one, or one made on the first start and kept in `folder`, so that
 * open chats go on after a restart. Several processes must share one key.
 *
 * @throws an error named StorageError when the file cannot be read or written, or is too short.
 */
export function signingKey(given: string | undefined, folder: string): Buffer {
  if (given !== undefined) return Buffer.from(given, 'utf8');
  const file = join(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true });
    // `wx` never replaces a key, also not one that another process has just written.
    writeFileSync(file, randomBytes(KEY_BYTES).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new SigningKeyError(`DATA_DIR: cannot keep ${FILE} in it (${code})`);
  }
  const key = Buffer.from(read(file), 'base64url');
  if (key.length < KEY_BYTES)
    throw new SigningKeyError(`DATA_DIR: ${FILE} is damaged; delete it and start again`);
  return key;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SigningKeyError(`DATA_DIR: cannot read ${FILE} (${(error as NodeJS.ErrnoException).code})`);
  }
}

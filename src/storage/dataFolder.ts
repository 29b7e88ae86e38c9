import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StorageError } from './StorageError';

/**
 * Makes the folder everything is written to, for the service's user only.
 *
 * Folders are made one by one: where the system refuses in an unusual way (below /proc), node's own recursive
 * form tries again for ever, and a wrong DATA_DIR would hang the start instead of failing it.
 *
 * @throws {@link StorageError} when it cannot be made or written.
 */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StorageError(`DATA_DIR: this folder cannot be made or written (${code})`, error);
  }
}

function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process of ours may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

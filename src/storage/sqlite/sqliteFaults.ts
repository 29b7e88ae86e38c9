import { StorageError } from '../StorageError';

/** @returns the name of SQLite's result code (sqlite.org/rescode.html), a system error's code, or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof StorageError) return undefined;
  const { sqliteCodeName, syscall, code } = (error ?? {}) as Record<string, unknown>;
  if (typeof sqliteCodeName === 'string') return sqliteCodeName;
  return typeof syscall === 'string' && typeof code === 'string' ? code : undefined;
}

/** Says why a file could not be opened. It is never made anew: what it holds may be saved from a backup. */
export function openingProblem(file: string, error: unknown): StorageError {
  if (error instanceof StorageError && error.message !== 'damaged') return error;
  const code = codeOf(error) ?? 'SQLITE_CORRUPT';
  const damaged = code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB';
  return new StorageError(
    damaged
      ? `DATA_DIR: ${file} is damaged. Stop, keep a copy of it, and restore a backup; see docs/operating.md`
      : `DATA_DIR: ${file} cannot be opened (${code}); check its owner and free space`,
    error,
  );
}

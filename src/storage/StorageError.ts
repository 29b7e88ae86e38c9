/** What was said could not be stored or read. The visitor is answered from memory, and the service says so in /readyz. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The system's own word for the fault, such as ENOSPC or SQLITE_BUSY. */
  readonly code: string | undefined;

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    const { code } = (cause ?? {}) as { code?: unknown };
    this.code = typeof code === 'string' ? code : undefined;
  }
}

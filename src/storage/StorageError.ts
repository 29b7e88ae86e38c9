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

  /** False when only this one turn could not be stored, because of what was in it: the next visitor's can be. */
  get isOutage(): boolean {
    const { code } = this;
    // No code of a database: a timeout, or no connection.
    if (code === undefined) return true;
    if (code === KEY_UNKNOWN) return false;
    if (code.startsWith('SQLITE_')) return !ONE_TURN_SQLITE.test(code);
    return !SQLSTATE.test(code) || OUTAGE_SQLSTATE.test(code);
  }
}

/** The key of a text is missing. In a turn that is one conversation, and others can be read. */
export const KEY_UNKNOWN = 'KEY_UNKNOWN';
/** Values that break a rule or are too long (sqlite.org/rescode.html); everything else is about the file. */
const ONE_TURN_SQLITE = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/;
/** Five characters; no class begins with E, unlike EPIPE and the other words of the operating system. */
const SQLSTATE = /^[0-9A-DF-Z][0-9A-Z]{4}$/;
/**
 * Connection, resources, an operator's stop, statement and lock timeouts, the system, and read-only; and what no
 * message can cause, so that it meets everybody: the sign-in (28), the database (3D), its tables and rights (42).
 */
const OUTAGE_SQLSTATE = /^(08|28|3D|42|53|57|58|25006$|55P03$)/;

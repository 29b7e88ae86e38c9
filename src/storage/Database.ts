/** A value that both databases store and give back alike. Times are numbers, everything else is text. */
export type SqlValue = string | number | null;

type Row = Readonly<Record<string, SqlValue>>;

/** Statements inside one transaction. Parameters are written `$1`, `$2`, ... in both databases. */
export interface Queries {
  rows<R extends Row = Row>(sql: string, ...parameters: readonly SqlValue[]): Promise<R[]>;
  /** @returns how many rows were changed. */
  run(sql: string, ...parameters: readonly SqlValue[]): Promise<number>;
}

/**
 * One of the two databases, as far as they differ. All statements live in one place above it and are written in
 * what both understand, so that the same tests can be asked of both.
 */
export interface Database {
  /**
   * Does work in one transaction: all of it is stored, or nothing.
   *
   * @param lock - work under the same name never runs at the same time, on any replica; '' for none.
   * @param mayCommit - asked last: false when nobody waits for this work any more.
   * @throws {@link StorageError} when the database cannot do it; errors of `work` itself pass unchanged.
   */
  transaction<T>(lock: string, work: (queries: Queries) => Promise<T>, mayCommit?: () => boolean): Promise<T>;
  /** Gives the room of deleted rows back and leaves nothing of them on the disk, as far as the database can. */
  compact(): Promise<void>;
  /** Tells other replicas that a conversation has something new. Only a hint: it may be lost. */
  announce(conversation: string): void;
  /** Hears the hints of other replicas. Absent where there are none. */
  readonly heard?: (listener: (conversation: string) => void) => void;
  close(): Promise<void>;
}

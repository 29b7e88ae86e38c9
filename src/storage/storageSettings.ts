interface Given {
  readonly DATA_DIR: string;
  readonly DATABASE_URL?: string | undefined;
  readonly DATA_ENCRYPTION_KEYS?: readonly string[] | undefined;
  readonly DIRECT_LINE_SIGNING_KEY?: string | undefined;
  readonly CONVERSATION_IDLE_MINUTES: number;
  readonly MAX_CONVERSATIONS: number;
  readonly FEEDBACK_RETENTION_DAYS: number;
}

/** Where and for how long things are stored. */
export interface StorageSettings {
  readonly dataDir: string;
  /** Present: PostgreSQL, shared by replicas; absent: a SQLite file in the data folder. */
  readonly databaseUrl?: string;
  /** Present: keys for stored text, the newest first; absent: keys in a file of the data folder. */
  readonly dataKeys?: readonly string[];
  readonly idleMinutes: number;
  readonly maxConversations: number;
  readonly feedbackRetentionDays: number;
}

export function storageOf(given: Given): StorageSettings {
  return {
    dataDir: given.DATA_DIR,
    ...(given.DATABASE_URL === undefined ? {} : { databaseUrl: given.DATABASE_URL }),
    ...(given.DATA_ENCRYPTION_KEYS === undefined ? {} : { dataKeys: given.DATA_ENCRYPTION_KEYS }),
    idleMinutes: given.CONVERSATION_IDLE_MINUTES,
    maxConversations: given.MAX_CONVERSATIONS,
    feedbackRetentionDays: given.FEEDBACK_RETENTION_DAYS,
  };
}

/** Replicas must read what the others wrote. */
export function sharedKeyProblems(given: Given): string[] {
  if (given.DATABASE_URL === undefined) return [];
  return (['DATA_ENCRYPTION_KEYS', 'DIRECT_LINE_SIGNING_KEY'] as const)
    .filter((name) => given[name] === undefined)
    .map((name) => `${name}: set it with DATABASE_URL, the same for every process`);
}

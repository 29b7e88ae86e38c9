import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenedStore, openStore, type StoreOptions } from '../../../src/storage/openStore';

export const KEYS = ['A'.repeat(43), 'B'.repeat(43)].map((key) => `${key}=`) as [string, string];
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
export const NOW = Date.parse('2026-11-24T12:00:00Z');

/** One database that tests open and close as often as they like. */
export interface TestDatabase {
  /** Opens the store, with a clock that starts at {@link NOW}. */
  open(options?: Partial<StoreOptions>): Promise<OpenedStore & { readonly clock: { now: number } }>;
  /** Asks the database itself, past the store. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** A SQLite file in a folder of its own. */
export async function sqliteDatabase(): Promise<TestDatabase & { readonly dataDir: string }> {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  const dataDir = join(mkdtempSync(join(tmpdir(), 'spine-guide-store-')), 'data');
  return {
    dataDir,
    open: (options) => opened({ dataDir, ...options }),
    async query(sql) {
      const db = new DatabaseSync(join(dataDir, 'spine-guide.db'));
      const rows = db.prepare(sql).all();
      db.close();
      return rows;
    },
    remove: async () => rmSync(join(dataDir, '..'), { recursive: true, force: true }),
  };
}

/** Opens a store with the limits that the tests reckon with. */
export async function opened(
  options: Partial<StoreOptions> & { readonly dataDir: string },
): Promise<OpenedStore & { readonly clock: { now: number } }> {
  const clock = { now: NOW };
  const limits = { idleMinutes: 30, feedbackRetentionDays: 90, maxConversations: 5 };
  const open = await openStore({ ...limits, dataKeys: [KEYS[0]], now: () => clock.now, ...options });
  return { ...open, clock };
}

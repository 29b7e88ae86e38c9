import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openStorage } from '../../src/storage/openStorage';
import { StorageError } from '../../src/storage/StorageError';
import { keepingLog } from '../turns/harness/host';
import { KEYS, sqliteDatabase } from './harness/databases';
import { onPostgres, postgresDatabase } from './harness/postgres';

const KEY = { channel: 'directline', conversation: 'c-1', person: 'p-1' };

test.each([
  ['57P01', true, 'the server is stopping'],
  ['53300', true, 'there are too many connections'],
  ['08006', true, 'the connection broke'],
  ['58030', true, 'the disk of the server fails'],
  ['25006', true, 'the server is a read-only copy'],
  ['55P03', true, 'waiting for a lock took too long'],
  ['42P01', true, 'a table is gone'],
  ['ECONNREFUSED', true, 'the server is away'],
  ['EPIPE', true, 'the connection was cut while writing'],
  ['SQLITE_FULL', true, 'the disk is full'],
  ['SQLITE_BUSY', true, 'another program holds the file'],
  [undefined, true, 'there was no answer in time'],
  ['22021', false, 'a character cannot be stored'],
  ['54000', false, 'an id is too long for the index'],
  ['23505', false, 'a row is there already'],
  ['40P01', false, 'two turns waited for each other'],
  ['SQLITE_TOOBIG', false, 'a text is too long for SQLite'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', false, 'a row of SQLite is there already'],
])('%s takes the store from everybody: %p (%s)', (code, isOutage, _what) => {
  expect(new StorageError('fault', { code }).isOutage).toBe(isOutage);
});

describe('a backup of another key that is put under a running service', () => {
  const LIMITS = { idleMinutes: 30, feedbackRetentionDays: 90, maxConversations: 100 };
  const CHORES = { resend: async () => undefined, contentVersion: 'v' };
  /** The store of a service, on a database whose keys are changed to those of another and back. */
  const openWith = async () => {
    const db = await sqliteDatabase();
    const log = keepingLog();
    const options = { ...LIMITS, dataDir: db.dataDir, dataKeys: [KEYS[0]], retryMs: 20, log };
    const storage = await openStorage(options);
    const rotate = async (dataKeys: readonly string[]) => {
      const { store } = await db.open({ dataKeys, use: 'command' });
      await store.rotate();
      await store.close();
    };
    const said = async (event: string, count: number) => {
      const lines = () => log.lines.filter((line) => line.event === event);
      while (lines().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
      return lines().map(({ fields }) => (fields.error as { code?: string } | undefined)?.code);
    };
    const close = async () => {
      await storage.close();
      await db.remove();
    };
    return { storage, said, close, dataDir: db.dataDir, rotate };
  };

  test('keeps the store down when it comes back, says why once, and is mended by the right one', async () => {
    const { storage, said, close, rotate, dataDir } = await openWith();
    const other = new DatabaseSync(join(dataDir, 'spine-guide.db'));
    try {
      await rotate([KEYS[1], KEYS[0]]);
      other.exec('BEGIN EXCLUSIVE');
      await expect(storage.store.ask((store) => store.feedback())).rejects.toThrow('SQLITE_BUSY');
      expect(await said('store.down', 1)).toEqual(['SQLITE_BUSY']);
      other.exec('ROLLBACK');
      expect(await said('store.down', 2)).toEqual(['SQLITE_BUSY', 'KEY_UNKNOWN']);
      expect(storage.store.isUp()).toBe(false);
      await rotate(KEYS);
      await said('store.up', 1);
      expect(storage.store.isUp()).toBe(true);
      expect(await said('store.down', 2)).toHaveLength(2);
    } finally {
      other.close();
      await close();
    }
  });

  test('is noticed though the store never failed', async () => {
    const { storage, said, close, rotate } = await openWith();
    try {
      await rotate([KEYS[1], KEYS[0]]);
      storage.keepHouse(CHORES);
      expect(await said('store.down', 1)).toEqual(['KEY_UNKNOWN']);
      await rotate(KEYS);
      await said('store.up', 1);
    } finally {
      await close();
    }
  });
});

describe('one turn that PostgreSQL cannot store', () => {
  onPostgres.each([
    ['a NUL character', { ...KEY, person: 'me\0x' }, '22021'],
    ['an id too long for an index', { ...KEY, conversation: randomBytes(6000).toString('base64') }, '54000'],
  ])('%s fails alone: the next visitor is stored at once', async (_what, key, code) => {
    const { url, remove } = await postgresDatabase();
    const log = keepingLog();
    const limits = { idleMinutes: 30, feedbackRetentionDays: 90, maxConversations: 100 };
    const storage = await openStorage({ ...limits, dataDir: '', databaseUrl: url, dataKeys: [KEYS[0]], log });
    const take = (who: typeof KEY) =>
      storage.store.turn({ key: who, activityId: 'a-1' }, () => ({
        changes: { begins: { visitor: who.person, locale: 'en-US' }, log: [{ text: 'hi' }] },
        result: 'stored',
      }));
    try {
      await expect(take(key)).rejects.toMatchObject({ name: 'StorageError', code });
      expect(storage.store.isUp()).toBe(true);
      expect(await take({ ...KEY, conversation: 'c-2' })).toBe('stored');
      expect(log.lines).toEqual([]);
    } finally {
      await storage.close();
      await remove();
    }
  });
});

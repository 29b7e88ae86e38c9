import { randomBytes } from 'node:crypto';
import { openStorage } from '../../src/storage/openStorage';
import { StorageError } from '../../src/storage/StorageError';
import { keepingLog } from '../turns/harness/host';
import { KEYS } from './harness/databases';
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

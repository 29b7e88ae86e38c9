import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/storage/openStore';

const LIMITS = { idleMinutes: 30, feedbackRetentionDays: 90, maxConversations: 10 };
const KEY = { channel: 'directline', conversation: 'c', person: 'p' };
const LINE = { id: 'f-1', at: Date.now(), rating: 'helpful', about: 'answer:mri', comment: 'kind words' };

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'spine-guide-files-')), 'data');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }));
const open = (options = {}) => openStore({ ...LIMITS, dataDir, ...options });

test('everything in the folder is for the user of the service only', async () => {
  const { store } = await open();
  await store.turn({ key: KEY }, () => ({ changes: {}, result: true }));
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  for (const file of ['spine-guide.db', 'spine-guide.db-wal', 'data.keys'])
    expect([file, statSync(join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600]);
  await store.close();
});

test('a second service on the same folder is refused, a command is not; afterwards the folder is free', async () => {
  const { store } = await open();
  await expect(open()).rejects.toThrow(/^DATA_DIR: another process of this service already uses this folder/);
  const command = await open({ use: 'command' });
  expect(await command.store.feedback()).toEqual([]);
  await command.store.close();
  await store.close();
  await (await open()).store.close();
});

test.each([
  ['its first bytes', 0, /^DATA_DIR: spine-guide\.db is damaged\. .*restore a backup/],
  ['a page in the middle', 8192, /damaged/],
])('a file that is damaged in %s is refused and left as it is', async (_what, at, message) => {
  const { store } = await open();
  await store.close();
  const file = join(dataDir, 'spine-guide.db');
  const bytes = readFileSync(file);
  bytes.fill(0x55, at, at + 4096);
  writeFileSync(file, bytes);
  await expect(open()).rejects.toThrow(message);
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('stored data without its key is refused, not begun anew', async () => {
  await (await open()).store.close();
  rmSync(join(dataDir, 'data.keys'));
  await expect(open()).rejects.toThrow(/^DATA_DIR: data\.keys does not hold the key/);
  writeFileSync(join(dataDir, 'data.keys'), 'x\n');
  await expect(open()).rejects.toThrow(/^DATA_DIR: data\.keys is damaged/);
});

test('feedback of an older version is taken over once, torn lines are left out, and the file is gone', async () => {
  mkdirSync(dataDir);
  const later = { ...LINE, comment: 'said later' };
  const file = join(dataDir, 'feedback.jsonl');
  writeFileSync(
    file,
    `${[LINE, { ...LINE, id: 'f-2' }, later].map((line) => JSON.stringify(line)).join('\n')}\n{"id":"torn`,
  );
  const { store } = await open();
  expect(await store.feedback()).toEqual([later, { ...LINE, id: 'f-2' }]);
  await store.close();
  expect(() => statSync(file)).toThrow('ENOENT');
  const again = await open();
  expect(await again.store.feedback()).toHaveLength(2);
  await again.store.close();
});

test('a new key is used while the service runs, and an old one can go once all is written anew', async () => {
  const service = await open();
  await service.store.turn({ key: KEY }, () => ({ changes: { feedback: [LINE] }, result: true }));
  const command = await open({ use: 'command' });
  command.keyring.add?.();
  expect((await command.store.rotate()).written).toBeGreaterThan(0);
  expect(await service.store.feedback()).toEqual([LINE]);
  command.keyring.dropOld?.();
  await command.store.close();
  await service.store.close();
  const after = await open();
  expect(await after.store.feedback()).toEqual([LINE]);
  await after.store.close();
});

test('a command leaves the keys to the user of the service, also when root runs it', async () => {
  const service = await open();
  const file = join(dataDir, 'data.keys');
  // Only root can give a file away; for anybody else it stays their own.
  if (process.getuid?.() === 0) chownSync(file, 65534, 65534);
  const { uid, gid } = statSync(file);
  const command = await open({ use: 'command' });
  command.keyring.add?.();
  expect(statSync(file)).toMatchObject({ uid, gid });
  await command.store.close();
  await service.store.close();
});

// Only root can give a file to a group that it is not of, and stop being root for a moment.
(process.getuid?.() === 0 ? test : test.skip)(
  'a command that may not leave the keys to their group says how to mend it, and leaves them as they are',
  async () => {
    const service = await open();
    await service.store.close();
    const [user, group] = [65534, 65533];
    chownSync(join(dataDir, '..'), user, user);
    for (const file of ['.', ...readdirSync(dataDir)]) chownSync(join(dataDir, file), user, group);
    process.setegid?.(user);
    process.seteuid?.(user);
    try {
      const command = await open({ use: 'command' });
      const keys = readFileSync(join(dataDir, 'data.keys'));
      expect(() => command.keyring.add?.()).toThrow(
        /^DATA_DIR: data\.keys belongs to another user or group \(ids 65534:65533\).*chown -R USER: DATA_DIR$/,
      );
      expect(readFileSync(join(dataDir, 'data.keys'))).toEqual(keys);
      expect(readdirSync(dataDir)).not.toContain('data.keys.new');
      await command.store.close();
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  },
);

test('what was deleted is not left behind in the files', async () => {
  const { store } = await open();
  const about = 'answer:quillfeather';
  await store.turn({ key: KEY }, () => ({ changes: { feedback: [{ ...LINE, about }] }, result: true }));
  expect(everything()).toContain('quillfeather');
  await store.turn({ key: KEY }, () => ({ changes: { erasedFeedback: [LINE.id] }, result: true }));
  await store.sweep();
  expect(everything()).not.toContain('quillfeather');
  await store.close();

  function everything(): string {
    return ['spine-guide.db', 'spine-guide.db-wal']
      .map((file) => readFileSync(join(dataDir, file), 'latin1'))
      .join('');
  }
});

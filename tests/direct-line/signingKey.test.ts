import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKey } from '../../src/direct-line/signingKey';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spine-guide-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the key made on the first start is there on the next, readable by nobody else', () => {
  const data = join(folder, 'data');
  const key = signingKey(undefined, data);
  expect(key).toHaveLength(32);
  expect(signingKey(undefined, data)).toEqual(key);
  expect(statSync(join(data, 'direct-line.key')).mode & 0o077).toBe(0);
});

test('each installation has its own', () => {
  expect(signingKey(undefined, join(folder, 'a'))).not.toEqual(signingKey(undefined, join(folder, 'b')));
});

test('a key from the settings is used and nothing is written', () => {
  expect(signingKey('x'.repeat(32), join(folder, 'none')).toString()).toBe('x'.repeat(32));
  expect(() => statSync(join(folder, 'none'))).toThrow();
});

test('a damaged file or a folder that cannot be written stops the start, by the name of the setting', () => {
  writeFileSync(join(folder, 'direct-line.key'), 'short');
  expect(() => signingKey(undefined, folder)).toThrow(/DATA_DIR: direct-line.key is damaged/);
  writeFileSync(join(folder, 'file'), '');
  expect(() => signingKey(undefined, join(folder, 'file', 'data'))).toThrow(/DATA_DIR/);
});

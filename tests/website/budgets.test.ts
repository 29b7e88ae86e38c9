import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KILOBYTE = 1024;

/** Bytes that go over the wire, as most browsers get them at worst. */
function gzipped(...names: string[]): number {
  return names
    .map((name) => gzipSync(readFileSync(join(__dirname, '../../dist/web', name)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

test('the button costs a page at most 3 KB', () => {
  expect(gzipped('widget.js')).toBeLessThanOrEqual(3 * KILOBYTE);
});

test('the chat costs a visitor at most 25 KB', () => {
  expect(gzipped('chat.js', 'chat.css')).toBeLessThanOrEqual(25 * KILOBYTE);
});

test.each(['widget.js', 'chat.js', 'demo.js'])('%s makes no HTML from text and evaluates nothing', (name) => {
  const code = readFileSync(join(__dirname, '../../dist/web', name), 'utf8');
  expect(code).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|\.cookie/,
  );
});

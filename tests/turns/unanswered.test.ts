import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unansweredReport } from '../../src/cli/unansweredReport';
import { KEY, startHost } from './harness/host';

type Service = Awaited<ReturnType<typeof startHost>>;

const SECRETS = ['quillfeather', 'rose.smith', '555-0199', 'passport', 'renew'];
const MESSAGES = [
  'how do i renew a passport for Quillfeather?',
  'how do i renew my passport rose.smith@passport.example',
  'how do we renew a passport 412-555-0199',
  'how do i renew my passport',
  'how can my passport renew for Rose',
];
let service: Service;
beforeEach(async () => {
  service = await startHost();
});
afterEach(async () => {
  await service.close();
  service.remove();
});

const say = (conversation: number, text: string) =>
  service.say(text, undefined, { ...KEY, conversation: `c-${conversation}` });
const report = async () => unansweredReport(await service.store.ask((kept) => kept.unanswered(5)), 5);
/** Every byte that is on the disk. */
const bytes = () =>
  readdirSync(service.dataDir)
    .map((file) => readFileSync(join(service.dataDir, file)).toString('latin1').toLowerCase())
    .join('\n');

test('four conversations show nothing, the fifth shows the words; no name or address is on the disk', async () => {
  for (const [n, text] of MESSAGES.slice(0, 4).entries()) await say(n, text);
  for (const text of MESSAGES) await say(3, text);
  expect(await report()).toBe(
    'Nothing without an answer was said in at least 5 conversations of the last 30 days.\n',
  );
  await say(4, MESSAGES[4] ?? '');
  expect((await report()).split('\n').slice(2)).toEqual([
    '5              2026-11-24  how passport renew',
    '',
  ]);
  const disk = bytes();
  expect(disk).toContain('c-3');
  for (const secret of SECRETS) expect(disk.includes(secret)).toBe(false);
});

test('"forget me" takes away what its conversation asked', async () => {
  for (const [n, text] of MESSAGES.entries()) await say(n, text);
  expect(await report()).toContain('how passport renew');
  await say(2, 'forget me');
  expect(await report()).not.toContain('how passport renew');
});

test('so does picking one of the topics that were offered', async () => {
  for (const n of [0, 1, 2, 3, 4]) await say(n, 'what do my numbers mean');
  expect(await report()).toContain('mean numbers what');
  await say(0, '1');
  expect(await report()).not.toContain('numbers');
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConversations, startBot } from './harness/conversation';

/** Conversations that staff can open in the Emulator, to see what they will meet. */
const CHOSEN = [
  'staff-script',
  'check-no-signs',
  'check-urgent',
  'check-red-flag-at-the-end',
  'check-stale-button',
  'emergency-carer',
  'crisis-and-emergency',
  'frightened',
  'feedback',
  'spanish',
];
const FOLDER = join(__dirname, '../../docs/transcripts');
const PEOPLE = {
  bot: { id: 'bot', name: 'Bot', role: 'bot' },
  visitor: { id: 'visitor', name: 'User', role: 'user' },
};
const START = Date.parse('2026-01-05T09:00:00Z');
/** `npm run docs:transcripts` writes them; otherwise they are compared. */
const WRITES = process.env.WRITE === 'transcripts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot('emulator');
});
afterAll(() => bot?.close());

/** Plays a conversation and writes it down in the form of the Emulator: a list of activities. */
async function transcriptOf(name: string): Promise<string> {
  const found = readConversations().find(({ file }) => file === `${name}.yaml`);
  if (found === undefined) throw new Error(`no conversation ${name}`);
  const activities: object[] = [];
  // Every transcript begins at the same hour, whatever was played before it.
  const shift = START - bot.clock.now;
  const add = (activity: object, from: object, recipient: object, more: object = {}) => {
    const frame = { channelId: 'emulator', conversation: { id: name }, from, recipient, ...more };
    const id = String(activities.length + 1);
    activities.push({ ...activity, ...frame, id, timestamp: new Date(bot.clock.now + shift).toISOString() });
    return id;
  };
  await bot.play(found, (_act, said, sent) => {
    const replyToId = add(said, PEOPLE.visitor, PEOPLE.bot);
    // Traces tell how long a turn took, which is another number each time.
    for (const activity of sent.filter(({ type }) => type !== 'trace'))
      add(activity, PEOPLE.bot, PEOPLE.visitor, { replyToId });
  });
  return `${JSON.stringify(activities, null, 1)}\n`;
}

test.each(CHOSEN)(
  'docs/transcripts/%s.transcript is what the bot says today (npm run docs:transcripts)',
  async (name) => {
    const path = join(FOLDER, `${name}.transcript`);
    const fresh = await transcriptOf(name);
    if (WRITES) writeFileSync(path, fresh);
    expect(readFileSync(path, 'utf8') === fresh).toBe(true);
    const activities = JSON.parse(fresh) as { type: string; from: { role: string } }[];
    expect(activities.some(({ type, from }) => type === 'message' && from.role === 'bot')).toBe(true);
  },
);

test('there are no others', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual(CHOSEN.map((name) => `${name}.transcript`).toSorted());
});

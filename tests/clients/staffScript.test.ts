import { readConversations } from '../conversations/harness/conversation';
import { cardText } from './harness/card';
import { feedbackIn } from './harness/feedback';
import {
  cardButtons,
  type Playground,
  type PlaygroundChat,
  type Shown,
  startPlayground,
} from './harness/playground';
import { type Service, startService } from './harness/service';

jest.setTimeout(90_000);

/** One line of a script: what is typed, and words that the reply must have, in this order. */
interface Line {
  readonly types: string;
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
}

/** The script as the conversations play it, from its second step on; the first one opens the chat. */
const [opening, ...talk] = readConversations().find(({ file }) => file === 'staff-script.yaml')?.talk ?? [];
const STAFF: Line[] = talk.flatMap((step) =>
  'visitor' in step ? [{ types: step.visitor, has: step.bot, hasNot: step.never }] : [],
);
const WELCOME = opening !== undefined && 'bot' in opening ? opening.bot : [];

/** The same script where others read along. */
const SHARED: Line[] = [
  { types: 'help', has: ['Words you can type at any time'], hasNot: [] },
  { types: 'check symptoms', has: ['private chat', 'Call 911 now'], hasNot: ['Question 1'] },
  { types: 'what is an mri', has: ['MRI', 'Source'], hasNot: [] },
  { types: 'terms', has: ['This is not medical advice'], hasNot: [] },
  { types: 'feedback', has: ['How helpful was this chat'], hasNot: [] },
  { types: 'Helpful', has: ['leave out names and health details'], hasNot: [] },
  { types: 'skip', has: ['Your feedback is saved without your name'], hasNot: [] },
  { types: 'cancel my appointment', has: ['412-647-8762'], hasNot: ['I have stopped'] },
  { types: 'i cant feel my legs', has: [cardText('emergency-spine')], hasNot: [] },
  { types: 'summary', has: ['private chat'], hasNot: ['Situation'] },
  { types: 'start over', has: ['What you described earlier', "let's start again"], hasNot: [] },
  { types: 'exit', has: ['Before you go', 'I have stopped our conversation'], hasNot: [] },
  { types: 'hello', has: ['What you described earlier'], hasNot: [] },
];

let service: Service;
const started: Playground[] = [];
beforeAll(async () => {
  service = await startService();
});
afterAll(async () => {
  for (const playground of started) await playground.close();
  await service?.dispose();
});

/** A Playground that stays until the service has stopped, so that nothing it sends is lost. */
async function start(channelId: string): Promise<Playground> {
  const playground = await startPlayground(service.url, channelId);
  started.push(playground);
  return playground;
}

/** What is wrong with a reply: words that are missing or out of order, and words that should not be there. */
function wrong({ text }: Shown, { types, has, hasNot }: Line): string[] {
  let at = 0;
  const missing = has.filter((part) => {
    const found = text.indexOf(part, at);
    if (found >= 0) at = found + part.length;
    return found < 0;
  });
  const unwanted = hasNot.filter((part) => text.includes(part));
  return [
    ...missing.map((part) => `${types}: misses "${part}"`),
    ...unwanted.map((part) => `${types}: has "${part}"`),
  ];
}

/** Types one line after the other. @returns everything that was wrong with the replies. */
async function play(chat: PlaygroundChat, script: readonly Line[]): Promise<string[]> {
  const faults: string[] = [];
  for (const line of script) faults.push(...wrong(await chat.say(line.types), line));
  return faults;
}

describe.each(['emulator', 'directline'])('Playground as %s', (channelId) => {
  test('passes the staff script, with one welcome and one reply to each line', async () => {
    const playground = await start(channelId);
    await playground.open();
    expect(wrong(await playground.next(), { types: 'opening', has: WELCOME, hasNot: [] })).toEqual([]);
    expect(await play(playground, STAFF)).toEqual([]);
    expect(playground.shown).toHaveLength(1 + STAFF.length);
  });
});

describe('Playground as msteams', () => {
  let teams: Playground;
  beforeAll(async () => {
    teams = await start('msteams');
  });

  test('in the personal chat passes the staff script', async () => {
    await teams.open();
    expect(wrong(await teams.next(), { types: 'opening', has: WELCOME, hasNot: [] })).toEqual([]);
    expect(await play(teams, STAFF)).toEqual([]);
    expect(teams.shown).toHaveLength(1 + STAFF.length);
  });

  test.each(['groupChat', 'channel'] as const)(
    'in a %s passes it as it is there, and greets nobody',
    async (scope) => {
      const before = teams.shown.length;
      const chat = teams.in(scope);
      await chat.open();
      expect(await play(chat, SHARED)).toEqual([]);
      expect(teams.shown).toHaveLength(before + SHARED.length);
    },
  );

  test('a check goes on with the buttons of its cards, by invoke and by submit', async () => {
    const first = await teams.say('check symptoms');
    const second = await teams.press('None of these', first);
    expect(second.text).toContain('Question 2 of at most 8');
    const third = await teams.press('No', second, 'submit');
    expect(third.text).toContain('Question 3 of at most 8');
    const stale = await teams.press('None of these', first);
    expect(stale.text).toMatch(/^That button belongs to an earlier question/);
    expect(cardButtons(stale).map(({ title }) => title)).toEqual(
      cardButtons(third).map(({ title }) => title),
    );
  });

  test('a card of buttons works in a channel too', async () => {
    const chat = teams.in('channel');
    const menu = await chat.say('menu');
    const answer = await chat.press('How is it diagnosed?', menu);
    expect(answer.text).toMatch(/Sources?:/);
  });

  test('an answer shows its sources and thumbs, and a thumb is stored about it', async () => {
    const answer = await teams.say('what is an mri');
    expect(answer.feedbackLoopEnabled).toBe(true);
    expect(answer.aiEntity).toHaveProperty('citation.0.position', 1);
    expect(answer.aiEntity).not.toHaveProperty('additionalType');
    await teams.rate(answer, 'like', 'clear');
    const stored = await feedbackIn(service.path('data'));
    expect(stored.at(-1)).toMatchObject({ rating: 'helpful', about: 'answer:mri', comment: 'clear' });
  });
});

test('the log of all this reports no failure and no words', async () => {
  await service.stop();
  expect(service.log().filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(JSON.stringify(service.log())).not.toContain('legs');
});

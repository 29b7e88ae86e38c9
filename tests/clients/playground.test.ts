import { cardText } from './harness/card';
import { cardButtons, type Shown, startPlayground } from './harness/playground';
import { startService } from './harness/service';

jest.setTimeout(60_000);

const WELCOME = /^Hello\. I am an automated guide about metastatic spine tumors, not a person\./;
const QUESTION = 'which cancers spread to the spine?';

/** One chat from opening to exit, a red flag after it, and the page loaded again at the end. */
const SCRIPT = [
  QUESTION,
  'help',
  'menu',
  'terms',
  'start over',
  'feedback',
  'Helpful',
  'nothing more to say',
  'cancel',
  'Find a doctor or make a visit',
  'exit',
  'i cant feel my legs',
];

interface Played {
  /** What each line of the script brought. */
  readonly replies: ReadonlyMap<string, Shown>;
  /** What the first message after the reload brought. */
  readonly afterReload: Shown;
  readonly shown: readonly Shown[];
  readonly log: readonly Record<string, unknown>[];
  readonly files: readonly string[];
}

/** Plays the script; when this resolves, everything the service had to say has been shown. */
async function play(channelId: string): Promise<Played> {
  const service = await startService();
  try {
    const playground = await startPlayground(service.url, channelId);
    const replies = new Map<string, Shown>();
    try {
      await playground.open();
      await playground.next();
      for (const line of SCRIPT) replies.set(line, await playground.say(line));
      await playground.open();
      const afterReload = await playground.say('help');
      await service.stop();
      return { replies, afterReload, shown: playground.shown, log: service.log(), files: service.files() };
    } finally {
      await playground.close();
    }
  } finally {
    await service.dispose();
  }
}

describe.each(['emulator', 'msteams'])('Microsoft 365 Agents Playground as %s', (channelId) => {
  let played: Played;
  beforeAll(async () => {
    played = await play(channelId);
  });
  const replyTo = (line: string) => played.replies.get(line)?.text;

  test('opening brings one welcome, and a reload of the page no second one', () => {
    expect(played.shown[0]?.text).toMatch(WELCOME);
    expect(played.shown[0]?.text).toMatch(/call 911 now/);
    expect(played.shown.filter(({ text }) => WELCOME.test(text))).toHaveLength(1);
  });

  test('every message brings exactly one reply', () => {
    expect(played.shown).toHaveLength(1 + SCRIPT.length + 1);
  });

  test('the question brings all six cancers, the sources, and the date of the check', () => {
    for (const cancer of ['breast', 'lung', 'prostate', 'kidney', 'gastrointestinal', 'thyroid'])
      expect(replyTo(QUESTION)).toContain(cancer);
    expect(replyTo(QUESTION)).toMatch(/^- \[.+\]\(https:\/\/.+\), .+$/m);
    expect(replyTo(QUESTION)).toMatch(/This answer is dated \d{4}-\d\d-\d\d\./);
  });

  test('the red flag brings the emergency card whole, also after exit', () => {
    expect(replyTo('i cant feel my legs')).toContain(cardText('emergency-spine'));
    expect(replyTo('i cant feel my legs')).toMatch(/Call 911/);
    expect(played.replies.get('i cant feel my legs')?.textFormat).toBe('markdown');
  });

  test('after a reload the warning still stands', () => {
    expect(played.afterReload.text).toMatch(/^\*\*What you described earlier can be an emergency.*call 911/);
  });

  test.each([
    ['help', /\*\*Words you can type at any time\*\*/],
    ['menu', /^\*\*Main topics\.\*\*[\s\S]*\n1\. Check symptoms\n2\. When to get help\n3\. /],
    ['terms', /^\*\*Terms and privacy, in short\*\*/],
    ['start over', /^All right, let's start again\./],
    ['feedback', /^How helpful was this chat for you\?/],
    ['nothing more to say', /^Thank you\. Your feedback is saved without your name\./],
    ['cancel', /^Okay, I have stopped our conversation\./],
    ['exit', /^Okay, I have stopped our conversation\./],
  ])('%s', (line, expected) => {
    expect(replyTo(line)).toMatch(expected);
  });

  test('everything that is written is in the data folder: the database and its keys', () => {
    expect(
      played.files.filter((file) => !/^data\/spine-guide\.(?:db(?:-wal|-shm)?|lock)$/.test(file)).toSorted(),
    ).toEqual(['data/data.keys', 'data/direct-line.key']);
  });

  test('the log reports no failure', () => {
    expect(played.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('choices are buttons, and in Teams, where there are more than three, a card of them', () => {
    const menu = played.replies.get('menu');
    const buttons =
      menu?.suggestedActions?.actions.map(({ title }) => title) ??
      cardButtons(menu).map(({ title }) => title);
    expect(menu?.suggestedActions === undefined).toBe(channelId === 'msteams');
    expect(buttons).toHaveLength(7);
    for (const button of buttons) expect(replyTo('menu')).toContain(button);
  });
});

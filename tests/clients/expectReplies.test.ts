import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { openChat } from '../direct-line/harness/client';
import { cardText } from './harness/card';
import { startEmulator } from './harness/emulator';
import { type Service, startService } from './harness/service';
import { openWebChat } from './harness/webPage';

jest.setTimeout(30_000);

let service: Service;
beforeAll(async () => {
  service = await startService({ LOG_LEVEL: 'debug' });
});
afterAll(() => service?.dispose());

/** A word that stands nowhere in the service, so that finding it means that a visitor's words got out. */
const MARKER = 'quillfeather';

describe('replies in the response', () => {
  test('a question brings all six cancers, the sources, and the date of the check', async () => {
    const replies = await openWebChat(service.url)('which cancers spread to the spine?');
    expect(replies.map(({ type }) => type)).toEqual(['message']);
    const answer = replies[0]?.text ?? '';
    for (const cancer of ['breast', 'lung', 'prostate', 'kidney', 'gastrointestinal', 'thyroid'])
      expect(answer.toLowerCase()).toContain(cancer);
    expect(answer).toMatch(/^- \[.+\]\(https:\/\/.+\), .+$/m);
    expect(answer).toMatch(/This answer is dated \d{4}-\d\d-\d\d\./);
  });

  test('a red flag brings the emergency card whole, with 911, before any greeting', async () => {
    const replies = await openWebChat(service.url)('i cant feel my legs');
    expect(replies).toEqual([expect.objectContaining({ type: 'message', importance: 'high' })]);
    const card = cardText('emergency-spine');
    expect(card).toContain('Call 911');
    expect(replies[0]?.text.slice(0, card.length)).toBe(card);
  });

  test('exit brings a goodbye and then the end of the conversation', async () => {
    const say = openWebChat(service.url);
    await say('menu');
    const replies = await say('exit');
    expect(replies.map(({ type }) => type)).toEqual(['message', 'endOfConversation']);
    expect(replies[0]?.text).toMatch(/Send any message to begin again\.$/);
  });

  test('every topic title that names no symptom is answered, with its sources, and asks nothing', async () => {
    const unanswered: Record<string, string> = {};
    for (const title of topicTitles()) {
      const [reply] = await openWebChat(service.url)(title);
      if (!/^Sources?:[\s\S]*^This answer is dated /m.test(reply?.text ?? ''))
        unanswered[title] = reply?.text ?? 'nothing';
    }
    expect(unanswered).toEqual({});
  });
});

describe("the visitor's words", () => {
  test('are in no log line, whatever is said and whatever goes wrong', async () => {
    const say = openWebChat(service.url);
    for (const text of [
      `which cancers spread to the spine? ${MARKER}`,
      `i cant feel my legs ${MARKER}`,
      MARKER,
      'feedback',
      'Helpful',
      `${MARKER} was kind`,
    ])
      await say(text);
    await say('help', { value: { command: MARKER }, name: MARKER, from: { id: 'visitor', name: MARKER } });
    await refused(`{"text":"${MARKER}`);
    await refused(JSON.stringify({ type: 'message', text: MARKER }));
    await unreachable();
    await service.stop();
    const { stdout, stderr } = service.program;
    expect(service.log().filter(({ msg }) => msg === 'send.failed')).toHaveLength(1);
    expect(service.log().length).toBeGreaterThan(10);
    expect(stdout() + stderr()).not.toMatch(new RegExp(MARKER, 'i'));
  });

  test('are in no file that can be read without its key', async () => {
    const own = await startService();
    try {
      const say = openWebChat(own.url);
      for (const text of [`which cancers spread to the spine? ${MARKER}`, `i cant feel my legs ${MARKER}`])
        await say(text);
      for (const text of ['feedback', 'Helpful', `thank you ${MARKER}`]) await say(text);
      const chat = await openChat(own.url);
      await chat.say(`does an mri hurt? ${MARKER}`);
      const files = own.files();
      expect(files).toContain('data/spine-guide.db');
      for (const file of files)
        expect(readFileSync(own.path(file), 'latin1')).not.toMatch(
          new RegExp(`${MARKER}|spread to the spine`, 'i'),
        );
    } finally {
      await own.dispose();
    }
  });

  /** A request that the service turns away. */
  async function refused(body: string) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${service.url}/api/messages`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain(MARKER);
  }

  /** A message whose channel has gone away before the reply. */
  async function unreachable() {
    const gone = await startEmulator(service.url);
    await gone.close();
    await gone.conversation({ channelId: 'directline' }).say(`${MARKER}, which cancers spread to the spine?`);
  }
});

/** What the buttons under answers say, apart from symptoms: being asked about those is the safety policy. */
function topicTitles(): string[] {
  const folder = join(__dirname, '../../knowledge/topics');
  const files = readdirSync(folder).filter((file) => !file.startsWith('symptom-'));
  expect(files.length).toBeGreaterThan(100);
  return files.map((file) => {
    const [, frontMatter = ''] = readFileSync(join(folder, file), 'utf8').split('---\n');
    return (load(frontMatter) as { title: string }).title;
  });
}

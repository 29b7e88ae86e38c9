import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/storage/openStore';
import { StorageError } from '../../src/storage/StorageError';
import { realContent } from '../conversation/harness/chat';
import { KEY, startHost } from './harness/host';

const { texts } = realContent().script;
type Host = Awaited<ReturnType<typeof startHost>>;
let service: Host;
beforeEach(async () => {
  service = await startHost();
});
afterEach(async () => {
  await service.close();
  service.remove();
});

const ids = (outcome: Awaited<ReturnType<Host['say']>>) => outcome.replies.map(({ id }) => id);
const textOf = (outcome: Awaited<ReturnType<Host['say']>>) =>
  outcome.replies.map(({ text }) => text).join('\n');

async function sayAll(...messages: readonly string[]) {
  let last = await service.say('good morning');
  for (const text of messages) last = await service.say(text);
  return last;
}

async function sayAgain(...messages: readonly string[]) {
  let last = await service.say(messages[0] ?? '');
  for (const text of messages.slice(1)) last = await service.say(text);
  return last;
}

describe('the same message delivered twice', () => {
  test('is answered once and has one effect', async () => {
    await sayAll('feedback', 'helpful');
    expect(textOf(await service.say('very kind', 'activity-1'))).toContain(texts['feedback-thanks']);
    expect((await service.say('very kind', 'activity-1')).replies).toEqual([]);
    expect(await service.stored()).toHaveLength(1);
  });

  test('at the same moment, too', async () => {
    await sayAll('feedback', 'helpful');
    const outcomes = await Promise.all([1, 2, 3].map(() => service.say('very kind', 'activity-1')));
    expect(outcomes.map(({ replies }) => replies.length)).toEqual([1, 0, 0]);
    expect(await service.stored()).toHaveLength(1);
  });

  test('a red flag twice under two ids is answered twice', async () => {
    for (const id of ['a', 'b'])
      expect(ids(await service.say("i can't feel my legs", id))).toEqual(['disposition:emergency-spine']);
  });

  test('the same id in another conversation or from another person is another message', async () => {
    const keys = [
      KEY,
      { ...KEY, conversation: 'other' },
      { ...KEY, person: 'other' },
      { ...KEY, channel: 'msteams' },
    ];
    for (const key of keys)
      expect(ids(await service.say('what is an mri', 'id-1', key))).toEqual(['answer:mri']);
  });

  test('a message without an id is never taken for a repetition', async () => {
    // The second is answered as a message of its own: with the rest of the topic.
    expect(ids(await service.say('what is an mri'))).toEqual(['answer:mri']);
    expect(ids(await service.say('what is an mri'))).toEqual(['more:mri']);
  });
});

describe('turns of one conversation', () => {
  test('run in the order in which they came', async () => {
    const messages = ['what is an mri', 'feedback', 'helpful', 'skip', 'what is a myelogram'];
    const outcomes = await Promise.all(messages.map((text, index) => service.say(text, `id-${index}`)));
    expect(outcomes.map(ids)).toEqual([
      ['answer:mri'],
      ['dialog:feedback:rating'],
      ['dialog:feedback:comment'],
      ['dialog:closed'],
      ['answer:myelogram'],
    ]);
    expect(await service.stored()).toEqual([expect.objectContaining({ rating: 'helpful' })]);
  });

  test('do not mix with those of other people in the same group', async () => {
    const other = { ...KEY, person: 'person-2' };
    await service.say('feedback');
    expect(ids(await service.say('what is an mri', undefined, other))).toEqual(['answer:mri']);
    await service.say('cancel', undefined, other);
    expect(ids(await service.say('helpful'))).toEqual(['dialog:feedback:comment']);
  });

  test('begin afresh after the idle time', async () => {
    await service.say('feedback');
    service.clock.now += 31 * 60_000;
    expect(textOf(await service.say('what is an mri'))).toContain(texts['welcome-back']);
  });
});

describe('when nothing can be stored', () => {
  test('the visitor is not told that it was saved, and the fault is in the log', async () => {
    await sayAll('feedback');
    const mend = service.breakStorage();
    const outcome = await service.say('helpful');
    expect(outcome.stored).toBe(false);
    expect(textOf(outcome)).not.toMatch(/saved|thank/i);
    expect(textOf(outcome)).toContain('911');
    expect(textOf(outcome)).toMatch(/\d{3}-\d{3}-\d{4}/);
    expect(service.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'store.down' }),
    );
    await mend();
  });

  test('red flags get their card all the same', async () => {
    const mend = service.breakStorage();
    for (const text of ["i can't feel my legs", 'i want to kill myself'])
      expect(ids(await service.say(text))).toEqual([expect.stringMatching(/^disposition:/)]);
    await mend();
  });

  test('it works again by itself, and goes on where it was', async () => {
    await sayAll('feedback');
    const mend = service.breakStorage();
    expect(service.store.isUp()).toBe(true);
    await service.say('helpful');
    expect(service.store.isUp()).toBe(false);
    await mend();
    expect(textOf(await sayAgain('partly', 'skip'))).toContain(texts['feedback-thanks']);
    expect(await service.stored()).toEqual([expect.objectContaining({ rating: 'partly' })]);
  });

  test('the visitor is not told that it was erased or forgotten, and can try again', async () => {
    await sayAll("i can't feel my legs", 'feedback', 'helpful', 'skip');
    const mend = service.breakStorage();
    expect(textOf(await service.say('delete my feedback'))).not.toContain(texts['feedback-deleted']);
    const outcome = await service.say('forget me');
    expect(textOf(outcome)).not.toContain(texts.forgotten);
    expect(textOf(outcome)).toContain('911');
    await mend();
    expect(textOf(await service.say('delete my feedback'))).toContain(texts['feedback-deleted']);
    expect(await service.stored()).toEqual([]);
  });
});

describe('stored feedback', () => {
  test('holds nothing about the person or the conversation', async () => {
    await sayAll('my legs are fine, what is an mri', 'feedback', 'helpful', 'nice chat');
    const [feedback] = await service.stored();
    expect(Object.keys(feedback ?? {}).sort()).toEqual(['about', 'at', 'comment', 'id', 'rating']);
    expect(JSON.stringify(feedback)).not.toMatch(/person-1|conversation-1|webchat/);
  });

  test('can be erased by its author and by nobody else', async () => {
    await sayAll('feedback', 'helpful', 'skip');
    const other = { ...KEY, person: 'person-2' };
    expect(textOf(await service.say('delete my feedback', undefined, other))).toContain(
      texts['feedback-none'],
    );
    expect(await service.stored()).toHaveLength(1);
    await service.say('delete my feedback');
    expect(await service.stored()).toEqual([]);
  });
});

describe('the log', () => {
  test('holds no word of the visitor', async () => {
    await sayAll(
      'Zebulon Quint wants an mri',
      'feedback',
      'helpful',
      'Zebulon says hi',
      "Zebulon can't feel his legs",
    );
    expect(service.log.lines.length).toBeGreaterThan(4);
    expect(JSON.stringify(service.log.lines)).not.toMatch(/zebulon|quint/i);
  });
});

describe('the start', () => {
  test('fails with the name of the setting when the data folder cannot be made', async () => {
    const file = join(service.dataDir, 'a-file');
    writeFileSync(file, '');
    const options = { idleMinutes: 30, maxConversations: 10, feedbackRetentionDays: 90 };
    const failed = openStore({ ...options, dataDir: join(file, 'data') });
    await expect(failed).rejects.toThrow(StorageError);
    await expect(failed).rejects.toThrow(/DATA_DIR/);
  });

  test('gives the version of the package and words for citations', () => {
    expect(service.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(service.labels).toMatchObject({
      source: texts.source,
      sources: texts.sources,
      checked: texts.checked,
    });
    expect(service.labels.checked).toContain('{date}');
  });
});

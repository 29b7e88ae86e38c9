import { type ConverseSources, converse } from '../../src/conversation/converse';
import type { InboundEvent } from '../../src/conversation/events';
import { StorageError } from '../../src/storage/StorageError';
import type { StoreHealth } from '../../src/storage/StoreHealth';
import { emergencyFallback } from '../../src/turns/emergencyFallback';
import { createTurnRunner, type TurnRunnerParts } from '../../src/turns/TurnRunner';
import { realSources } from '../conversation/harness/chat';
import { memoryStore } from '../storage/harness/memoryStore';
import { KEY, keepingLog } from './harness/host';

const sources = realSources();
const { texts, cards } = sources.script;
const broken = () => {
  throw new Error('something broke: visitor words');
};
const EMERGENCY = "i can't feel my legs";

interface Parts extends Partial<Omit<TurnRunnerParts, 'converse'>> {
  readonly converse?: ConverseSources;
}

/** A runner of which one part is replaced by a broken one. */
function runnerWith({ converse: given = sources, ...parts }: Parts) {
  const log = keepingLog();
  let ids = 0;
  const host = createTurnRunner({
    converse: (input) => converse(input, given),
    fallback: (event) => emergencyFallback(event, given),
    store: memoryStore(),
    idleMs: 60_000,
    contentVersion: 'test',
    log,
    now: () => 0,
    newId: () => `id-${++ids}`,
    ...parts,
  });
  const take = (event: InboundEvent) => host.take(KEY, event);
  return { log, host, take, say: (text: string) => take({ kind: 'message', text }) };
}

/** Content of which one piece cannot be read. */
function withBroken(piece: keyof ConverseSources['script']): ConverseSources {
  const script = Object.defineProperty({ ...sources.script }, piece, { get: broken });
  return { ...sources, script };
}
/** A store whose turns go through `turn`. */
const storeWith = (turn: StoreHealth['turn']): StoreHealth => ({ ...memoryStore(), turn });
const FULL = new StorageError('SQLite: SQLITE_FULL');

const BROKEN: readonly (readonly [string, Parts])[] = [
  ['the topics cannot be read', { converse: withBroken('topics') }],
  ['the dialogs cannot be read', { converse: withBroken('dialogs') }],
  ['the menu cannot be read', { converse: withBroken('menu') }],
  ['the dialogs to decide with are gone', { converse: { ...sources, dialogs: undefined as never } }],
  ['the labels are gone', { converse: { ...sources, topicByLabel: undefined as never } }],
  ['the clock fails', { now: broken }],
  ['no ids can be made', { newId: broken }],
  ['the store is gone', { store: storeWith(() => Promise.reject(FULL)) }],
  ['the store breaks its word', { store: storeWith(() => Promise.reject(new TypeError('no'))) }],
  [
    'a turn is decided and then cannot be stored',
    {
      store: storeWith(async (_at, decide) => {
        decide({ state: undefined, greeting: undefined, last: 0, repeated: undefined });
        throw FULL;
      }),
    },
  ],
  [
    'a kept conversation is damaged',
    {
      store: storeWith(
        async (_at, decide) =>
          decide({ state: {} as never, greeting: undefined, last: 0, repeated: undefined }).result,
      ),
    },
  ],
];

describe.each(BROKEN)('when %s', (_what, parts) => {
  test('a red flag still gets its card', async () => {
    const { replies } = await runnerWith(parts).say(EMERGENCY);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ urgency: 'emergency', text: cards.get('emergency-spine')?.text });
  });

  test.each(['what is an mri', 'menu', 'feedback', 'i feel weak', 'qwzx', '', 'terms'])(
    '"%s" gets an answer, and nothing is thrown',
    async (text) => {
      const runner = runnerWith(parts);
      const { replies, reasons } = await runner.say(text);
      expect(replies).toHaveLength(1);
      expect(replies[0]?.text).not.toBe('');
      expect(replies[0]?.text).not.toContain('something broke');
      expect(reasons().summary.length).toBeLessThanOrEqual(50);
    },
  );

  test('opening and closing the window throw nothing either', async () => {
    const runner = runnerWith(parts);
    for (const kind of ['opened', 'closed'] as const)
      await expect(runner.take({ kind })).resolves.toBeDefined();
  });
});

describe('when the words cannot be understood at all', () => {
  const runner = () => runnerWith({ converse: { ...sources, understand: broken } });

  test('the apology carries the emergency words and their urgency', async () => {
    const { replies } = await runner().say(EMERGENCY);
    expect(replies).toEqual([
      expect.objectContaining({ id: 'trouble', text: texts.trouble, urgency: 'urgent' }),
    ]);
    expect(texts.trouble).toContain('911');
  });

  test('the fault is in the log, once', async () => {
    const { log, say } = runner();
    await say('what is an mri');
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ event: 'turn.failed' }),
    ]);
  });
});

describe('after a turn that failed', () => {
  test('the next ones of the same conversation are answered', async () => {
    let fail = true;
    const flaky: ConverseSources = {
      ...sources,
      understand: (text) => (fail ? broken() : sources.understand(text)),
    };
    const { say } = runnerWith({ converse: flaky });
    expect((await say('what is an mri')).replies[0]?.id).toBe('trouble');
    fail = false;
    expect((await say('what is an mri')).replies[0]?.id).toBe('answer:mri');
  });

  test('turns that wait behind it are still taken in order', async () => {
    const flaky: ConverseSources = {
      ...sources,
      understand: (text) => (text === 'bad' ? broken() : sources.understand(text)),
    };
    const { say } = runnerWith({ converse: flaky });
    const outcomes = await Promise.all(['what is an mri', 'bad', 'what is a myelogram'].map(say));
    expect(outcomes.map(({ replies }) => replies[0]?.id)).toEqual([
      'answer:mri',
      'trouble',
      'answer:myelogram',
    ]);
  });
});

test('a log that fails does not take the answer from the visitor', async () => {
  const { say } = runnerWith({ log: { info: broken, warn: broken, error: broken } });
  await expect(say(EMERGENCY)).resolves.toMatchObject({ replies: [{ urgency: 'emergency' }] });
});

test('the carer is spoken to as a carer, also when a part broke', async () => {
  const { replies } = await runnerWith({ newId: broken }).say("my mom can't feel her legs");
  expect(replies[0]?.id).toBe('disposition:emergency-spine-other');
});

test('the reasons say why, and name the words that raised a red flag', async () => {
  const { reasons } = await runnerWith({}).say(EMERGENCY);
  expect(reasons().summary).toMatch(/^RED FLAG \w+ -> emergency/);
  expect(reasons().detail).toMatchObject({
    contentVersion: 'test',
    replyIds: ['disposition:emergency-spine'],
    redFlags: expect.arrayContaining([expect.objectContaining({ words: expect.stringContaining('legs') })]),
  });
});

import { createResender, type UnsentReply } from '../../src/bot/resend';
import { openStorage } from '../../src/storage/openStorage';
import { keepingLog } from '../turns/harness/host';

const LEASE_MS = 20_000;
const KEY = { channel: 'directline', conversation: 'c-1', person: 'p-1' };
const LINES = ['1', '2', '3', '4', '5', '6'];

/** A store in which replies have waited for longer than the first process may take, on a clock of its own. */
async function waitingReplies() {
  const clock = { now: Date.parse('2026-11-24T12:00:00Z') };
  const log = keepingLog();
  const limits = { idleMinutes: 30, feedbackRetentionDays: 90, maxConversations: 100 };
  const storage = await openStorage({ ...limits, dataDir: '', use: 'memory', log, now: () => clock.now });
  const reference = { conversation: { id: 'c-1' } } as UnsentReply['reference'];
  const outbox = LINES.map((text) => ({ id: text, activity: { reference, activity: { text } } }));
  await storage.store.turn({ key: KEY, activityId: 'a-1' }, () => ({ changes: { outbox }, result: true }));
  clock.now += 61_000;
  const sent: string[] = [];
  /** A process that takes kept replies to the channel. */
  const process = (onSend: () => unknown) =>
    createResender({
      store: storage.store,
      log,
      leaseMs: LEASE_MS,
      retryMs: 5000,
      send: async ({ activity }) => {
        sent.push(activity.text ?? '');
        await onSend();
      },
    });
  return { clock, storage, sent, process };
}

test('two processes send each kept reply once, in order, however long the round of one takes', async () => {
  const { clock, storage, sent, process } = await waitingReplies();
  const other = process(() => undefined);
  const slow = process(async () => {
    clock.now += 9000;
    await other.round(false);
  });
  await slow.round(false);
  expect(sent).toEqual(LINES);
  await storage.close();
});

test('a process that stood still for longer than it may leaves the rest to the one that took over', async () => {
  const { clock, storage, sent, process } = await waitingReplies();
  const other = process(() => undefined);
  const frozen = process(async () => {
    if (sent.length > 1) return;
    clock.now += LEASE_MS + 1;
    await other.round(false);
  });
  await frozen.round(false);
  // The first was on its way when it stood still: nobody can know whether the channel has it.
  expect(sent).toEqual(['1', ...LINES]);
  await storage.close();
});

test('a reply that fails several times is never overtaken by one that was said after it', async () => {
  const { clock, storage, sent, process } = await waitingReplies();
  let left = 4;
  const { round } = process(() => {
    if (left-- > 0) throw new Error('the channel is away');
  });
  for (let second = 0; second < 120; second++) {
    await round(false);
    clock.now += 1000;
  }
  expect(sent).toEqual(['1', '1', '1', '1', ...LINES]);
  await storage.close();
});

test('closing waits for the reply on its way and not for the rest, which stays in the store', async () => {
  const { storage, sent, process } = await waitingReplies();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { round } = process(() => {
    arrive();
    return held;
  });
  let left: readonly { id: string }[] = [];
  storage.keepHouse({
    contentVersion: 'test',
    resend: async (orphaned, stop) => {
      await round(orphaned, stop);
      left = await storage.store.ask((kept) => kept.unsent(LEASE_MS, true));
    },
  });
  await arrived;
  const closed = storage.close();
  release();
  await closed;
  expect(sent).toEqual(['1']);
  expect(left.map(({ id }) => id)).toEqual(LINES.slice(1));
});

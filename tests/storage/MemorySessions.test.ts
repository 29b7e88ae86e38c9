import type { ConversationKey } from '../../src/conversation/events';
import { newState } from '../../src/conversation/state';
import { keyText, MemorySessions, type Session } from '../../src/storage/SessionStore';

const IDLE_MS = 1_000;
const key = (conversation: string, person = 'p', channel = 'webchat'): ConversationKey => ({
  channel,
  conversation,
  person,
});
const session = (at: number, topicId = 'mri'): Session => ({
  state: { ...newState(at), topicId },
  taken: [],
});

function newSessions(maxSessions: number) {
  let now = 0;
  const sessions = new MemorySessions(maxSessions, IDLE_MS, () => now);
  return { sessions, at: (time: number) => (now = time) };
}

test('a conversation is found again as it was written', async () => {
  const { sessions } = newSessions(10);
  expect(await sessions.read(key('a'))).toBeUndefined();
  await sessions.write(key('a'), session(0));
  await sessions.write(key('a'), session(0, 'ct'));
  expect(await sessions.read(key('a'))).toEqual(session(0, 'ct'));
});

test('two people, two channels and two conversations are kept apart', async () => {
  const { sessions } = newSessions(10);
  const keys = [key('a'), key('b'), key('a', 'q'), key('a', 'p', 'msteams'), key('a","p'), key('', 'a')];
  for (const [index, each] of keys.entries()) await sessions.write(each, session(0, `topic-${index}`));
  for (const [index, each] of keys.entries())
    expect((await sessions.read(each))?.state.topicId).toBe(`topic-${index}`);
  expect(new Set(keys.map(keyText)).size).toBe(keys.length);
});

test('there are never more than the limit, and the one unused for longest goes first', async () => {
  const { sessions } = newSessions(3);
  for (const id of ['a', 'b', 'c']) await sessions.write(key(id), session(0));
  await sessions.write(key('a'), session(0));
  await sessions.write(key('d'), session(0));
  const left = await Promise.all(['a', 'b', 'c', 'd'].map((id) => sessions.read(key(id))));
  expect(left.map((found) => found !== undefined)).toEqual([true, false, true, true]);
});

test('the newest conversation is kept even at the limit of one', async () => {
  const { sessions } = newSessions(1);
  for (const id of ['a', 'b', 'c']) {
    await sessions.write(key(id), session(0));
    expect(await sessions.read(key(id))).toBeDefined();
  }
  expect(await sessions.read(key('b'))).toBeUndefined();
});

test('a conversation is forgotten after twice the idle time, when the next one is written', async () => {
  const { sessions, at } = newSessions(100);
  await sessions.write(key('old'), session(0));
  at(1.5 * IDLE_MS);
  await sessions.write(key('other'), session(1.5 * IDLE_MS));
  expect(await sessions.read(key('old'))).toBeDefined();
  at(2 * IDLE_MS + 1);
  await sessions.write(key('new'), session(2 * IDLE_MS + 1));
  expect(await sessions.read(key('old'))).toBeUndefined();
  expect(await sessions.read(key('other'))).toBeDefined();
});

import { trackGreetings } from '../../src/bot/greetings';

const key = (person: string, conversation = 'c') => ({ channel: 'webchat', conversation, person });

function tracked(maxConversations = 10) {
  const clock = { ms: 0 };
  return { clock, greetings: trackGreetings({ idleMs: 1000, maxConversations, now: () => clock.ms }) };
}

test('only the first opening of a conversation is one', () => {
  const { greetings } = tracked();
  expect(greetings.opened(key('a'))).toBe(true);
  expect(greetings.opened(key('a'))).toBe(false);
  expect(greetings.opened(key('b'))).toBe(false);
  expect(greetings.opened(key('a', 'other'))).toBe(true);
});

test('a person who writes after another was greeted is introduced once', () => {
  const { greetings } = tracked();
  greetings.opened(key(''));
  expect(greetings.introduces(key('a'))).toBe(true);
  expect(greetings.introduces(key('a'))).toBe(false);
});

test('a person who was greeted, or who comes first, is not introduced', () => {
  const { greetings } = tracked();
  greetings.opened(key('a'));
  expect(greetings.introduces(key('a'))).toBe(false);
  expect(greetings.introduces(key('b', 'other'))).toBe(false);
});

test('a message counts as the beginning: a late update is no opening', () => {
  const { greetings } = tracked();
  greetings.introduces(key('a'));
  expect(greetings.opened(key('a'))).toBe(false);
});

test('after the idle time everything begins again, and messages push that time on', () => {
  const { greetings, clock } = tracked();
  greetings.opened(key('a'));
  clock.ms = 900;
  greetings.introduces(key('a'));
  clock.ms = 1800;
  expect(greetings.opened(key('a'))).toBe(false);
  clock.ms = 1900;
  expect(greetings.introduces(key('b'))).toBe(false);
  clock.ms = 3000;
  expect(greetings.opened(key('a'))).toBe(true);
});

test('a forgotten conversation opens anew', () => {
  const { greetings } = tracked();
  greetings.opened(key('a'));
  greetings.forget(key('a'));
  expect(greetings.opened(key('a'))).toBe(true);
});

test('memory is bounded: the conversation not heard of for longest is dropped', () => {
  const { greetings } = tracked(2);
  greetings.opened(key('a', '1'));
  greetings.opened(key('a', '2'));
  greetings.introduces(key('a', '1'));
  greetings.opened(key('a', '3'));
  expect(greetings.opened(key('a', '1'))).toBe(false);
  expect(greetings.opened(key('a', '2'))).toBe(true);
});

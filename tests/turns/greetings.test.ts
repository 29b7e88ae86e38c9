import type { InboundEvent } from '../../src/conversation/events';
import type { Greeting } from '../../src/storage/Store';
import { welcome } from '../../src/turns/greetings';

const OPENED: InboundEvent = { kind: 'opened' };
const SAID: InboundEvent = { kind: 'message', text: 'hello' };

/** A conversation whose greeting is kept from turn to turn; time passes as told. */
function conversation() {
  let known: Greeting | undefined;
  return (event: InboundEvent, person: string, now = 0) => {
    const { isRepeated, introduces, greeting } = welcome(known, event, person, { now, idleMs: 1000 });
    known = greeting;
    return { isRepeated, introduces };
  };
}

test('only the first opening of a conversation is one, whoever it names', () => {
  const take = conversation();
  expect(['a', 'a', 'b'].map((person) => take(OPENED, person).isRepeated)).toEqual([false, true, true]);
});

test('a person who writes after another was greeted is introduced once', () => {
  const take = conversation();
  take(OPENED, '');
  expect([take(SAID, 'a').introduces, take(SAID, 'a').introduces]).toEqual([true, false]);
});

test('a person who was greeted, or who comes first, is not introduced', () => {
  const take = conversation();
  take(OPENED, 'a');
  expect(take(SAID, 'a').introduces).toBe(false);
  expect(conversation()(SAID, 'b').introduces).toBe(false);
});

test('a message counts as the beginning: a late update is no opening', () => {
  const take = conversation();
  take(SAID, 'a');
  expect(take(OPENED, 'a').isRepeated).toBe(true);
});

test('after the idle time everything begins again, and messages push that time on', () => {
  const take = conversation();
  take(OPENED, 'a', 0);
  take(SAID, 'a', 900);
  expect(take(OPENED, 'a', 1800).isRepeated).toBe(true);
  expect(take(SAID, 'b', 1900).introduces).toBe(false);
  expect(take(OPENED, 'a', 3000).isRepeated).toBe(false);
});

test('of a crowd only so many are remembered', () => {
  const take = conversation();
  for (let n = 0; n < 500; n++) take(SAID, `person-${n}`);
  expect(take(SAID, 'person-0').introduces).toBe(false);
  expect(take(SAID, 'person-499').introduces).toBe(true);
});

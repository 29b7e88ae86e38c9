import { ActivityLog } from '../../src/direct-line/ActivityLog';
import { Conversation } from '../../src/direct-line/Conversation';
import { ConversationRegistry } from '../../src/direct-line/ConversationRegistry';

const listener = () => ({ frames: [] as string[], closed: 0, send: () => undefined, close: () => undefined });

function registry(limits: Partial<ConstructorParameters<typeof ConversationRegistry>[0]> = {}) {
  let now = 0;
  const all = new ConversationRegistry({
    maxConversations: 3,
    maxBytes: 1_000_000,
    idleMs: 1000,
    now: () => now,
    ...limits,
  });
  return {
    all,
    pass: (ms: number) => {
      now += ms;
    },
    begin(id: string) {
      const conversation = new Conversation({ conversation: id, user: 'dl_x' }, 'en-US', now);
      return { conversation, added: all.add(conversation) };
    },
  };
}

describe('a log', () => {
  test('beyond its limits drops the oldest, and the numbers go on', () => {
    const log = new ActivityLog(3, 1_000_000);
    for (let n = 0; n < 5; n++) log.append((seq) => ({ seq }));
    expect(log.after(0)).toEqual({ activities: ['{"seq":3}', '{"seq":4}', '{"seq":5}'], watermark: 5 });
  });

  test('one huge activity is not kept, and its number is not given again', () => {
    const log = new ActivityLog(10, 100);
    log.append(() => ({ text: 'x'.repeat(200) }));
    log.append((seq) => ({ seq }));
    expect(log.after(0)).toEqual({ activities: ['{"seq":2}'], watermark: 2 });
    expect(log.bytes).toBe('{"seq":2}'.length);
  });
});

describe('all conversations together', () => {
  test('make room by forgetting the quietest that nobody listens to', () => {
    const { all, begin, pass } = registry();
    const { conversation } = begin('a');
    begin('b');
    begin('c');
    conversation.listen(listener(), 0);
    pass(1);
    expect(begin('d').added).toBe(true);
    expect(['a', 'b', 'c', 'd'].map((id) => all.get(id) !== undefined)).toEqual([true, false, true, true]);
  });

  test('take no more when somebody listens to each of them', () => {
    const { begin } = registry({ maxConversations: 1 });
    begin('a').conversation.listen(listener(), 0);
    expect(begin('b').added).toBe(false);
  });

  test('keep to their bytes: a sweep forgets the quietest first', () => {
    const { all, begin } = registry({ maxBytes: 2500 });
    for (const id of ['a', 'b', 'c']) begin(id).conversation.append({ text: 'x'.repeat(1000) });
    all.sweep();
    expect([all.size, all.get('a')]).toEqual([2, undefined]);
  });

  test('are forgotten after their silence, with or without somebody to ask for them', () => {
    const { all, begin, pass } = registry();
    begin('a');
    begin('b');
    pass(800);
    all.get('b');
    pass(800);
    all.sweep();
    expect([all.size, all.get('a'), all.get('b') !== undefined]).toEqual([1, undefined, true]);
  });

  test('one that was closed goes when the last listener has left', () => {
    const { all, begin } = registry();
    const { conversation } = begin('a');
    const last = listener();
    conversation.listen(last, 0);
    conversation.ended = true;
    expect(all.get('a')).toBe(conversation);
    conversation.leave(last);
    expect(all.get('a')).toBeUndefined();
  });
});

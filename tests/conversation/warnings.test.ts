import fc from 'fast-check';
import { Chat, chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts, cards } = sources.script;
const EMERGENCY = "i can't feel my legs";
const RANK = { none: 0, urgent: 1, emergency: 2 } as const;

const chatAfter = chatsOf(sources);

describe('cancer told of after pain makes the pain urgent', () => {
  test.each([
    ['as the answer', ['my back hurts', 'yes']],
    ['in words', ['my back hurts', 'i have breast cancer']],
    ['in the past', ['my neck hurts', 'yes, i had lung cancer 10 years ago']],
    ['while being tested', ['back pain', 'being tested']],
    ['rather not say', ['back pain', 'rather not say']],
    ['not sure', ['back pain', "i don't know"]],
    ['after a keyword in between', ['my back hurts', 'terms', 'yes']],
    ['after another question', ['my back hurts', 'menu', 'what is an mri', 'i have prostate cancer']],
    ['after a first no', ['my back hurts', 'no', 'actually i did have breast cancer']],
    ['told of before the pain', ['i have breast cancer', 'my back hurts']],
  ])('%s', (_what, messages) => {
    const chat = new Chat(sources);
    const replies = messages.map((text) => replyOf(chat.say(text)));
    expect(replies.at(-1)).toMatchObject({ id: 'disposition:urgent', urgency: 'urgent' });
    expect(warned(chat.state)).toBe('urgent');
  });

  test('without cancer the pain is for the next days, and the words ask to tell of a cancer', () => {
    const chat = chatAfter('my back hurts');
    const reply = replyOf(chat.say('no'));
    expect(reply).toMatchObject({ id: 'disposition:soon', urgency: 'none' });
    expect(reply.text).toMatch(/had cancer, tell me/);
  });

  test('pain with weak legs is an emergency whatever is known about cancer', () => {
    for (const text of [
      'my back hurts and my legs are weak',
      'never had cancer but back pain and my legs went numb',
    ])
      expect(replyOf(new Chat(sources).say(text))).toMatchObject({ urgency: 'emergency' });
  });
});

test('a cancer told of before is not asked about again', () => {
  const chat = chatAfter('i have breast cancer');
  expect(replyOf(chat.say('i still have back pain')).text).not.toMatch(/has a doctor ever said/);
});

test.each(['asdf qwer', 'what about the other thing'])(
  'after an emergency what is not understood, "%s", gets the warning again',
  (text) => {
    expect(replyOf(chatAfter(EMERGENCY).say(text)).text.startsWith(texts.reminder)).toBe(true);
  },
);

test.each(['how long will the ambulance take', 'can i drive myself to the er', 'can my son drive me'])(
  '"%s" after an emergency is answered with the advice to go, not with a topic',
  (text) => {
    expect(replyOf(chatAfter(EMERGENCY).say(text)).text).toContain(texts['go-anyway']);
  },
);

test.each(['ok', 'bye', 'forget me'])('danger at home is reminded of in its own words at "%s"', (text) => {
  const reply = replyOf(chatAfter('i am not safe at home').say(text));
  expect(reply.text).toContain(cards.get('safety-at-home')?.reminder);
  expect(reply.text).not.toContain(texts['reminder-urgent']);
  expect(reply.text).not.toContain(texts['before-you-go-urgent']);
});

test.each(['i took 30 oxy because i want to die', 'i want to kill myself, i already took the pills'])(
  '"%s" gets the card of the crisis and that of the overdose',
  (text) => {
    const reply = replyOf(new Chat(sources).say(text));
    expect(reply.text).toContain(cards.get('crisis')?.text);
    expect(reply.text).toContain(cards.get('emergency-overdose')?.text);
  },
);

test('something milder after an emergency never sounds as if that were over', () => {
  const reply = replyOf(chatAfter(EMERGENCY).say('back pain and i have breast cancer'));
  expect(reply.text.startsWith(texts.reminder)).toBe(true);
  expect(reply.text).toContain(texts['adds-to-it']);
  expect(reply.text).not.toContain(cards.get('urgent')?.text);
  expect(reply.urgency).toBe('emergency');
});

test('what somebody else has still gets its own card, below the reminder', () => {
  const reply = replyOf(chatAfter(EMERGENCY).say('my mother has back pain and breast cancer'));
  expect(reply.text.startsWith(texts.reminder)).toBe(true);
  expect(reply.text).toContain(cards.get('urgent-other')?.text);
});

test('"he" stays the person told of: the next card speaks to the carer too', () => {
  const chat = chatAfter("my dad can't move his legs");
  expect(replyOf(chat.say('and he cant pee since yesterday')).id).toBe('disposition:emergency-spine-other');
  expect(replyOf(chat.say("and i can't feel my legs")).id).toBe('disposition:emergency-spine');
});

describe('an emergency is never lowered by what is said later', () => {
  test.each([
    "i'm ok",
    'it was years ago',
    'just kidding',
    'never mind',
    'no',
    'start over',
    'menu',
    'feedback',
    'cancel',
    'my back hurts',
    'what is an mri',
    'back pain and i have breast cancer',
    'my back hurts, i never had cancer',
  ])('"%s"', (text) => {
    const chat = chatAfter(EMERGENCY, text);
    expect(warned(chat.state)).toBe('emergency');
    expect(replyOf(chat.say('help me'))).toMatchObject({
      id: 'disposition:emergency-spine',
      urgency: 'emergency',
    });
    expect(replyOf(chat.say('help')).text.startsWith(texts.reminder)).toBe(true);
  });

  test('a second kind of emergency gets its own card', () => {
    expect(replyOf(chatAfter(EMERGENCY).say('i want to die')).id).toBe('disposition:crisis');
  });

  test('every card but the emergency leaves a warning of its own kind', () => {
    const chat = chatAfter('back pain and i have breast cancer');
    expect(replyOf(chat.say('help')).text.startsWith(texts['reminder-urgent'])).toBe(true);
    expect(replyOf(chat.say('cancel')).text.startsWith(texts['before-you-go-urgent'])).toBe(true);
    expect(replyOf(chat.say(EMERGENCY)).urgency).toBe('emergency');
    expect(replyOf(chat.say('help')).text.startsWith(texts.reminder)).toBe(true);
  });

  test('whatever is said in whatever order', () => {
    const messages = fc.constantFrom(
      EMERGENCY,
      'back pain',
      'i have lung cancer',
      'i feel weak',
      'yes',
      'no',
      '1',
      '2',
      'not sure',
      'cancel',
      'start over',
      'menu',
      'feedback',
      'helpful',
      'skip',
      'terms',
      'help',
      'help me',
      'what is an mri',
      'delete my feedback',
      'qwzx',
      '',
    );
    fc.assert(
      fc.property(fc.array(messages, { maxLength: 12 }), (said) => {
        const chat = new Chat(sources);
        let before: keyof typeof RANK = 'none';
        for (const text of said) {
          const reply = replyOf(chat.say(text));
          const next = warned(chat.state);
          expect(RANK[next]).toBeGreaterThanOrEqual(RANK[before]);
          expect(reply.text).not.toBe('');
          expect(chat.state?.dialogs.length).toBeLessThanOrEqual(2);
          if (text === EMERGENCY) expect(reply.urgency).toBe('emergency');
          before = next;
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the card', () => {
  test('closes every open question', () => {
    expect(chatAfter('i feel weak', 'feedback', EMERGENCY).state?.dialogs).toEqual([]);
  });

  test('comes with its sources and the day of its check', () => {
    const reply = replyOf(new Chat(sources).say(EMERGENCY));
    expect(reply.text).toBe(cards.get('emergency-spine')?.text);
    expect(reply.citations.length).toBeGreaterThan(0);
    expect(reply.reviewed).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test.each(["my mom can't feel her legs", 'my husband suddenly cannot move his legs'])(
    'speaks to the carer: "%s"',
    (text) => expect(replyOf(new Chat(sources).say(text)).id).toBe('disposition:emergency-spine-other'),
  );

  test('is complete for any message of any kind: one reply, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const chat = new Chat(sources);
        expect(replyOf(chat.say(text)).text).not.toBe('');
        expect(replyOf(chat.say(EMERGENCY)).urgency).toBe('emergency');
      }),
      { numRuns: 100 },
    );
  });
});

test('once the urgent card was shown for pain with cancer, later questions about the cancer are answered', () => {
  const chat = chatAfter('my back hurts', 'i have breast cancer');
  expect(replyOf(chat.say('what is the treatment for my cancer in the spine')).id).toMatch(
    /^(answer|clarify)/,
  );
});

describe('a crisis and an emergency in one conversation', () => {
  test.each([
    ['the emergency first', [EMERGENCY, 'i want to die']],
    ['the crisis first', ['i want to die', EMERGENCY]],
  ])('are both kept in mind, %s', (_what, messages) => {
    const chat = chatAfter(...messages);
    const { text } = replyOf(chat.say('cancel'));
    expect(text).toContain(texts['before-you-go']);
    expect(text).toContain(texts['before-you-go-crisis']);
  });

  test('"help me" repeats the card shown last', () => {
    expect(replyOf(chatAfter(EMERGENCY, 'i want to die').say('help me')).id).toBe('disposition:crisis');
    expect(replyOf(chatAfter('i want to die', EMERGENCY).say('help me')).id).toBe(
      'disposition:emergency-spine',
    );
  });

  test('a crisis alone is not told of as a medical emergency', () => {
    const { text } = replyOf(chatAfter('i want to die').say('just kidding'));
    expect(text).toContain(texts['reminder-crisis']);
    expect(text).not.toContain(texts.reminder);
  });
});

describe('answers while an emergency stands', () => {
  test('every answer says first that help is to be got now', () => {
    const chat = new Chat(sources);
    chat.say('i cant feel my legs');
    for (const text of ['what is an mri', 'tell me more', 'and with a pacemaker', 'what is a biopsy']) {
      const reply = replyOf(chat.say(text));
      expect([text, reply.id]).toEqual([text, expect.stringMatching(/^(answer|more):/)]);
      expect([text, reply.text.startsWith(texts.reminder), reply.urgency]).toEqual([text, true, 'emergency']);
    }
  });

  test('no longer once somebody looks after it', () => {
    const chat = new Chat(sources);
    chat.sayAll('i cant feel my legs', 'i am at the er');
    expect(replyOf(chat.say('what is an mri')).text).not.toContain(texts.reminder);
  });
});

import { Chat, chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts, cards } = sources.script;
const chatAfter = chatsOf(sources);
const EMERGENCY = 'my leg is dragging and i have cancer';

describe('an answer to a card can be taken back', () => {
  test.each([
    ['This was a mistake', 'no wait it is dragging i pressed the wrong one'],
    ['This was a mistake', 'it was not a mistake'],
    ['This was a mistake', 'i pressed the wrong button it is true'],
    ['I am already being seen', 'wrong button'],
    ['I am already being seen', 'im not being seen'],
    ['I am already being seen', 'no nobody is seeing me'],
  ])('"%s", then "%s": the card stands again', (answer, undo) => {
    const chat = chatAfter(EMERGENCY, answer);
    const reply = replyOf(chat.say(undo));
    expect(reply.id).toBe('disposition:emergency-spine');
    expect(reply.text).toContain(texts.restored);
    expect(warned(chat.state)).toBe('emergency');
  });

  test('a new red flag beside these words gets its own card', () => {
    const chat = chatAfter('i have cancer and my back hurts', 'i am already being seen');
    expect(replyOf(chat.say('im still at home and i want to kill myself')).urgency).toBe('crisis');
    expect(replyOf(chat.say('undo')).text).toContain('988');
    expect(chat.state?.warnings.map(({ card }) => card)).toContain('crisis');
  });

  test.each([
    'it is true I took 40 pills of oxycodone',
    'now I cannot pee and my legs are numb, im at home',
    'no mistake, I also have chest pain now',
    'I am still at home and now I want to kill myself',
  ])('"%s" is answered as what it tells', (text) => {
    const reply = replyOf(chatAfter('I have cancer and new back pain', 'This was a mistake').say(text));
    expect(['emergency', 'crisis']).toContain(reply.urgency);
    expect(reply.text).not.toContain(texts.restored);
  });

  test('a question that holds the words is a question', () => {
    const reply = replyOf(
      chatAfter(EMERGENCY, 'I am already being seen').say('is it true that sugar feeds cancer'),
    );
    expect(reply.text).not.toContain(texts.restored);
  });

  test('some messages later the same words are about something else', () => {
    const chat = chatAfter(
      EMERGENCY,
      'This was a mistake',
      'what is an mri',
      'how do i pay my bill',
      'thanks',
    );
    expect(replyOf(chat.say('my mother is still at home, can she get radiation')).urgency).toBe('none');
  });

  test('with no answer to take back, the same words bring nothing up', () =>
    expect(replyOf(new Chat(sources).say('wrong button')).urgency).toBe('none'));
});

describe('what is said while an emergency stands', () => {
  test.each([
    'i cant afford the ambulance',
    'is it safe to wait til morning',
    'should i wake my husband',
    'ok which er is closest',
    'how long have i got before its permanent',
    'she is in another city',
    'an ambulance is way too expensive for us',
  ])('"%s" is answered with what to do, never with a topic', (text) => {
    const reply = replyOf(chatAfter(EMERGENCY).say(text));
    expect(reply.id).toBe('reminder');
    expect(reply.text).toContain(texts.reminder);
    expect(reply.urgency).toBe('emergency');
  });

  test('one after the other, the answers differ', () => {
    const chat = chatAfter(EMERGENCY);
    const first = replyOf(chat.say('i cant afford the ambulance')).text;
    expect(replyOf(chat.say('should i wake my husband')).text).not.toBe(first);
  });

  test.each(['ok im calling 911', 'we are in the car', 'my son is driving me there now'])(
    '"%s" is the right thing to do',
    (text) => expect(replyOf(chatAfter(EMERGENCY).say(text)).text).toMatch(/right thing to do|help is there/),
  );

  test('more of the same person adds to it, and gets no milder card', () => {
    const reply = replyOf(chatAfter(EMERGENCY).say('my back hurts too'));
    expect(reply.text).toContain(texts['adds-to-it']);
    expect(reply.text).not.toContain(cards.get('urgent')?.text);
  });

  test('what is said of the pain changes nothing of the legs', () =>
    expect(replyOf(new Chat(sources).say('my legs are weak but my pain is better')).urgency).toBe(
      'emergency',
    ));
});

test.each(['they didnt answer', 'i called and got put on hold for 40 minutes', 'been on hold since noon'])(
  'after an urgent card "%s" is told how long to wait',
  (text) => {
    const reply = replyOf(chatAfter('i have cancer and my back hurts').say(text));
    expect(reply.text).toContain('about 30 minutes');
    expect(reply.text).toContain(texts['reminder-urgent']);
  },
);

describe('a "no" to the safety question must be all that is said', () => {
  const ASKED = 'my legs are still weak since surgery';

  test.each(['no', 'no not at all', 'nope im fine', 'no it isnt happening now'])('"%s" is a no', (text) =>
    expect(replyOf(chatAfter(ASKED).say(text)).text).toContain(texts['not-happening']),
  );

  test.each(['no he is 70', 'no just when i climb stairs', 'no the other one'])(
    '"%s" is asked again',
    (text) => {
      const reply = replyOf(chatAfter(ASKED).say(text));
      expect(reply.text).not.toContain(texts['not-happening']);
      expect(reply.text).toContain('911');
    },
  );

  test.each(['no my legs are numb', 'no he wet himself', 'nope i fell down twice today'])(
    '"%s" is an emergency',
    (text) => expect(replyOf(chatAfter(ASKED).say(text)).urgency).toBe('emergency'),
  );

  test('"no, not me, him" turns the question to that person', () => {
    const chat = chatAfter(ASKED);
    expect(replyOf(chat.say('no not me him')).text).toContain('the person you care for');
    expect(replyOf(chat.say('yes')).id).toBe('disposition:emergency-spine-other');
  });
});

describe('what belongs to whom', () => {
  test("a cancer of the grandmother says nothing about one's own back", () => {
    const chat = chatAfter('my back is killing me lol', 'No', 'my grandma has a spine tumor tho');
    expect(warned(chat.state)).toBe('none');
  });

  test('who has had cancer and the same pain for long is sent to the cancer team', () => {
    const chat = chatAfter('i have prostate cancer', 'my legs are still weak since surgery');
    const reply = replyOf(chat.say('Same for a long time'));
    expect(reply.id).toBe('disposition:soon-cancer');
    expect(reply.text).not.toContain('If you have ever had cancer');
  });
});

describe('a crisis card', () => {
  test('"this was a mistake" is taken kindly, without a way out that is none', () => {
    const reply = replyOf(chatAfter('i want to die').say('This was a mistake'));
    expect(reply.text).toContain(texts['told-otherwise-crisis']);
    expect(reply.text).not.toContain('this was a mistake');
    expect(reply.text).toContain('988');
  });

  test('is shown again when "tonight" follows, with no question between', () => {
    const reply = replyOf(chatAfter('i cant go on').say('tonight'));
    expect(reply.urgency).toBe('crisis');
    expect(reply.text).toContain('988');
  });

  test.each(['i am not suicidal', 'he doesnt mean it'])(
    '"%s" is taken kindly, and the crisis line stays',
    (text) => {
      const reply = replyOf(chatAfter('i want to die').say(text));
      expect(reply.text).toContain(texts['told-otherwise-crisis']);
      expect(reply.text).toContain('988');
    },
  );

  test('"I feel like a burden" gets comfort and the crisis line, and no question about the body', () => {
    const reply = replyOf(new Chat(sources).say('I feel like a burden'));
    expect(reply.id).toBe('disposition:distress');
    expect(reply.text).toContain('988');
  });

  test.each([
    'i dont want to die',
    'its 3am i cant sleep. they told me yesterday the cancer went to my spine',
    'they told me yesterday the cancer went to my spine',
  ])('is not shown for fear or bad news: "%s"', (text) =>
    expect(replyOf(new Chat(sources).say(text)).urgency).not.toBe('crisis'),
  );

  test.each([
    'I dont see a way out',
    'there is no way out for me',
    'goodbye thanks for all your help its over',
    'i dont want to live anymore',
    'i dont want to die but i cant go on like this',
  ])('is shown for "%s"', (text) => expect(replyOf(new Chat(sources).say(text)).urgency).toBe('crisis'));
});

describe('what was taken back or looked after comes up again', () => {
  test.each(['they are still numb', 'no wait they are numb', 'i still cant feel them'])(
    'after "this was a mistake", "%s" brings the card',
    (text) => {
      const reply = replyOf(chatAfter('my legs are numb', 'This was a mistake').say(text));
      expect(reply.urgency).toBe('emergency');
      expect(reply.text).toContain('Call 911');
    },
  );

  test.each(['they are still on vacation', 'i still cant sleep', 'i still have a question'])(
    'after "this was a mistake", "%s" is about something else',
    (text) =>
      expect(replyOf(chatAfter('my legs are numb', 'This was a mistake').say(text)).text).not.toContain(
        texts.restored,
      ),
  );

  test.each([
    'they sent me home and it is worse',
    'they told me to go home',
    'he was sent home, no they sent him home',
  ])('after "I am already being seen", "%s" brings the card, however much later', (text) => {
    const chat = chatAfter('my legs are numb', 'I am already being seen', 'what is an mri', 'what is a ct');
    chat.sayAll('what is a biopsy', 'what is chemo');
    const reply = replyOf(chat.say(text));
    expect(reply.urgency).toBe('emergency');
    expect(reply.text).toContain('Call 911');
  });

  test.each(['nobody comes', 'i have been waiting 9 hours'])(
    'in the waiting room "%s" gets what to say',
    (text) => {
      const reply = replyOf(chatAfter('my legs are numb', 'I am already being seen').say(text));
      expect(reply.text).toContain(texts['reminder-seen']);
      expect(reply.text).toMatch(/tell them again/i);
    },
  );
});

describe('under an emergency card', () => {
  test.each(['no', 'maybe', 'not sure', 'i can still walk', 'but they still work'])(
    '"%s" gets the advice again, and no list of topics',
    (text) => {
      const reply = replyOf(chatAfter('my legs are numb').say(text));
      expect(reply.id).toBe('reminder');
      expect(reply.text).toContain(texts.reminder);
    },
  );

  test.each([
    ['can i drive', /should not drive/],
    ['which hospital', /nearest emergency room/],
    ['what should i eat', /before you eat or drink/],
    ['is exercise good for me', /keep still/i],
  ])('"%s" is answered for now, and not for calmer days', (text, words) => {
    const reply = replyOf(chatAfter('my legs are numb').say(text));
    expect(reply.id).toMatch(/^in-danger:/);
    expect(reply.text.startsWith(texts.reminder)).toBe(true);
    expect(reply.text).toMatch(words);
  });

  test.each(['why', 'why is it an emergency', 'but why do i have to go'])('"%s" is answered', (text) =>
    expect(replyOf(chatAfter('my legs are numb').say(text)).text).toContain(texts['why-now']),
  );

  test.each(['ok', 'yes', 'all right'])('"%s" gets what to do until help comes', (text) =>
    expect(replyOf(chatAfter('my legs are numb').say(text)).id).toBe('small-talk:going'),
  );

  test('"it is me not my mom" turns it back', () => {
    const chat = chatAfter('my moms legs are numb', 'it is me not my mom');
    expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine']);
  });

  test('"it is my mom not me" turns the card to her', () => {
    const chat = chatAfter('my legs are numb', 'it is my mom not me');
    expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine-other']);
    expect(replyOf(chat.say('summary')).text).toContain('for the person I care for');
  });
});

describe('sent home again', () => {
  test('however often it was said that help is there, nothing stays looked after', () => {
    const chat = chatAfter('my legs are numb', 'i am at the er', 'at the er', 'they sent me home');
    expect(replyOf(chat.say('menu')).text).toContain(texts.reminder);
    expect(replyOf(chat.say('i cant feel my legs')).text).not.toContain(texts['seen-again']);
  });

  test('with the red flag in the same words it is the whole card, and stands', () => {
    const chat = chatAfter('my legs are numb', 'i am at the er');
    expect(replyOf(chat.say('they sent me home but i cannot feel my legs')).id).toBe(
      'disposition:emergency-spine',
    );
    expect(replyOf(chat.say('menu')).text).toContain(texts.reminder);
  });

  test.each(['they sent me home and it is not better', 'they sent us home, not one doctor looked at him'])(
    'a "not" about something else does not hide it: "%s"',
    (text) =>
      expect(replyOf(chatAfter('my legs are numb', 'i am at the er').say(text)).urgency).toBe('emergency'),
  );

  test.each(['they have not sent me home yet', 'i feel at home now', 'when will they send me home'])(
    '"%s" is not that',
    (text) =>
      expect(replyOf(chatAfter('my legs are numb', 'i am at the er').say(text)).text).not.toContain(
        texts.restored,
      ),
  );
});

test('who drives is no patient: "my husband" leaves the card with the visitor', () => {
  const chat = chatAfter('my legs are numb', 'i have no car', 'my husband');
  expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine']);
});

test('whoever cannot breathe is not told to lie down', () =>
  expect(replyOf(chatAfter('i cant breathe').say('how should i sleep')).text).not.toMatch(/lie down/));

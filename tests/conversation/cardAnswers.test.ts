import { assessRisk } from '../../src/understanding/red-flags/risk';
import { Chat, chatsOf, realContent, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { requests } = realContent();
const { texts, cards } = sources.script;
const EMERGENCY = "i can't feel my legs";
const SPINE = cards.get('emergency-spine')?.text ?? '?';
const [SEEN, MISTAKE] = [texts['being-seen'], texts.mistake];

const chatAfter = chatsOf(sources);

describe('what a card offers', () => {
  const OPENINGS: readonly (readonly [string, string])[] = [
    ['disposition:emergency-spine', EMERGENCY],
    ['disposition:emergency-911', "i can't breathe and my chest hurts"],
    ['disposition:emergency-fever', 'i have a fever of 102 and i am on chemo'],
    ['disposition:urgent', 'back pain and i have breast cancer'],
  ];
  test.each(OPENINGS)('%s: two answers', (id, text) => {
    const reply = replyOf(new Chat(sources).say(text));
    expect(reply.id).toBe(id);
    expect(reply.choices.slice(0, 2)).toEqual([{ label: SEEN }, { label: MISTAKE }]);
  });

  test('a carer answers for the person they care for', () => {
    const reply = replyOf(new Chat(sources).say("my mom can't feel her legs"));
    expect(reply.choices.slice(0, 2)).toEqual([{ label: texts['being-seen-other'] }, { label: MISTAKE }]);
  });

  test('a crisis card keeps its own care and asks for no answer', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.say('i want to die')).choices).toEqual([]);
    for (const text of [SEEN, MISTAKE]) expect(replyOf(chat.say(text)).text).toContain('988');
    expect(replyOf(chat.say('i want to die')).id).toBe('disposition:crisis');
  });

  test('a number never stands for an answer to a card: "2" may be two days', () => {
    const chat = chatAfter(EMERGENCY, '2');
    expect(warned(chat.state)).toBe('emergency');
  });
});

describe('"I am already being seen"', () => {
  test.each([SEEN, 'im at the er', 'The ambulance is on the way!', 'i called 911', 'I am in the hospital.'])(
    '"%s" is thanked for, told to tell the staff, and keeps the safety net',
    (text) => {
      const reply = replyOf(chatAfter(EMERGENCY).say(text));
      expect(reply.text).toContain(texts['being-seen-thanks']);
      expect(reply.text).toMatch(/tell the staff/i);
      expect(reply.text).toContain(texts['safety-net-short']);
    },
  );

  test.each(['we are at the hospital now. i am scared', 'I am at the ER! Thank you.'])(
    'said in one sentence of "%s" it counts as well',
    (text) => expect(replyOf(chatAfter(EMERGENCY).say(text)).text).toContain(texts['being-seen-thanks']),
  );

  test('"nobody helps us" beside it is no reason to be glad', () =>
    expect(replyOf(chatAfter(EMERGENCY).say('im at the er. they wont look at me')).text).not.toContain(
      texts['being-seen-thanks'],
    ));

  test('the same red flag again gets one line with the emergency number, not the card', () => {
    const chat = chatAfter(EMERGENCY, SEEN);
    const reply = replyOf(chat.say('i still cannot feel my legs'));
    expect(reply.text).not.toContain(SPINE);
    expect(reply.text).toContain(texts['seen-again']);
    expect(reply.text).toContain('911');
    expect(reply.urgency).toBe('emergency');
  });

  test.each([
    ['a new red flag', 'now i cant pee'],
    ['the same, but worse', "i can't feel my legs and it is getting worse"],
    ['the same for somebody else', "my mom can't feel her legs"],
    ['another kind of emergency', 'i have chest pain'],
    ['a cry for help', 'help me'],
    ['a wish to die', 'i want to die'],
  ])('%s still gets its full card', (_what, text) => {
    const reply = replyOf(chatAfter(EMERGENCY, SEEN).say(text));
    expect(reply.id).toMatch(/^disposition:/);
    expect(reply.urgency).toMatch(/emergency|crisis/);
  });

  test('an urgent card that is being seen to does not silence the emergency it turns into', () => {
    const chat = chatAfter('back pain and i have breast cancer', SEEN);
    expect(replyOf(chat.say(EMERGENCY)).text).toBe(SPINE);
  });

  test('keywords remind in a softer way, and the warning stays', () => {
    const chat = chatAfter(EMERGENCY, SEEN);
    const reply = replyOf(chat.say('menu'));
    expect(reply.text).not.toContain(texts.reminder);
    expect(reply.text).toContain(texts['reminder-seen']);
    expect(warned(chat.state)).toBe('emergency');
  });

  test('said to an emergency card it covers what was told before', () => {
    const chat = chatAfter('i have chest pain', 'i cant pee');
    expect(replyOf(chat.say(SEEN)).text).not.toContain(texts.reminder);
    expect(replyOf(chat.say('i have chest pain')).text).toContain(texts['seen-again']);
  });

  test('said to an urgent card it leaves an emergency told of before as it is', () => {
    const chat = chatAfter("i can't feel my legs", 'back pain and i have breast cancer');
    expect(replyOf(chat.say(SEEN)).text).toContain(texts.reminder);
    expect(replyOf(chat.say("i can't feel my legs")).id).toBe('disposition:emergency-spine');
  });

  test('it never covers a crisis', () => {
    const chat = chatAfter('i want to die', 'i have chest pain', SEEN);
    expect(replyOf(chat.say('i want to die')).id).toBe('disposition:crisis');
  });

  test('is forgotten by "start over"? no: it stays for the conversation', () => {
    const chat = chatAfter(EMERGENCY, SEEN, 'start over');
    expect(replyOf(chat.say(EMERGENCY)).text).toContain(texts['seen-again']);
  });

  test('without a card it claims nothing', () => {
    expect(replyOf(new Chat(sources).say(SEEN)).text).not.toContain(texts['being-seen-thanks']);
  });
});

describe('"This was a mistake"', () => {
  test.each([MISTAKE, 'that was a mistake', 'Wrong button!', 'you misunderstood me'])(
    '"%s" takes the warning back and keeps the safety line',
    (text) => {
      const chat = chatAfter(EMERGENCY);
      const reply = replyOf(chat.say(text));
      expect(reply.text).toContain(texts['taken-back']);
      expect(reply.text).toContain(texts['safety-net-short']);
      expect(warned(chat.state)).toBe('none');
      expect(replyOf(chat.say('menu')).text).not.toContain(texts.reminder);
    },
  );

  test.each(['just kidding', "i'm ok", 'it was years ago', 'i lied', 'ok', 'no', 'start over', 'cancel'])(
    'nothing else does: "%s"',
    (text) => expect(warned(chatAfter(EMERGENCY, text).state)).toBe('emergency'),
  );

  test('what the message asked is answered then, as one tap after the card', () => {
    const chat = chatAfter('unsteady gait cause');
    expect(warned(chat.state)).toBe('emergency');
    const reply = replyOf(chat.say(MISTAKE));
    expect(reply.id).toBe('answer:symptom-walking');
    expect(reply.text.indexOf(texts['taken-back'])).toBe(0);
    expect(reply.text).toContain(sources.script.topics.get('symptom-walking')?.answer);
    expect(replyOf(chat.say('more')).id).toBe('more:symptom-walking');
  });

  test('with another warning standing, that one is said again and nothing else is told', () => {
    const reply = replyOf(chatAfter('i want to die', EMERGENCY).say(MISTAKE));
    expect(reply.id).toBe('taken-back');
    expect(reply.text).toContain('988');
  });

  test('an emergency typed again afterwards shows the full card', () => {
    const chat = chatAfter(EMERGENCY, MISTAKE);
    expect(replyOf(chat.say(EMERGENCY)).text).toBe(SPINE);
    expect(warned(chat.state)).toBe('emergency');
  });

  test('also after it was said to be seen to', () => {
    const chat = chatAfter(EMERGENCY, SEEN, MISTAKE);
    expect(replyOf(chat.say(EMERGENCY)).text).toBe(SPINE);
  });

  test('takes back the last card only, and never a crisis', () => {
    const chat = chatAfter(EMERGENCY, 'i want to die', 'i have chest pain');
    const reply = replyOf(chat.say(MISTAKE));
    expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine', 'crisis']);
    expect(reply.text).toContain(texts.reminder);
    expect(reply.text).toContain(texts['reminder-crisis']);
  });
});

test.each([...requests.keys()])('the reviewed phrase "%s" holds no red flag of its own', (phrase) => {
  const { redFlags, words } = sources.understand(phrase);
  expect(assessRisk(redFlags, {}).concepts).toEqual([]);
  expect(words).toBe(phrase);
});

describe('what keeps a person from going', () => {
  test.each(['I have no car', "it's too late at night", 'how long do I have to get there', 'im alone'])(
    'is answered while an emergency stands: %s',
    (text) => {
      const reply = replyOf(chatAfter(EMERGENCY).say(text));
      expect(reply.text).toContain(texts.reminder);
      expect(reply.text).toContain(texts['go-anyway']);
    },
  );

  test('is asked about in general as before when nothing stands', () => {
    expect(replyOf(new Chat(sources).say('how long do i have')).id).toBe('answer:prognosis');
  });

  test('does not call those again who are looked after', () => {
    expect(replyOf(chatAfter(EMERGENCY, SEEN).say('im alone')).text).not.toContain(texts['go-anyway']);
  });

  test('is no reason to take too many pills for a mistake', () => {
    const chat = chatAfter('i took all my oxycodone at once');
    expect(replyOf(chat.say('it was a mistake')).text).toContain('911');
    expect(warned(chat.state)).not.toBe('none');
  });
});

import { readState, writeState } from '../../src/storage/storedState';
import { ONSETS, SIDES, TRENDS } from '../../src/understanding/course';
import { chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts } = sources.script;

const chatAfter = chatsOf(sources);

describe('how a symptom runs is read', () => {
  test.each([
    ['it started this morning', { onset: 'hours' }],
    ['2 hours ago', { onset: 'hours' }],
    ['2hrs', { onset: 'hours' }],
    ['since 5am', { onset: 'hours' }],
    ['about three days ago i think', { onset: 'days' }],
    ['for the last 3 days', { onset: 'days' }],
    ['for days', { onset: 'days' }],
    ['since monday, both legs', { onset: 'days', side: 'both' }],
    ['a couple of weeks', { onset: 'weeks' }],
    ['since march', { onset: 'months' }],
    ['for years', { onset: 'years' }],
    ['all of a sudden', { onset: 'sudden' }],
    ["it's getting worse", { trend: 'worse' }],
    ["it's not getting worse", { trend: 'same' }],
    ["it isn't getting better", { trend: 'worse' }],
    ['a little better', { trend: 'better' }],
    ['just the left leg', { side: 'one' }],
    ['now the other one too', { side: 'both' }],
    ['also the left', { side: 'both' }],
  ])('"%s"', (text, course) => {
    expect(sources.understand(text).course).toEqual({ ...course, alone: true, aside: course });
  });

  test.each([
    'my bladder is getting worse',
    'my scan was last week',
    'what is an mri?',
    'is it getting worse?',
    'is it new',
    'left or right?',
    'all right then',
    'i just left',
    'that is right',
    'i am going right now',
    'on monday',
    'three times a day',
    'now and then',
  ])('"%s" tells of something else, or asks', (text) => {
    expect(sources.understand(text).course.alone).toBe(false);
  });
});

describe('as an answer to "is it new or getting worse?"', () => {
  const ASKED = 'my legs are still weak since surgery';
  test.each(['it is getting worse', 'now its worse', 'since yesterday', 'its new', '3 days ago'])(
    '"%s" is a yes',
    (text) => {
      const chat = chatAfter(ASKED);
      expect(chat.state?.dialogs).toHaveLength(1);
      expect(replyOf(chat.say(text))).toMatchObject({ urgency: 'emergency' });
    },
  );

  test('"it has been the same for years" can wait some days', () => {
    expect(replyOf(chatAfter(ASKED).say("it's been the same for years")).id).toBe('disposition:soon');
  });

  test.each(['months ago', 'a bit better', 'on the left'])('"%s" alone is asked again', (text) => {
    const reply = replyOf(chatAfter(ASKED).say(text));
    expect(reply.id).toMatch(/^dialog:safety-question/);
    expect(reply.text).toContain('911');
  });

  test.each(['the same since yesterday', 'the same for a week'])('"%s" is new all the same', (text) => {
    expect(replyOf(chatAfter(ASKED).say(text))).toMatchObject({ urgency: 'emergency' });
  });

  test.each([
    ['bladder', ['check symptoms', 'no', 'no']],
    ['numbness', ['check symptoms', 'no', 'no', 'no']],
  ])(
    'in the symptom check "the same for months" does not answer for a doctor or for chemo: %s',
    (question, before) => {
      const chat = chatAfter(...before);
      chat.say('it has been the same for months');
      expect(chat.state?.dialogs.at(-1)?.position).toMatchObject({ questionId: question, retries: 1 });
    },
  );

  test('in the symptom check "getting worse since monday" is new', () => {
    const chat = chatAfter('check symptoms', 'no');
    expect(replyOf(chat.say('getting worse since monday'))).toMatchObject({ urgency: 'emergency' });
  });
});

describe('after a card', () => {
  const EMERGENCY = "i can't feel my feet";
  /** The reply that says what was noted. */
  const noted = (what: string) => texts['course-noted'].replace('{what}', what);

  test.each([
    ['it started this morning', 'within the last day'],
    ['it started at 5 am', 'within the last day'],
    ['since 5am', 'within the last day'],
    ['on the left', 'one side'],
    ['months ago, the same', 'months ago; the same'],
    ['getting worse', 'getting worse'],
  ])('"%s" is noted as "%s", and the advice stands', (text, what) => {
    const reply = replyOf(chatAfter(EMERGENCY).say(text));
    expect(reply.text).toContain(texts.reminder);
    expect(reply.text).toContain(noted(what));
    expect(reply.text).not.toMatch(/did you mean/i);
  });

  test('one after the other, each reply says all that is known, and the last told counts', () => {
    const chat = chatAfter(EMERGENCY, 'since monday', 'both feet');
    expect(replyOf(chat.say('getting worse')).text).toContain(noted('days ago; getting worse; both sides'));
    expect(replyOf(chat.say('no it started two weeks ago')).text).toContain(
      noted('weeks ago; getting worse; both sides'),
    );
  });

  test.each(['both legs now', 'now its both legs'])('"%s" shows it again in full', (text) => {
    const chat = chatAfter("i can't feel my left leg", 'since monday');
    expect(replyOf(chat.say(text)).id).toBe('disposition:emergency-spine');
    expect(chat.state?.course).toEqual({ onset: 'days', side: 'both' });
  });

  test('of a fever on treatment, "both legs" is the emergency of the spine', () => {
    expect(replyOf(chatAfter('i have fever on chemo').say('both legs')).id).toBe(
      'disposition:emergency-spine',
    );
  });

  test('the summary tells it, with blanks for what was not said', () => {
    const summary = replyOf(chatAfter(EMERGENCY, 'it started this morning', 'both feet').say('summary')).text;
    expect(summary).toContain('It began: within the last day. Change: ________. Side: both sides.');
  });

  test('it is shown to who asks, and erased', () => {
    const chat = chatAfter(EMERGENCY, 'since yesterday, getting worse');
    expect(replyOf(chat.say('what do you know about me')).text).toContain('days ago; getting worse');
    chat.say('forget me');
    expect(chat.state?.course).toBeUndefined();
    expect(replyOf(chat.say('what do you know about me')).text).not.toContain('getting worse');
  });

  const URGENT = 'i have cancer and my back hurts';

  test.each(['both legs now', 'all of a sudden'])('after an urgent card "%s" is an emergency', (text) => {
    const chat = chatAfter(URGENT);
    expect(warned(chat.state)).toBe('urgent');
    expect(replyOf(chat.say(text))).toMatchObject({ urgency: 'emergency' });
  });

  test.each(['worse', 'it is spreading', 'on the left side', 'it is new'])(
    'after an urgent card "%s" is never just noted',
    (text) => {
      const reply = replyOf(chatAfter(URGENT).say(text));
      expect(reply.id).toMatch(/^(ask:happening-now|disposition:emergency)/);
      expect(reply.text).toContain('911');
    },
  );

  test.each([
    ['since tuesday', 'days ago'],
    ['two weeks ago', 'weeks ago'],
    ['a bit better', 'getting better'],
  ])('after an urgent card "%s" changes nothing', (text, what) => {
    const reply = replyOf(chatAfter(URGENT).say(text));
    expect(reply.text).toContain(texts['reminder-urgent']);
    expect(reply.text).toContain(noted(what));
    expect(reply.text).toContain(texts['safety-net-short']);
  });

  test.each([
    ['i want to kill myself', 'tonight'],
    ['i want to kill myself', 'since yesterday'],
    ['my husband hits me', 'getting worse'],
    ['my husband hits me', 'tonight'],
  ])('after "%s", "%s" is kept nowhere', (card, text) => {
    const chat = chatAfter(card);
    const reply = replyOf(chat.say(text));
    expect(chat.state?.course).toBeUndefined();
    expect(reply.text).toMatch(/988|911/);
  });

  test('with a crisis told after it, "tonight" is no beginning of the symptom', () => {
    const chat = chatAfter(EMERGENCY, 'i want to die', 'tonight');
    expect(chat.state?.course).toBeUndefined();
  });

  test('who is already being seen can still tell when it began', () => {
    const chat = chatAfter(EMERGENCY, 'i am already being seen');
    expect(replyOf(chat.say('since monday')).text).toContain(noted('days ago'));
    expect(replyOf(chat.say('both legs now')).urgency).toBe('emergency');
  });

  test('"this was a mistake" takes it back too', () => {
    const chat = chatAfter('i cant feel my legs all of a sudden');
    expect(chat.state?.course).toEqual({ onset: 'sudden' });
    chat.say('this was a mistake');
    expect(chat.state?.course).toBeUndefined();
  });

  test.each(['its better now', 'im fine now', 'it was years ago'])(
    '"%s" is no news for the staff',
    (text) => {
      const chat = chatAfter(EMERGENCY);
      expect(replyOf(chat.say(text)).text).toContain(texts['told-otherwise']);
      expect(chat.state?.course).toBeUndefined();
    },
  );

  test('a card of another kind or person begins anew', () => {
    expect(
      chatAfter(EMERGENCY, 'since monday', 'i have a fever of 102 on chemo').state?.course,
    ).toBeUndefined();
    expect(chatAfter(EMERGENCY, 'since monday', 'my dad cant pee').state?.course).toBeUndefined();
    expect(chatAfter(EMERGENCY, 'since monday', 'check symptoms for my mom').state?.course).toBeUndefined();
  });

  test('"i am fine now" after an emergency does not end it', () => {
    expect(replyOf(chatAfter(EMERGENCY).say('i am fine now, getting better')).text).toContain(texts.reminder);
  });

  test('another symptom in the same words is still a card of its own', () => {
    expect(
      replyOf(chatAfter('my back hurts', 'i have cancer').say("since monday i can't pee")),
    ).toMatchObject({
      urgency: 'emergency',
    });
  });
});

describe('what a message about a symptom tells of its course', () => {
  test.each([
    ['since yesterday i cant feel my legs', { onset: 'days' }],
    ["I can't feel my legs. It started this morning.", { onset: 'hours' }],
    ['i cant feel both my legs and it is getting worse', { trend: 'worse', side: 'both' }],
    ['my mother died last year. i cant feel my feet', undefined],
    ['i had breast cancer 5 years ago and now i cant feel my legs', undefined],
    ["my 60 year old wife can't feel her legs", undefined],
    ['i had surgery two weeks ago and i cant feel my legs', undefined],
    ['i have a new doctor and my legs are numb', undefined],
    ['i left the hospital and now i cant walk', undefined],
  ])('"%s"', (text, course) => {
    const chat = chatAfter(text);
    expect(warned(chat.state)).toBe('emergency');
    expect(chat.state?.course).toEqual(course);
  });

  test('the year of a cancer is no beginning of the pain', () => {
    expect(chatAfter('my back hurts', 'yes, 5 years ago').state?.course).toBeUndefined();
  });

  test('a choice of the check is kept as its answer only', () => {
    const chat = chatAfter('check symptoms', 'none of these', 'Same for a long time', 'New or getting worse');
    expect(chat.state?.course).toBeUndefined();
  });
});

test('dates of anything but a symptom are no course', () => {
  const chat = chatAfter('what is an mri', 'my scan is since monday in the portal');
  expect(chat.state?.course).toBeUndefined();
});

test('a comment of feedback is no course', () => {
  expect(chatAfter('feedback', 'Not helpful', 'it started yesterday').state?.course).toBeUndefined();
});

test('every word for a course can be stored and read back', () => {
  const { state } = chatAfter("i can't feel my legs");
  if (state === undefined) throw new Error('a message leaves a state');
  for (const onset of ONSETS)
    for (const trend of TRENDS)
      for (const side of SIDES) {
        const told = { ...state, course: { onset, trend, side } };
        expect(readState(writeState(told))).toEqual(told);
      }
});

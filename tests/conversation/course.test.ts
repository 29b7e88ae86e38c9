import fc from 'fast-check';
import { readState, writeState } from '../../src/storage/storedState';
import { ONSETS, SIDES, TRENDS } from '../../src/understanding/course';
import { chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts } = sources.script;

const chatAfter = chatsOf(sources);

describe('how a symptom runs is read', () => {
  test.each([
    ['it started this morning', { onset: 'hours', alone: true }],
    ['2 hours ago', { onset: 'hours', alone: true }],
    ['about three days ago i think', { onset: 'days', alone: true }],
    ['since monday, both legs', { onset: 'days', side: 'both', alone: true }],
    ['a couple of weeks', { onset: 'weeks', alone: true }],
    ['since march', { onset: 'months', alone: true }],
    ['for years', { onset: 'years', alone: true }],
    ['all of a sudden', { onset: 'sudden', alone: true }],
    ["it's getting worse", { trend: 'worse', alone: true }],
    ["it's not getting worse", { trend: 'same', alone: true }],
    ["it isn't getting better", { trend: 'worse', alone: true }],
    ['a little better', { trend: 'better', alone: true }],
    ['just the left', { side: 'one', alone: true }],
    ['my bladder is getting worse', { trend: 'worse', alone: false }],
    ['my scan was last week', { onset: 'weeks', alone: false }],
    ['what is an mri?', { alone: false }],
  ])('%s', (text, course) => {
    expect(sources.understand(text).course).toEqual(course);
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

test('told before that it gets worse, a symptom that goes on is not asked about', () => {
  const chat = chatAfter('i have cancer and my back hurts', 'getting worse');
  const reply = replyOf(chat.say('my legs are still weak since surgery'));
  expect(reply).toMatchObject({ id: 'disposition:emergency-spine', urgency: 'emergency' });
});

describe('after a card', () => {
  const EMERGENCY = "i can't feel my feet";
  /** The reply that says what was noted. */
  const noted = (what: string) => texts['course-noted'].replace('{what}', what);

  test.each([
    ['it started this morning', 'within the last day'],
    ['it started at 5 am', 'within the last day'],
    ['since 5am', 'within the last day'],
    ['both feet', 'both sides'],
    ['months ago, the same', 'months ago; the same'],
    ['getting worse', 'getting worse'],
  ])('"%s" is noted as "%s", and the advice stands', (text, what) => {
    const reply = replyOf(chatAfter(EMERGENCY).say(text));
    expect(reply.text).toContain(texts.reminder);
    expect(reply.text).toContain(noted(what));
    expect(reply.text).not.toMatch(/did you mean/i);
  });

  test('one after the other, each reply says all that is known', () => {
    const chat = chatAfter(EMERGENCY, 'since monday', 'both feet');
    expect(replyOf(chat.say('getting worse')).text).toContain(noted('days ago; getting worse; both sides'));
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

  test.each(['both legs now', 'now its both legs'])('after an urgent card "%s" is an emergency', (text) => {
    expect(replyOf(chatAfter('i have cancer and pain down my left leg').say(text))).toMatchObject({
      urgency: 'emergency',
    });
  });

  test.each([
    ['since tuesday', 'days ago'],
    ['two weeks ago', 'weeks ago'],
    ['a bit better', 'getting better'],
  ])('after an urgent card "%s" changes nothing', (text, what) => {
    const reply = replyOf(chatAfter('i have cancer and my back hurts').say(text));
    expect(reply.text).toContain(texts['reminder-urgent']);
    expect(reply.text).toContain(noted(what));
  });

  test.each(['i want to kill myself', 'my husband hits me'])(
    'after "%s" nothing is put into a summary',
    (text) => {
      const reply = replyOf(chatAfter(text).say('since yesterday'));
      expect(reply.text).not.toContain(noted('days ago'));
      expect(reply.text).toMatch(/988|911/);
    },
  );

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

test('dates of anything but a symptom are no course', () => {
  const chat = chatAfter(
    'my mother died last year. i cant feel my legs',
    'what is an mri',
    'my scan is since monday in the portal',
  );
  expect(chat.state?.course).toBeUndefined();
});

test('a comment of feedback is no course', () => {
  expect(chatAfter('feedback', 'Not helpful', 'it started yesterday').state?.course).toBeUndefined();
});

test('whatever is told of the course never makes a warning milder', () => {
  const told = fc.constantFrom(
    'better',
    'the same',
    'for years',
    'months ago',
    'one side',
    'not worse',
    'since monday',
  );
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 5 }), (messages) => {
      const chat = chatAfter("i can't feel my legs", ...messages);
      expect(warned(chat.state)).toBe('emergency');
    }),
    { numRuns: 40 },
  );
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

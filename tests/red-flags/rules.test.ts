import { openConverse } from '../../src/cli/openConverse';
import { assessRisk } from '../../src/understanding/red-flags/risk';

const sources = openConverse();
const tierOf = (text: string) => assessRisk(sources.understand(text).redFlags, {}).tier;

describe('a denial', () => {
  test.each([
    ['reaches the next symptoms of its list', 'no pain, weakness or numbness', 'none'],
    ['reaches a symptom some words on', 'he does not have any new leg weakness', 'none'],
    ['ends at "just"', 'no pain just numb legs', 'emergency'],
    ['ends at "but"', 'no pain but my legs are numb', 'emergency'],
    [
      'ends after some words',
      'no trouble with my appetite or my sleep these days, my legs buckle',
      'emergency',
    ],
    ['does not deny a function that is lost', 'no i cannot feel my legs', 'emergency'],
    ['is no denial in "no idea"', 'no idea why my legs are numb', 'emergency'],
  ])('%s', (_what, text, tier) => expect(tierOf(text)).toBe(tier));
});

describe('what is only imagined', () => {
  test.each([
    ['gets no card', 'what if my legs go numb one day'],
    ['gets no card when it is feared', 'i am afraid of losing control of my bladder'],
    ['gets no card when it is asked about the future', 'will i be paralyzed after the surgery'],
  ])('%s', (_what, text) => expect(['none', 'ask']).toContain(tierOf(text)));

  test('is real when it happens now', () => {
    expect(tierOf('what if my legs stay numb, they have been numb since this morning')).toBe('emergency');
  });
});

describe('"better" and "stable" are only believed of the symptom itself', () => {
  test.each([
    'i cant pee and nothing makes it better',
    'i cant feel my legs, lying down does not make it better',
    'my legs are numb and it has not gotten better',
    'i cant pee, when will it get better',
    'my legs are weak and i want to get better',
    'my mood is stable but i cant walk',
    'i cant walk, my vitals are stable',
    'my legs are weak but my pain is better',
    'i cant move my legs, the pain is better though',
    'i cant pee but the back pain improved',
    'numb between my legs, pain resolved',
    'the pain is worse and i cant pee',
  ])('%s', (text) => expect(tierOf(text)).toBe('emergency'));

  test.each([
    'i lost control of my bladder and it is not getting better',
    'i cant walk, hoping it gets better',
    'my spine is not stable and i cant walk',
    'i can hardly stand',
  ])('at the least it is asked about: %s', (text) => expect(['ask', 'emergency']).toContain(tierOf(text)));
});

describe('clinical shorthand', () => {
  test.each([
    'BLE weakness 2/5 new',
    'RLE weak since am',
    'progressive paraparesis 3 days',
    'pt c/o numbness BLE x2 days',
    '100.9 and im neutropenic',
  ])('%s', (text) => expect(tierOf(text)).toBe('emergency'));
});

describe('steroids', () => {
  test.each(['my sugar is 310', 'glucose 402 this morning', 'my blood sugar is 310 on dexamethasone'])(
    'a very high blood sugar is for today: %s',
    (text) => expect(tierOf(text)).toBe('urgent'),
  );
  test.each(['my sugar is 120', 'room 310', 'my face is puffy since i started dexamethasone'])(
    'no card for "%s"',
    (text) => expect(['none', 'soon', 'ask']).toContain(tierOf(text)),
  );
  test('a swollen tongue is an emergency all the same', () =>
    expect(tierOf('my tongue is swelling and i take dexamethasone')).toBe('emergency'));
});

describe('what passed and has come back', () => {
  test.each([
    'legs were numb, got better after I lay down, now numb again',
    'my legs were weak, then they were better, now weak again',
    'couldnt pee, got better, cant pee again',
  ])('counts: "%s"', (text) => expect(['emergency', 'ask']).toContain(tierOf(text)));

  test('"walking again" says that it is over', () =>
    expect(tierOf('my legs were weak but he got better and is walking again')).toBe('none'));
});

describe('what is over', () => {
  test('gets no card', () =>
    expect(['none', 'ask']).toContain(tierOf('the numbness in my legs went away after radiation')));
  test('counts again when it is worse', () =>
    expect(tierOf('the numbness in my legs got better and now it is worse')).toBe('emergency'));
  test('counts again when it came back', () => expect(tierOf('the numbness came back')).toBe('emergency'));
  test('is asked about when another sentence says that all is well', () =>
    expect(['none', 'ask']).toContain(
      tierOf('She could not feel her legs in May. They operated and she got everything back.'),
    ));
});

describe('what somebody else has', () => {
  test('counts for a person cared for', () =>
    expect(tierOf('my dad cannot move his legs')).toBe('emergency'));
  test('does not count for an animal', () =>
    expect(['none', 'ask']).toContain(tierOf('our dog cannot move his legs')));
  test('does not count for one who has died', () =>
    expect(['none', 'ask']).toContain(tierOf('my father could not walk before he died')));
});

describe('the trained signal', () => {
  test('asks about words in no list', () => {
    expect(tierOf('everything from the belt south has gone on holiday since tuesday')).not.toBe('none');
  });
  test('never asks about a plain denial', () => expect(tierOf('i do not have any numbness')).toBe('none'));
  test('never asks about a general question', () =>
    expect(tierOf('what are the symptoms of spinal cord compression')).toBe('none'));
});

describe('a very long message', () => {
  const calm = 'I can walk fine with my legs. ';
  test('is read to its end, whatever is repeated before', () => {
    expect(tierOf(`${calm.repeat(30)}Now I cannot move my legs.`)).toBe('emergency');
    expect(tierOf(`${'my leg is not weak '.repeat(60)}but now i cannot pee`)).toBe('emergency');
  });
  test('is asked about when its middle could not be read', () => {
    expect(tierOf('The garden is nice. '.repeat(700))).toBe('ask');
  });
  test('of one endless word is answered like any other', () => {
    expect(sources.understand('ab'.repeat(4500)).topics()).toEqual([]);
    expect(tierOf(`${'ab'.repeat(4000)} i cannot feel my legs`)).toBe('emergency');
  });
});

describe('words that are not spelled as the lists have them', () => {
  test.each([
    ['no spaces', 'icantfeelmylegs'],
    ['letters changed over', 'i cnat move my lesg'],
    ['a letter wrong in a long word', 'loss of bladdar control'],
    ['two letters wrong in a longer word', 'sudden incontinnensse since this morning'],
  ])('are read: %s', (_what, text) => expect(tierOf(text)).toBe('emergency'));

  test('an ordinary word is never taken for another', () => {
    expect(tierOf('the number on my letter is hard to read')).toBe('none');
    expect(tierOf('next weekly meeting')).toBe('none');
  });
});

describe('what each part of a message says', () => {
  test('an alarming sentence is heard in a long calm story', () => {
    const calm =
      'The drive was long and the coffee was good. Parking took a while. The staff were kind to us.';
    expect(tierOf(`${calm} Since this morning my feet drag and I cannot feel the floor. ${calm}`)).toBe(
      'emergency',
    );
  });

  test('an alarming clause is heard beside a denial', () => {
    expect(tierOf('no trouble with my appetite these days, my legs buckle')).toBe('emergency');
  });

  test('words nobody knows are no red flag', () => expect(tierOf('zxqv wrrgh plonk')).toBe('none'));
});

describe('getting weaker, with no place named', () => {
  test.each([
    'my dad is getting weaker what am i supposed to do',
    'dad has cancer in the spine and is getting weaker',
    'my dad is weaker after radiation is that normal',
    'weaker by the hour',
  ])('is asked about: "%s"', (text) => expect(['ask', 'emergency']).toContain(tierOf(text)));

  test.each(['he is not getting weaker', 'do people get weaker after radiation'])('is not in "%s"', (text) =>
    expect(tierOf(text)).toBe('none'),
  );
});

describe('a wish to die that somebody else has', () => {
  test.each([
    'my wife wants to kill herself',
    'he said he would kill himself',
    'my mother wants to stop living',
    "my wife doesn't want to live any more",
    'my daughter is cutting herself',
    'i dont want to live with this pain',
    'i dont want to wake up',
  ])('is a crisis: "%s"', (text) =>
    expect(assessRisk(sources.understand(text).redFlags, {}).card).toBe('crisis'),
  );

  test.each([
    'my husband is asleep i dont want to wake him',
    'i dont want to wake anyone',
    'i dont want to wake up my wife',
    'my dad does not want to live with us',
  ])('is not in "%s"', (text) => expect(['none', 'ask']).toContain(tierOf(text)));
});

test('a tight band around the chest is first the heart; from the back, or with a cancer, it is the spine', () => {
  expect(tierOf('tight band around my chest')).toBe('emergency');
  expect(tierOf('tight band around my chest from my back, i have breast cancer')).toBe('urgent');
});

test('weak legs beside a scan that shows the cord pressed are never doubted', () =>
  expect(tierOf('the mri shows cord compression and his legs are weak')).toBe('emergency'));

describe('the time of a cancer', () => {
  test.each([
    'my dad had lung cancer last year and his legs are weak',
    'my mom had cancer 5 years ago, she cant walk straight',
    'i had breast cancer 10 years ago and my legs are weak',
    'my mom had breast cancer in 2015, cant feel her feet',
    '10 years ago i had breast cancer and my legs are weak',
  ])('is not the time of the symptom: "%s"', (text) => expect(tierOf(text)).toBe('emergency'));

  test.each([
    'i had cancer last year and my legs were weak',
    'had cancer in 2015 and couldnt walk then',
    'my legs were weak 10 years ago when i had cancer',
  ])('what was so then gets no card: "%s"', (text) => expect(tierOf(text)).not.toBe('emergency'));
});

import { Chat, realSources } from './harness/chat';

const sources = realSources();
/** What is noted of all that was said, in order; `-` goes before what was taken back. */
const noted = (chat: Chat) =>
  chat.effects.flatMap((effect) => {
    if (effect.kind === 'note-unanswered') return [effect.phrasing];
    return effect.kind === 'erase-unanswered' ? [`-${effect.phrasing}`] : [];
  });
const notedAfter = (...messages: readonly string[]) => {
  const chat = new Chat(sources);
  chat.sayAll(...messages);
  return noted(chat);
};

describe('what got no answer is noted', () => {
  test.each([
    ['is coffee bad for me', 'bad coffee'],
    ['What about coffee? I mean decaf!!', 'coffee mean what'],
    ['IS COFFEE BAD FOR ME', 'bad coffee'],
    ['how do i renew my passport', 'how passport renew'],
  ])('"%s" as "%s"', (message, phrasing) => {
    expect(notedAfter(message)).toEqual([phrasing]);
  });

  test('"did you mean" is noted, and taken back when one of the topics is picked', () => {
    for (const pick of ['1', 'second']) {
      const chat = new Chat(sources);
      expect(chat.say('what do my numbers mean').decision?.kind).toBe('clarify');
      expect(noted(chat)).toEqual(['mean numbers what']);
      expect(chat.say(pick).decision?.kind).toBe('answer');
      expect(noted(chat)).toEqual(['mean numbers what', '-mean numbers what']);
    }
  });

  test('none of them keeps the note, and is not noted itself', () => {
    const chat = new Chat(sources);
    chat.say('what do my numbers mean');
    chat.press('None of these');
    expect(noted(chat)).toEqual(['mean numbers what']);
  });

  test('an answer to something else, or a pick much later, takes nothing back', () => {
    expect(notedAfter('what do my numbers mean', 'what is an mri')).toEqual(['mean numbers what']);
    expect(notedAfter('what do my numbers mean', 'menu', 'blood tests')).toEqual(['mean numbers what']);
  });
});

describe('names, numbers and contacts are not', () => {
  test.each([
    ['is coffee bad for Mark', 'bad coffee'],
    ['is coffee bad for my Quillfeather', 'bad coffee'],
    ['is coffee bad for my son,\nGrace O\u2019Neill', 'bad coffee son'],
    ['is coffee bad? rose.smith@coffee.example 412-555-0199', 'bad coffee'],
    ['is coffee at 7:30 on 3/14/1961 bad, 4 cups, MRN 00123456', 'bad coffee cups'],
    ['is nurse smith bad at coffee', 'bad nurse'],
    ['is coffee bad see www.smith.example/grace', 'bad coffee see'],
  ])('"%s"', (message, phrasing) => {
    expect(sources.phrasing(message)).toBe(phrasing);
  });

  test.each([
    'my name is hope and is coffee bad',
    'dr. smith says coffee is bad',
    'Quillfeather',
    '12345',
    'my neighbor told my sister that coffee and butter and honey and garden work ruin every holiday',
  ])('nothing at all of "%s"', (message) => {
    expect(sources.phrasing(message)).toBeUndefined();
  });
});

describe('nothing is noted', () => {
  test.each([
    ['with a red flag', ['i cant feel my legs and is coffee bad']],
    ['with one that is denied', ['no numbness but is coffee bad for a passport']],
    ['with the symptom as a thing', ['can numbness come from coffee']],
    ['of words near a crisis', ['nobody would miss me coffee']],
    ['in a crisis, and after it', ['i want to die', 'is coffee bad']],
    ['after an emergency', ['i cant move my legs', 'is coffee bad']],
    ['of feedback', ['feedback', 'helpful', 'is coffee bad']],
    ['of feedback in one line', ['feedback: is coffee bad']],
    ['inside a check', ['check my symptoms', 'is coffee bad']],
    ['where there is an answer', ['what is an mri', 'menu', 'thanks']],
    ['of Spanish', ['el cafe es malo para mi espalda']],
  ])('%s', (_where, messages) => {
    expect(notedAfter(...messages)).toEqual([]);
  });

  test('where others read along', () => {
    const chat = new Chat(sources);
    chat.take({ kind: 'message', text: 'is coffee bad', shared: true });
    expect(noted(chat)).toEqual([]);
  });

  test('of an edited message or a comment under a thumb', () => {
    const chat = new Chat(sources);
    chat.take({ kind: 'edited', text: 'is coffee bad' });
    chat.take({ kind: 'rated', rating: 'helpful', comment: 'is coffee bad' });
    expect(noted(chat)).toEqual([]);
  });
});

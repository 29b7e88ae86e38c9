import { visitorText } from '../../src/bot/visitorText';
import { COMMANDS, findCommand } from '../../src/understanding/commands';
import { readUtterance } from '../../src/understanding/utterance';
import { realContent } from '../conversation/harness/chat';
import cases from './keyword-cases.json';

const { commands, respelling } = realContent();
const find = (text: string) => findCommand(text, readUtterance(text, respelling), commands);
/** As it comes from a channel, with mentions and entities. */
const findSent = (text: string) => find(visitorText({ text }));

test('the table of cases covers every keyword, and many messages that are none', () => {
  const expected = new Set(cases.map((row) => row.expect));
  expect(expected).toEqual(new Set([...COMMANDS, 'none']));
  expect(cases.filter((row) => row.expect === 'none').length).toBeGreaterThan(150);
});

test.each(cases)('$text -> $expect ($why)', ({ text, expect: expected }) => {
  expect(findSent(text) ?? 'none').toBe(expected);
});

describe('a sentence that only contains a keyword is no command', () => {
  const words = ['cancel', 'exit', 'stop', 'start over', 'restart', 'help', 'terms', 'feedback', 'menu'];
  const frames = [
    (word: string) => `what does ${word} do`,
    (word: string) => `how do i ${word} my mri`,
    (word: string) => `${word} my appointment on monday`,
    (word: string) => `my doctor said ${word} and i do not know why`,
    (word: string) => `${word} i can't feel my legs`,
    (word: string) => `do not ${word}`,
    (word: string) => `does radiation ${word} the pain`,
  ];
  test.each(words.flatMap((word) => frames.map((frame) => frame(word))))('%s', (text) => {
    expect(find(text)).toBeUndefined();
  });
});

test.each([
  'cancer',
  'Cancer!',
  'cáncer',
  'cancers',
  'canser',
  'my cancer',
  'exist',
  'term',
  'men',
  'mend',
  'lose',
])('"%s" is never taken for a keyword that is spelled like it', (text) => expect(find(text)).toBeUndefined());

test('three exclamation marks after help are a cry for help, one is not', () => {
  expect(find('help!!!')).toBe('urgent-help');
  expect(find('HELP!!!!')).toBe('urgent-help');
  expect(find('help!')).toBe('help');
});

test('a lone question mark asks for help, other marks and an empty message do not', () => {
  expect(find(' ? ')).toBe('help');
  expect(find('??')).toBe('help');
  for (const text of ['', ' ', '!', '...', '😀', '\u200b']) expect(find(text)).toBeUndefined();
});

test('a reviewed phrase stays a command in capitals, with polite words, and with marks around it', () => {
  for (const [phrase, command] of commands.phrases) {
    for (const text of [phrase, phrase.toUpperCase(), `please ${phrase}`, `"${phrase}"`, ` ${phrase}. `]) {
      if (!commands.never.has(text)) expect([text, find(text)]).toEqual([text, command]);
    }
  }
});

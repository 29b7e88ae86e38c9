import { visitorText } from '../../src/bot/visitorText';

const bot = { id: 'bot-1', name: 'Test Bot' };
const mention = { type: 'mention', mentioned: { id: 'bot-1' }, text: '<at>Test Bot</at>' };
const read = (text: unknown, entities: unknown = [mention], recipient: unknown = bot) =>
  visitorText({ text, entities, recipient });

test.each([
  ['help', 'help'],
  ['  help \n', 'help'],
  ['<at>Test Bot</at> &nbsp;help', 'help'],
  ['<at>Test Bot</at>\u00a0help', 'help'],
  ['ask <at>Test Bot</at> about mri', 'ask   about mri'],
  ['<at id="0">Test Bot</at> help', 'help'],
  ['<AT>Test Bot</AT> help', 'help'],
  ['@SpineBot help', 'help'],
  ['@SpineBot', '@SpineBot'],
  ['<at>Test Bot</at> @SpineBot help', 'help'],
  ['mail me @ home', 'mail me @ home'],
  ['pain &lt; 5 &amp; rising', 'pain < 5 & rising'],
  ['can&#39;t feel my legs', "can't feel my legs"],
  ['can&#x2019;t', 'can’t'],
  ['can&apos;t &quot;walk&quot;', 'can\'t "walk"'],
  ['&amp;lt;', '&lt;'],
  ['&unknown; & &#0; &#9999999;', '&unknown; & &#0; &#9999999;'],
  ['first line\nsecond line', 'first line\nsecond line'],
  ['broken \ud800 half', 'broken \ufffd half'],
  ['whole 😀 emoji', 'whole 😀 emoji'],
])('%j is read as %j', (text, expected) => expect(read(text)).toBe(expected));

describe('words are never lost with a mention', () => {
  test.each([
    ["<at>Mom</at> can't walk", "Mom can't walk"],
    ["<at>I can't feel my legs</at>", "I can't feel my legs"],
    ['&lt;at&gt;Test Bot&lt;/at&gt; help', '<at>Test Bot</at> help'],
    ['<at>unclosed help', '<at>unclosed help'],
  ])('%j is read as %j', (text, expected) => expect(read(text)).toBe(expected));

  test('a mention spelled as an everyday word does not cut that word out', () => {
    const everyday = { type: 'mention', mentioned: { id: 'bot-1' }, text: 'legs' };
    expect(read('my legs are numb', [everyday])).toBe('my legs are numb');
  });

  test('a mention of somebody else stays', () => {
    const other = { type: 'mention', mentioned: { id: 'user-2' }, text: '<at>Ann</at>' };
    expect(read('<at>Ann</at> has pain', [other])).toBe('Ann has pain');
  });
});

test('the recipient name is enough when the channel sends no entity', () => {
  expect(read('<at>Test Bot</at> help', undefined)).toBe('help');
});

test('without any name of the bot, a mention at the start is taken for it', () => {
  expect(read('<at>Guide</at> help', [], null)).toBe('help');
  expect(read('my <at>Guide</at> help', [], null)).toBe('my Guide help');
});

test.each([undefined, null, 5, true, {}, ['x']])('text %p is no text', (text) => expect(read(text)).toBe(''));

test.each([
  null,
  'x',
  {},
  [null],
  ['x'],
  [{ type: 'mention' }],
  [{ type: 'mention', mentioned: null, text: 5 }],
])('entities %j do not matter', (entities) => expect(read('<at>Test Bot</at> help', entities)).toBe('help'));

test.each([null, 'x', [], {}, { id: 5, name: 5 }])('recipient %j does not matter', (recipient) => {
  expect(read('help', [mention], recipient)).toBe('help');
});

import fc from 'fast-check';
import { MAX_SCANNED, readUtterance, wordsOf } from '../../src/understanding/utterance';
import { realContent } from '../conversation/harness/chat';

const { respelling } = realContent();
const read = (text: string) => wordsOf(readUtterance(text));

describe('different ways of writing give the same words', () => {
  test.each([
    ['I Can Feel My Legs', 'i can feel my legs'],
    ['I CAN FEEL MY LEGS', 'i can feel my legs'],
    ["can't", 'cant'],
    ['can\u2019t', 'cant'],
    ['can\u2018t', 'cant'],
    ['can\u02bct', 'cant'],
    ['can`t', 'cant'],
    ['can t', 'cant'],
    ['won;t', 'wont'],
    ["ca n't", 'cant'],
    ['can t cells help', 'can t cells help'],
    ['the tumor in t 6', 'the tumor in t 6'],
    ['can\u00b4t', 'cant'],
    ['can\uff07t', 'cant'],
    ['tumör näive café', 'tumor naive cafe'],
    ['cáncer', 'cancer'],
    ['ｎｕｍｂ　ｌｅｇｓ', 'numb legs'],
    ['nu\u200bmb l\u200de\ufeffgs', 'numb legs'],
    ['nu\u00admb', 'numb'],
    ['\u202enumb\u202c', 'numb'],
    ['nuмb lеgs', 'numb legs'],
    ['ѕtор', 'stop'],
    ['𝐧𝐮𝐦𝐛 𝓵𝓮𝓰𝓼', 'numb legs'],
    ['ﬁt', 'fit'],
    ['numb 😢 legs 🙏🏽', 'numb legs'],
    ['❤️ numb', 'numb'],
    ['legs & arms', 'legs and arms'],
    ['sooooo numb', 'soo numb'],
    ['NUMMMMB', 'nummb'],
    ['helllllp', 'hellp'],
    ['w/o feeling', 'without feeling'],
    ['w/ pain', 'with pain'],
    ['numb,legs', 'numb legs'],
    ['numb...legs', 'numb legs'],
    ['numb/weak', 'numb weak'],
    ['numb-weak', 'numb weak'],
    ['  numb \t\n legs ', 'numb legs'],
    ['', ''],
    ['😀', ''],
    ['...', ''],
  ])('%j -> "%s"', (text, words) => expect(read(text)).toBe(words));
});

describe('numbers stay whole', () => {
  test.each([
    ['fever of 100.4', 'fever of 100.4'],
    ['100.4F', '100.4 f'],
    ['38,5 C', '38,5 c'],
    ['since 2019.', 'since 2019'],
    ['l4 and t12', 'l4 and t12'],
    ['1,000 people', '1,000 people'],
    ['10000000', '10000000'],
  ])('"%s" -> "%s"', (text, words) => expect(read(text)).toBe(words));
});

describe('the ends of clauses and sentences are kept', () => {
  const gaps = (text: string) => readUtterance(text).tokens.map(({ before }) => before);

  test.each([
    ['no fever. legs numb', ['none', 'none', 'hard', 'none']],
    ['no fever! legs numb', ['none', 'none', 'hard', 'none']],
    ['no fever\nlegs numb', ['none', 'none', 'hard', 'none']],
    ['no fever; legs numb', ['none', 'none', 'hard', 'none']],
    ['no fever, legs numb', ['none', 'none', 'soft', 'none']],
    ['no fever - legs numb', ['none', 'none', 'soft', 'none']],
    ['no fever \u2014 legs numb', ['none', 'none', 'soft', 'none']],
    ['no fever 😢 legs numb', ['none', 'none', 'soft', 'none']],
    ['... no fever', ['none', 'none']],
    ["can't feel", ['none', 'none']],
  ])('%j', (text, expected) => expect(gaps(text)).toEqual(expected));

  test('a question mark marks the words of its own sentence only', () => {
    expect(readUtterance('my legs are numb. is that bad? help me').asked).toEqual([
      ...[false, false, false, false],
      ...[true, true, true],
      ...[false, false],
    ]);
  });
});

describe('known slips are read as what they stand for', () => {
  test('every one of them, in capitals, too', () => {
    expect(respelling.size).toBeGreaterThan(50);
    for (const [slip, meaning] of respelling) {
      expect(wordsOf(readUtterance(slip.toUpperCase(), respelling))).toBe(meaning.join(' '));
    }
  });
});

describe('a very long message', () => {
  test('is read at both ends, and says that its middle was not', () => {
    const long = `legs numb ${'la '.repeat(20_000)} cannot pee`;
    const utterance = readUtterance(long);
    expect(utterance.capped).toBe(true);
    expect(wordsOf(utterance)).toMatch(/^legs numb la .* la cannot pee$/);
  });

  test('up to the limit it is read whole', () => {
    const text = 'a'.repeat(MAX_SCANNED);
    expect(readUtterance(text).capped).toBe(false);
    expect(readUtterance(`${text}a`).capped).toBe(true);
  });
});

describe('laws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          'legs',
          "can't",
          '\u2019',
          '<at>',
          '</at>',
          '&amp;',
          '&',
          'w/',
          '100.4',
          ',',
          '.',
          '?',
          '\u200b',
          'ａ',
          'é',
          '😀',
          ' ',
          '\n',
          'oooo',
          '\ud83d',
          '@bot',
        ),
      )
      .map((parts) => parts.join('')),
  );

  test('reading the words again gives the same words', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const words = wordsOf(readUtterance(text, respelling));
        expect(wordsOf(readUtterance(words, respelling))).toBe(words);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no string is too odd to read; the words are lower-case letters and digits', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { tokens, asked } = readUtterance(text, respelling);
        expect(asked).toHaveLength(tokens.length);
        for (const { word } of tokens) expect(word).toMatch(/^[a-z0-9]+(?:[.,]\d+)*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('capitals and spaces around never change the words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 100 }), (text) => {
        expect(read(`  ${text.toUpperCase()}\n`)).toBe(read(text.toLowerCase()));
      }),
      { numRuns: 1_000 },
    );
  });
});

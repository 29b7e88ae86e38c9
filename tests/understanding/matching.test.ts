import { openContent, openConverse } from '../../src/cli/openConverse';
import { createPhraseIndex } from '../../src/understanding/matching/phraseIndex';
import { stem } from '../../src/understanding/matching/stem';
import { createSpeller } from '../../src/understanding/spelling';

describe('spelling', () => {
  const speller = createSpeller(
    new Set(['myelogram', 'radiation', 'biopsy', 'coping', 'brace']),
    new Set(['nope', 'brave', 'ration']),
  );

  test.each([
    ['a letter too many', 'biopssy', 'biopsy'],
    ['a letter missing', 'biops', 'biopsy'],
    ['two letters swapped', 'biospy', 'biopsy'],
    ['two letters too many in a long word', 'myellogramm', 'myelogram'],
    ['a right word', 'radiation', 'radiation'],
  ])('%s is read as meant', (_what, typed, meant) => expect(speller.correct(typed)).toBe(meant));

  test.each([
    ['an ordinary word near one of ours', 'brave'],
    ['a short word, which has too many neighbors', 'nope'],
    ['a word that is near to none', 'elephant'],
    ['a number', '12345'],
    ['a word longer than any of ours', 'radiation'.repeat(5)],
  ])('%s is left alone', (_what, typed) => expect(speller.correct(typed)).toBe(typed));
});

describe('stems', () => {
  test.each([
    ['scans', 'scan'],
    ['treated', 'treating'],
    ['weakness', 'weak'],
    ['biopsies', 'biopsy'],
  ])('"%s" and "%s" are about the same', (one, other) => expect(stem(one)).toBe(stem(other)));
});

describe('the index of phrases', () => {
  const index = createPhraseIndex([
    { topicId: 'mri', terms: ['mri', 'scan'] },
    { topicId: 'ct', terms: ['ct', 'scan'] },
    { topicId: 'ct', terms: ['cat', 'scan'] },
  ]);
  const best = (terms: string[]) => index.search(terms).sort((a, b) => b.best - a.best)[0];

  test('finds the topic whose rarest word is asked for', () =>
    expect(best(['mri', 'scan'])?.topicId).toBe('mri'));
  test('a phrase asked for word by word fits wholly', () =>
    expect(best(['ct', 'scan'])?.best).toBeCloseTo(1));
  test('finds nothing for words that nobody uses', () => expect(index.search(['brisket'])).toEqual([]));
  test('knows how much of a question it covers', () => {
    expect(index.coverage(['mri', 'scan'])).toBe(1);
    expect(index.coverage(['mri', 'brisket'])).toBeLessThan(0.6);
    expect(index.coverage([])).toBe(0);
  });
});

describe('topics', () => {
  const sources = openConverse();
  const topic = (text: string) => sources.understand(text).topics()[0]?.topicId;

  test.each([
    ['what is an mri', 'mri'],
    ['what is a miylogram', 'myelogram'],
    ['WHAT IS KYPHOPLASTY', 'vertebroplasty-kyphoplasty'],
    ['whats radiotherapy', 'radiation-overview'],
    ['can i drive', 'driving'],
    ['phone number', 'find-doctor'],
    ['how do i pay my bill', 'bills'],
  ])('"%s" is about %s', (text, id) => expect(topic(text)).toBe(id));

  test.each(['bake a chocolate cake', 'who won the game last night', 'zxqv plonk'])(
    '"%s" is answered by no topic',
    (text) => {
      expect(sources.understand(text).topics()[0]?.score ?? 0).toBeLessThan(0.5);
    },
  );

  test('an ask typed word for word is answered by its own topic', () => {
    for (const { id, asks } of openContent().topics.values())
      for (const ask of asks) {
        const [best] = sources.understand(ask).topics();
        expect([ask, best?.topicId, (best?.score ?? 0) > 0.72]).toEqual([ask, id, true]);
      }
  });

  test('scores lie between 0 and 1 and fall', () => {
    const scores = sources
      .understand('side effects of radiation')
      .topics()
      .map(({ score }) => score);
    expect(scores.length).toBeGreaterThan(1);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });
});

import { advance, begin } from '../../src/dialog/advance';
import type { DialogAnswer } from '../../src/dialog/chosen';
import { graphProblems } from '../../src/dialog/graphProblems';
import type { Dialog, DialogChoice, Outcome, Question } from '../../src/dialog/types';

const choice = (id: string, goTo: string, label = id, also: string[] = []): DialogChoice => ({
  id,
  label,
  goTo,
  also,
  means: [id],
  flags: [],
  unlessTold: [],
});
const question = (id: string, choices: DialogChoice[], text?: Question['text']): Question => ({
  id,
  ask: `${id}?`,
  source: 'none',
  choices,
  ...(text === undefined ? {} : { text }),
});
function dialogOf(
  questions: readonly Question[],
  outcomes: readonly string[],
  start = questions[0]?.id ?? '',
): Dialog {
  return {
    id: 'sample',
    version: 3,
    reviewed: '2026-11-24',
    start,
    questions: new Map(questions.map((each) => [each.id, each])),
    outcomes: new Map(outcomes.map((id): [string, Outcome] => [id, { id, disposition: id }])),
  };
}
const words = (text: string, meanings: readonly string[] = []): DialogAnswer => ({
  words: text,
  text,
  meanings,
});

const dialog = dialogOf(
  [
    question('first', [
      choice('yes', 'second', 'Yes, now'),
      choice('no', 'calm', "No, it isn't", ['not at all']),
      choice('unsure', 'urgent', "I'm not sure"),
    ]),
    question('second', [choice('skip', 'urgent', 'Skip')], { goTo: 'calm', maxLength: 10 }),
  ],
  ['calm', 'urgent'],
);
const start = begin(dialog);

describe('advance', () => {
  test('begins at the first question with nothing answered', () => {
    expect(start).toEqual({
      dialogId: 'sample',
      version: 3,
      questionId: 'first',
      answers: {},
      path: [],
      retries: 0,
    });
  });

  test.each([
    ['its number', words('2')],
    ['its label as typed', words('no it isnt')],
    ['a phrase listed for it', words('not at all')],
    ['an understood meaning', words('nope', ['no'])],
  ])('a choice is made by %s', (_how, answer) => {
    expect(advance(dialog, start, answer)).toMatchObject({
      kind: 'outcome',
      outcome: { id: 'calm', disposition: 'calm' },
      position: { answers: { first: ['no'] }, path: ['first'] },
      freeText: false,
    });
  });

  test('a choice that leads to a question asks it, and remembers the answer', () => {
    expect(advance(dialog, { ...start, retries: 2 }, words('1'))).toMatchObject({
      kind: 'question',
      question: { id: 'second' },
      position: { questionId: 'second', answers: { first: ['yes'] }, path: ['first'], retries: 0 },
    });
  });

  test.each(['sometimes', '4', '0', '11', 'no it is', ''])(
    '"%s" is none of the choices and is never guessed',
    (text) => {
      expect(advance(dialog, start, words(text))).toMatchObject({
        kind: 'unrecognised',
        question: { id: 'first' },
      });
    },
  );

  test('the surest choice wins where words and meanings differ: what was typed', () => {
    expect(advance(dialog, start, words('not at all', ['yes']))).toMatchObject({ outcome: { id: 'calm' } });
  });

  test('free text is taken as it was typed, trimmed and cut; a choice in words comes first', () => {
    const at = { ...start, questionId: 'second' };
    const typed = { words: 'so kind of you', text: '  So KIND of you ', meanings: [] };
    expect(advance(dialog, at, typed)).toMatchObject({
      outcome: { id: 'calm' },
      position: { answers: { second: ['So KIND of'] } },
      freeText: true,
    });
    expect(advance(dialog, at, words('skip'))).toMatchObject({
      outcome: { id: 'urgent' },
      position: { answers: { second: ['skip'] } },
      freeText: false,
    });
    expect(advance(dialog, at, { words: '', text: '😀', meanings: [] }).kind).toBe('unrecognised');
  });

  test.each([
    ['of an older version', { ...start, version: 2 }],
    ['at a question that is gone', { ...start, questionId: 'third' }],
  ])('a visitor %s starts over', (_what, position) => {
    expect(advance(dialog, position, words('1'))).toEqual({ kind: 'expired' });
  });

  test('the position it was given stays as it was', () => {
    const frozen = Object.freeze({ ...start, answers: Object.freeze({}) });
    advance(dialog, frozen, words('1'));
    expect(frozen).toEqual(start);
  });
});

describe('graphProblems', () => {
  test('a sound dialog has none', () => expect(graphProblems(dialog)).toEqual([]));

  test.each([
    [
      'a choice that leads nowhere',
      dialogOf([question('a', [choice('x', 'b'), choice('y', 'nowhere')])], ['b']),
      /a leads to "nowhere"/,
    ],
    [
      'a start that does not exist',
      dialogOf([question('a', [choice('x', 'b')])], ['b'], 'z'),
      /start leads to "z"/,
    ],
    [
      'free text that leads nowhere',
      dialogOf([question('a', [choice('x', 'b')], { goTo: 'gone', maxLength: 5 })], ['b']),
      /"gone"/,
    ],
    [
      'a question that asks itself again',
      dialogOf([question('a', [choice('x', 'a'), choice('y', 'b')])], ['b']),
      /loop.*"a"/,
    ],
    [
      'a loop over two questions',
      dialogOf(
        [question('a', [choice('x', 'b')]), question('b', [choice('x', 'a'), choice('y', 'c')])],
        ['c'],
      ),
      /loop.*"b" leads back to "a"/,
    ],
    [
      'a question that nothing leads to',
      dialogOf([question('a', [choice('x', 'c')]), question('b', [choice('x', 'c')])], ['c']),
      /"b" cannot be reached/,
    ],
    [
      'an outcome that nothing leads to',
      dialogOf([question('a', [choice('x', 'b')])], ['b', 'c']),
      /"c" cannot be reached/,
    ],
    [
      'a question and an outcome of one name',
      dialogOf([question('a', [choice('x', 'b')]), question('b', [choice('x', 'c')])], ['b', 'c']),
      /"b" is both/,
    ],
  ])('%s is found', (_what, broken, message) => {
    expect(graphProblems(broken).join('\n')).toMatch(message);
  });

  test('a road of more than eight questions is found; a second form of a question does not count', () => {
    const chain = (count: number, more: Partial<Question> = {}) =>
      dialogOf(
        Array.from({ length: count }, (_, i) => ({
          ...question(`q${i}`, [choice('x', i + 1 < count ? `q${i + 1}` : 'end')]),
          ...(i === 0 ? more : {}),
        })),
        ['end'],
      );
    expect(graphProblems(chain(8))).toEqual([]);
    expect(graphProblems(chain(9)).join()).toMatch(/asks 9 questions/);
    expect(graphProblems(chain(9, { countsAs: 'q1' }))).toEqual([]);
  });

  test('a decision leads to each outcome it lists, and must not list one that is not there', () => {
    const base = dialogOf([question('a', [choice('x', 'result')])], ['calm', 'urgent']);
    const decided = (outcomes: readonly string[]): Dialog => ({
      ...base,
      decision: { id: 'result', rule: 'symptom-check', outcomes },
    });
    expect(graphProblems(decided(['urgent', 'calm']))).toEqual([]);
    expect(graphProblems(decided(['urgent'])).join()).toMatch(/"calm" cannot be reached/);
    expect(graphProblems(decided(['urgent', 'calm', 'gone'])).join()).toMatch(/"gone", which does not exist/);
  });

  test('all problems are listed, not only the first', () => {
    const broken = dialogOf(
      [question('a', [choice('x', 'gone'), choice('y', 'away'), choice('z', 'a')])],
      ['left'],
    );
    expect(graphProblems(broken)).toHaveLength(4);
  });

  test('two roads that meet again are no loop', () => {
    const diamond = dialogOf(
      [
        question('a', [choice('x', 'b'), choice('y', 'c')]),
        question('b', [choice('x', 'd')]),
        question('c', [choice('x', 'd')]),
        question('d', [choice('x', 'end')]),
      ],
      ['end'],
    );
    expect(graphProblems(diamond)).toEqual([]);
  });
});

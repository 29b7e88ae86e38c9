import { type Advance, advance, begin, goBack, raiseFloor } from '../../src/dialog/advance';
import { longestRoad, targetsOf } from '../../src/dialog/graphProblems';
import type { Dialog, DialogPosition } from '../../src/dialog/types';
import { assessRisk } from '../../src/understanding/red-flags/risk';
import { realContent, realSources } from '../conversation/harness/chat';

const { script } = realContent();
const { understand, requests } = realSources();
const check = script.dialogs.get('symptom-check') as Dialog;

/** Answers question after question, as typed, and returns the last step and how many questions were answered. */
function walk(answers: readonly string[]): { step: Advance; asked: number } {
  let position: DialogPosition = begin(check);
  let step: Advance = { kind: 'expired' };
  for (const text of answers) {
    step = answer(position, text);
    if (step.kind === 'outcome') position = step.position;
    else if (step.kind === 'question' || step.kind === 'picking') position = step.position;
    else throw new Error(`"${text}" was not understood at ${position.questionId}`);
  }
  const forms = position.path.map((id) => check.questions.get(id)?.countsAs ?? id);
  return { step, asked: new Set(forms).size };
}

function answer(position: DialogPosition, text: string): Advance {
  const { words, yesNo } = understand(text);
  const done = requests.get(words) === 'done';
  return advance(check, position, { words, text, meanings: yesNo === undefined ? [] : [yesNo], done });
}

/** The disposition that these answers lead to, in the order of the questions. */
function outcomeOf(...answers: readonly string[]): string {
  const { step } = walk(answers);
  return step.kind === 'outcome' ? (step.outcome.disposition ?? 'a text') : step.kind;
}
const CALM = ['None of these', 'No', 'No', 'No', 'No', 'No pain', 'None of these', 'skip'] as const;
/** The calm answers with some of them replaced. */
const calmBut = (changes: Readonly<Record<number, string>>): string[] =>
  CALM.map((text, index) => changes[index + 1] ?? text);

describe('the lengths of roads, as in the clinical guide', () => {
  test.each([
    ['an emergency of the body', ['Yes, in the body'], 'emergency-911', 1],
    ['thoughts of ending life', ['Thoughts of ending life'], 'crisis', 1],
    ['weakness', ['None of these', 'New or getting worse'], 'emergency-spine', 2],
    ['weakness, not sure twice', ['no', 'not sure', 'not sure'], 'emergency-spine', 2],
    ['bladder or bowels', ['no', 'no', 'New or getting worse'], 'emergency-spine', 3],
    ['numbness', ['no', 'no', 'no', 'Both sides, spreading, or below a line'], 'emergency-spine', 4],
    ['pain with cancer', calmBut({ 5: 'Yes, now', 6: '5 6' }), 'urgent', 8],
    ['mild pain', calmBut({ 6: '2 9' }), 'soon', 8],
    ['nothing at all', [...CALM], 'no-signs', 8],
  ])('%s', (_what, answers, card, asked) => {
    const { step, asked: count } = walk(answers);
    expect(step).toMatchObject({ kind: 'outcome', outcome: { disposition: card } });
    expect(count).toBe(asked);
  });

  test('no road asks more than eight questions', () => {
    expect(longestRoad(check, check.start)).toBe(8);
  });
});

describe('question 1: right now', () => {
  test.each([
    ['Yes, in the body', 'emergency-911'],
    ['Thoughts of ending life', 'crisis'],
    ['yes', 'emergency-unsure'],
    ["Yes, or I'm not sure", 'emergency-unsure'],
    ["i don't know", 'emergency-unsure'],
  ])('"%s" stops with %s', (text, card) => expect(outcomeOf(text)).toBe(card));

  test.each(['None of these', 'no', 'nothing like that', '3'])('"%s" goes on', (text) =>
    expect(outcomeOf(text)).toBe('question'),
  );

  test('"yes" and "not sure" lead to words for both the body and a crisis', () => {
    const card = script.cards.get('emergency-unsure');
    expect(card).toMatchObject({ urgency: 'emergency' });
    expect(card?.text).toContain('911');
    expect(card?.text).toContain('988');
  });
});

describe('question 2: weakness', () => {
  test.each(['New or getting worse', 'yes', 'weaker', 'getting worse', 'new'])('"%s" stops', (text) =>
    expect(outcomeOf('no', text)).toBe('emergency-spine'),
  );
  test.each([
    ['yes', 'emergency-spine'],
    ['Yes, harder', 'emergency-spine'],
    ['not sure', 'emergency-spine'],
    ["i can't tell", 'emergency-spine'],
    ['no', 'question'],
  ])('not sure, and then about the chair "%s": %s', (text, result) =>
    expect(outcomeOf('no', 'not sure', text)).toBe(result),
  );
  test('the same for a long time is noted for the next days', () => {
    expect(outcomeOf(...calmBut({ 2: 'Same for a long time' }))).toBe('soon');
  });
});

describe('question 3: bladder, bowels and where one sits', () => {
  test.each(['New or getting worse', 'yes', 'not sure', 'maybe'])('"%s" stops', (text) =>
    expect(outcomeOf('no', 'no', text)).toBe('emergency-spine'),
  );
  test.each(['Same for long, and a doctor knows', 'no'])('"%s" goes on, with nothing noted', (text) =>
    expect(outcomeOf(...calmBut({ 3: text }))).toBe('no-signs'),
  );
});

describe('question 4: numbness', () => {
  test.each(['Both sides, spreading, or below a line', 'both legs', 'spreading'])('"%s" stops', (text) =>
    expect(outcomeOf('no', 'no', 'no', text)).toBe('emergency-spine'),
  );
  test.each([
    ['One small area', 'urgent'],
    ['yes', 'urgent'],
    ['not sure', 'urgent'],
    ['Same tingling from chemo as before', 'soon'],
    ['no', 'no-signs'],
  ])('"%s" and nothing else: %s', (text, card) => expect(outcomeOf(...calmBut({ 4: text }))).toBe(card));
});

describe('question 5: cancer decides how urgent pain is', () => {
  test.each([
    ['Yes, now', 'urgent'],
    ['Yes, in the past', 'urgent'],
    ['Being tested', 'urgent'],
    ['Rather not say', 'urgent'],
    ['not sure', 'urgent'],
    ['No', 'soon'],
  ])('"%s" with pain at night: %s', (text, card) =>
    expect(outcomeOf(...calmBut({ 5: text, 6: '5 5' }))).toBe(card),
  );
});

describe('question 6: pain', () => {
  test.each([
    ['Sudden, or after a fall, lift, or crack', 'emergency-spine', 'urgent'],
    ['Too bad to move or keep still', 'emergency-spine', 'emergency-spine'],
    ['Wraps around, or shoots down a limb', 'urgent', 'soon'],
    ['Getting worse, or never lets up', 'urgent', 'soon'],
    ['Worse at night or lying flat', 'urgent', 'soon'],
    ['Worse with a cough, sneeze, or strain', 'urgent', 'soon'],
    ['Worse sitting up or standing', 'urgent', 'soon'],
    ['In the neck or the middle of the back', 'urgent', 'soon'],
    ['Different from the usual pain', 'urgent', 'soon'],
    ['Mild, and getting better', 'soon', 'no-signs'],
    ['No pain', 'no-signs', 'no-signs'],
    ["I'm not sure", 'urgent', 'soon'],
  ])('"%s": %s with cancer, %s without', (label, withCancer, without) => {
    for (const [cancer, card] of [
      ['Yes, now', withCancer],
      ['No', without],
    ] as const) {
      const before = ['no', 'no', 'no', 'no', cancer, label];
      const stops = walk(before).step.kind === 'outcome';
      const alone = walk(before).step.kind === 'question';
      expect(outcomeOf(...before, ...(stops ? [] : alone ? ['no', 'skip'] : ['done', 'no', 'skip']))).toBe(
        card,
      );
    }
  });

  const atPain = walk(['no', 'no', 'no', 'no', 'no']).step;
  const position = atPain.kind === 'question' ? atPain.position : begin(check);

  test('several are picked by a list of numbers, or one after the other until that is all', () => {
    const list = answer(position, '3, 5 and 7');
    const first = answer(position, '3');
    if (first.kind !== 'picking') throw new Error('expected to be asked for more');
    const second = answer(first.position, 'Worse sitting up or standing');
    if (second.kind !== 'picking') throw new Error('expected to be asked for more');
    const third = answer(second.position, '7');
    if (third.kind !== 'picking') throw new Error('expected to be asked for more');
    const done = answer(third.position, 'That is all');
    expect(list).toMatchObject({ kind: 'question', question: { id: 'last-days' } });
    if (list.kind !== 'question' || done.kind !== 'question') throw new Error('expected the next question');
    expect(done.position.answers).toEqual(list.position.answers);
  });

  test('picking the same twice counts once, and "none" after a pick means that this is all', () => {
    const first = answer(position, '7');
    if (first.kind !== 'picking') throw new Error('expected to be asked for more');
    const again = answer(first.position, '7');
    expect(again).toMatchObject({ kind: 'picking', position: { answers: { pain: ['night'] } } });
    expect(answer(first.position, 'no')).toMatchObject({
      kind: 'question',
      position: { answers: { pain: ['night'] } },
    });
  });

  test('"done" before anything was picked says nothing', () => {
    expect(answer(position, 'done').kind).toBe('unrecognised');
  });

  test('a list with a number that is not there is asked again', () => {
    expect(answer(position, '3 40').kind).toBe('unrecognised');
  });

  test('three pain signs without cancer, or weight loss, mean a visit within 2 or 3 days', () => {
    expect(outcomeOf(...calmBut({ 6: '4 5' }))).toBe('soon');
    expect(outcomeOf(...calmBut({ 6: '4 5 6' }))).toBe('soon-days');
    expect(outcomeOf(...calmBut({ 7: '6 6' }))).toBe('soon-days');
  });
});

describe('question 7: the last days', () => {
  test.each([
    ['1 7', 'emergency-fever'],
    ['2 7', 'emergency-spine'],
    ['3 7', 'urgent'],
    ['4 7', 'emergency-911'],
    ['5 7', 'soon'],
    ['6 7', 'soon-days'],
    ['no', 'no-signs'],
    ['not sure', 'urgent'],
  ])('"%s" without pain or cancer: %s', (text, card) => {
    const answers = calmBut({ 7: text });
    const stops = walk(answers.slice(0, 7)).step.kind === 'outcome';
    expect(outcomeOf(...(stops ? answers.slice(0, 7) : answers))).toBe(card);
  });

  test('great thirst with cancer is urgent', () => {
    expect(outcomeOf(...calmBut({ 5: 'Yes, now', 7: '5 5' }))).toBe('urgent');
  });

  test('a fever with spine pain told of before may be an infection of the spine', () => {
    expect(outcomeOf(...calmBut({ 6: '10 10', 7: '3 3' }).slice(0, 7))).toBe('emergency-spine');
  });

  test('a fever is an emergency when a treatment was told of before', () => {
    const { step } = walk(calmBut({}).slice(0, 6));
    if (step.kind !== 'question') throw new Error('expected question 7');
    const fever = { words: '3', text: '3', meanings: [] };
    expect(advance(check, step.position, fever, { treatment: true })).toMatchObject({
      kind: 'outcome',
      outcome: { disposition: 'emergency-fever' },
    });
    expect(advance(check, step.position, fever).kind).toBe('picking');
  });

  test('one emergency among several picks stops at once', () => {
    expect(outcomeOf(...calmBut({ 7: 'Confused or very sleepy' }).slice(0, 7))).toBe('emergency-911');
  });
});

describe('question 8: in own words', () => {
  test.each(['skip', 'no', 'nothing else', 'i also like tea'])('"%s" ends the check', (text) =>
    expect(outcomeOf(...calmBut({ 8: text }))).toBe('no-signs'),
  );
});

describe('in the whole check', () => {
  test('"not sure" never leads to less than "no", whatever else was answered', () => {
    const rank = (card: string) =>
      ({ emergency: 3, crisis: 3, urgent: 2, none: 1 })[script.cards.get(card)?.urgency ?? 'none'];
    for (let question = 1; question <= 7; question++)
      for (const cancer of ['Yes, now', 'No']) {
        const base = question === 5 ? {} : { 5: cancer };
        const doubtful = calmBut({ ...base, [question]: 'not sure' });
        const denied = calmBut({ ...base, [question]: 'no' });
        const reached = [1, 2, 3, 4, 5, 6, 7, 8]
          .map((count) => walkSafely(doubtful.slice(0, count)))
          .find((card) => card !== undefined);
        expect(rank(reached ?? 'emergency-spine')).toBeGreaterThanOrEqual(rank(outcomeOf(...denied)));
      }
  });

  /** The card, or undefined where the road is not at its end or asks a second form of a question. */
  function walkSafely(answers: readonly string[]): string | undefined {
    try {
      const { step } = walk(answers);
      return step.kind === 'outcome' ? step.outcome.disposition : undefined;
    } catch {
      return undefined;
    }
  }

  test('an emergency is never one answer away from being missed: each leads straight to its end', () => {
    for (const { choices } of check.questions.values())
      for (const { goTo } of choices)
        if (goTo?.startsWith('emergency') === true || goTo === 'crisis')
          expect(targetsOf(check, goTo)).toEqual([]);
  });

  test('what was told in own words can only raise the result', () => {
    const at = begin(check);
    expect(raiseFloor(check, at, 'soon').floor).toBe('soon');
    expect(raiseFloor(check, raiseFloor(check, at, 'urgent'), 'soon').floor).toBe('urgent');
    expect(raiseFloor(check, at, 'not-an-outcome')).toEqual(at);
  });

  test('going back forgets the last answer, and the correction counts', () => {
    const { step } = walk(['no', 'no', 'no', 'no', 'Yes, now']);
    if (step.kind !== 'question') throw new Error('expected question 6');
    const back = goBack(step.position);
    expect(back).toMatchObject({
      questionId: 'cancer',
      path: ['right-now', 'weakness', 'bladder', 'numbness'],
    });
    expect(back?.answers).not.toHaveProperty('cancer');
    expect(goBack(begin(check))).toBeUndefined();
  });

  test.each([...check.questions.values()].map((question) => [question.id, question] as const))(
    '%s asks in plain words, and can be asked about somebody else',
    (id, { ask, askOther, choices }) => {
      for (const words of [ask, ...(askOther === undefined ? [] : [askOther])])
        expect(words.split(/\s+/).length).toBeLessThanOrEqual(45);
      if (/\byou(?:r)?\b/.test(ask) && id !== 'anything-else') expect(askOther).toBeDefined();
      expect(askOther ?? '').not.toMatch(/\byour?\b(?! care)/);
      expect(choices.every(({ label }) => label.length <= 40)).toBe(true);
    },
  );

  test('a listed phrase that names an emergency leads to one, because it is read before the red flags', () => {
    const stops = (id: string | undefined) => check.outcomes.get(id ?? '')?.stops === true;
    const milder = [...check.questions.values()].flatMap(({ choices }) =>
      choices
        .filter(({ goTo, atLeast }) => !stops(goTo) && !stops(atLeast?.cancer))
        .flatMap(({ also }) => also)
        .filter((phrase) => {
          const { redFlags } = understand(phrase);
          const { tier, concepts } = assessRisk(redFlags, {});
          return tier === 'emergency' && redFlags.hits.some(({ concept }) => concepts.includes(concept.id));
        }),
    );
    expect(milder).toEqual([]);
  });

  test('nobody is asked for a name, a birth date or a record number', () => {
    for (const { ask } of check.questions.values()) expect(ask).not.toMatch(/your name|born|record number/i);
  });
});

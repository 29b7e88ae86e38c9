import { advance, begin } from '../../src/dialog/advance';

import { chosen } from '../../src/dialog/chosen';
import type { Dialog } from '../../src/dialog/types';
import { realContent, realSources } from '../conversation/harness/chat';

const { script } = realContent();
const { understand } = realSources();

function dialogNamed(id: string): Dialog {
  const dialog = script.dialogs.get(id);
  if (dialog === undefined) throw new Error(`no dialog ${id}`);
  return dialog;
}

/** What a visitor's words lead to at a question, understood as in a real turn. */
function answerTo(dialogId: string, questionId: string, text: string) {
  const { words, yesNo, redFlags } = understand(text);
  const meanings = [yesNo, redFlags.facts.cancer].filter((meaning) => meaning !== undefined);
  const dialog = dialogNamed(dialogId);
  const step = advance(dialog, { ...begin(dialog), questionId }, { words, text, meanings });
  return step.kind === 'outcome' ? step.outcome.id : step.kind === 'question' ? step.question.id : step.kind;
}

test('the dialogs are these four', () => {
  expect([...script.dialogs.keys()].sort()).toEqual([
    'cancer-question',
    'feedback',
    'safety-question',
    'symptom-check',
  ]);
});

describe('safety question: happening-now', () => {
  test.each([
    ['1', 'asked'],
    ['yes', 'asked'],
    ['Yes, new or worse', 'asked'],
    ['yeah', 'asked'],
    ['y', 'asked'],
    ['2', 'long-standing'],
    ['Same for a long time', 'long-standing'],
    ['no change', 'long-standing'],
    ['for years', 'long-standing'],
    ['3', 'not-now'],
    ['no', 'not-now'],
    ['No, not happening', 'not-now'],
    ['just asking', 'not-now'],
    ['4', 'asked'],
    ["I'm not sure", 'asked'],
    ["i don't know", 'asked'],
    ['maybe', 'asked'],
    ['purple', 'unrecognised'],
    ['5', 'unrecognised'],
    ['', 'unrecognised'],
  ])('"%s" leads to %s', (text, target) => {
    expect(answerTo('safety-question', 'happening-now', text)).toBe(target);
  });

  test('the outcomes show the card asked about, the one for the next days, and the words for later', () => {
    const outcomes = [...dialogNamed('safety-question').outcomes.values()];
    expect(outcomes).toEqual([
      { id: 'asked', disposition: 'asked' },
      { id: 'long-standing', disposition: 'soon' },
      { id: 'not-now', text: 'not-happening' },
    ]);
    expect(script.texts['not-happening']).toMatch(
      /legs.*weak or numb.*walking.*bladder or bowels.*call 911/s,
    );
  });
});

describe('cancer question: cancer-history', () => {
  test.each([
    ['1', 'told-yes'],
    ['yes', 'told-yes'],
    ['Yes, now or in the past', 'told-yes'],
    ['years ago', 'told-yes'],
    ['i have breast cancer', 'told-yes'],
    ['yes, prostate cancer in 2015', 'told-yes'],
    ['2', 'told-yes'],
    ['Being tested', 'told-yes'],
    ['waiting for results', 'told-yes'],
    ['3', 'told-no'],
    ['no', 'told-no'],
    ['never had cancer', 'told-no'],
    ['4', 'told-yes'],
    ['Rather not say', 'told-yes'],
    ["i don't know", 'told-yes'],
    ['not sure', 'told-yes'],
    ['perhaps a bit', 'unrecognised'],
  ])('"%s" leads to %s', (text, target) => {
    expect(answerTo('cancer-question', 'cancer-history', text)).toBe(target);
  });

  test('yes is urgent and remembered, no is for the next days and remembered', () => {
    expect([...dialogNamed('cancer-question').outcomes.values()]).toEqual([
      { id: 'told-yes', disposition: 'urgent' },
      { id: 'told-no', disposition: 'soon' },
    ]);
    const notes = dialogNamed('cancer-question').questions.get('cancer-history')?.choices;
    expect(notes?.map(({ id, notes: note }) => [id, note])).toEqual([
      ['yes', 'cancer'],
      ['tested', 'cancer'],
      ['no', 'no-cancer'],
      ['unsure', 'cancer'],
    ]);
  });
});

describe('feedback', () => {
  test.each([
    ['rating', 'helpful', 'comment'],
    ['rating', '2', 'comment'],
    ['rating', 'Not helpful', 'comment'],
    ['rating', 'the doctor was nice', 'unrecognised'],
    ['comment', 'the doctor was nice', 'thanks'],
    ['comment', 'skip', 'thanks'],
  ])('at %s, "%s" leads to %s', (questionId, text, target) => {
    expect(answerTo('feedback', questionId, text)).toBe(target);
  });
});

describe('every dialog', () => {
  const questions = [...script.dialogs.values()].flatMap((dialog) =>
    [...dialog.questions.values()].map((question) => ({
      name: `${dialog.id}: ${question.id}`,
      dialog,
      question,
    })),
  );

  test.each(questions)(
    '$name: no two choices share words, so that none is hidden by another',
    ({ question }) => {
      const said = question.choices.flatMap(({ label, also }) => [
        ...new Set([label.toLowerCase(), ...also]),
      ]);
      expect(said).toEqual([...new Set(said)]);
    },
  );

  test.each(questions)(
    '$name: every listed phrase is written as it is understood, and leads to its choice',
    ({ question }) => {
      for (const { id, label, also } of question.choices)
        for (const text of [label, ...also]) {
          const { words } = understand(text);
          expect([text, chosen(question, { words, text, meanings: [] })?.id]).toEqual([text, id]);
        }
    },
  );

  test('questions about danger say first what to do in an emergency', () => {
    for (const id of ['safety-question', 'cancer-question'])
      for (const { ask } of dialogNamed(id).questions.values())
        expect(ask.split('\n')[0]).toMatch(/call 911 now/);
  });
});

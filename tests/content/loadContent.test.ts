import { rmSync } from 'node:fs';
import { ContentError } from '../../src/content/ContentError';
import { createLog } from '../../src/telemetry/log';
import { createTurnHost } from '../../src/turns/createTurnHost';
import { realContent } from '../conversation/harness/chat';
import { memoryStore } from '../storage/harness/memoryStore';
import { editedCopy, problemsAfter, swap } from './harness/brokenCopy';

const MRI = 'knowledge/topics/mri.md';
const FLAGS = 'knowledge/red-flags.yaml';
const CARDS = 'knowledge/dispositions.yaml';
const WIDGET = 'knowledge/locales/widget.en.yaml';
const COMMANDS = 'knowledge/commands.yaml';
const MODEL = 'knowledge/models/red-flags.bin';
const DIALOG = 'dialogs/safety-question.yaml';
const CHECK = 'dialogs/symptom-check.yaml';

test('the content of this project is sound', () => {
  expect(problemsAfter({})).toEqual([]);
});

test('content past its review date is refused, with every such topic named', () => {
  const problems = problemsAfter({}, '2099-01-01');
  const { topics } = realContent();
  expect(problems.map(({ file, rule }) => `${file} ${rule}`).sort()).toEqual(
    [...topics.keys()].map((id) => `knowledge/topics/${id}.md review-passed`).sort(),
  );
});

describe('the words of the website', () => {
  test.each([
    ['a missing text', swap(/ {2}close: .*\n/, ''), 'shape', /close/],
    ['a text that nothing uses', swap('  close: ', '  shut: Shut\n  close: '), 'shape', /shut/],
    [
      'a slot that does not exist',
      swap('Call {emergencyNumber}"\n  conversation', 'Call {ambulance}"\n  conversation'),
      'slot',
      /ambulance/,
    ],
    [
      'a link that neither calls nor texts',
      swap('url: "sms:{crisisNumber}"', 'url: "https://example.org"'),
      'shape',
      /url/,
    ],
    ['the name of another language', swap('locale: en', 'locale: es'), 'widget-locale', /widget\.es\.yaml/],
  ])('%s', (_what, edit, rule, words) => {
    const found = problemsAfter({ [WIDGET]: edit });
    expect(found.map((problem) => [problem.file, problem.rule])).toContainEqual([WIDGET, rule]);
    expect(found.map(({ path, message }) => `${path} ${message}`).join()).toMatch(words);
  });

  test('English must be there', () => {
    expect(problemsAfter({ [WIDGET]: undefined }).map(({ rule }) => rule)).toEqual(['widget-missing']);
  });
});

// One fault of every rule is in rules.test.ts; here are further ways to break the same rules.
describe('a topic', () => {
  test.each([
    ['an unknown key', swap('risk: info', 'risk: info\nmood: calm'), 'shape', '', /mood/],
    ['a missing key', swap('risk: info\n', ''), 'shape', 'risk', /./],
    ['a risk that does not exist', swap('risk: info', 'risk: none'), 'shape', 'risk', /./],
    ['no source', swap(/sources: \[.*\]/, 'sources: []'), 'shape', 'sources', /source/],
    ['a date in words', swap(/reviewed: \S+/, 'reviewed: last week'), 'shape', 'reviewed', /YYYY-MM-DD/],
    ['itself as the next topic', swap('next: [ct,', 'next: [mri,'), 'next', 'next', /mri/],
    [
      'too few questions',
      swap(/asks:[\s\S]*?also:/, 'asks:\n  - what is an mri\nalso:'),
      'shape',
      'asks',
      /six/,
    ],
    ['a repeated key', swap('title: MRI scan', 'title: MRI scan\ntitle: Scan'), 'yaml', 'line', /./],
    [
      'a section that is hard to read',
      swap(
        /\n## [\s\S]*$/,
        '\n## More\n\nContraindications necessitate individualized multidisciplinary reconsideration of radiological examination.\n',
      ),
      'reading-level',
      'sections',
      /grade/,
    ],
  ] as const)('with %s is refused', (_what, edit, rule, path, message) => {
    const problems = problemsAfter({ [MRI]: edit }).filter((problem) => problem.rule === rule);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.file).toBe(MRI);
      expect(problem.path).toMatch(rule === 'yaml' ? /^line \d+$/ : new RegExp(`^${path}$`));
      expect(problem.message).toMatch(message);
    }
  });

  test('broken YAML is shown with the line of the file where it is, so that an editor can jump there', () => {
    const [problem] = problemsAfter({ [CARDS]: swap('urgency: emergency', 'urgency: "emergency') });
    expect(problem).toMatchObject({ rule: 'yaml', file: CARDS });
    expect(Number(problem?.path.replace('line ', ''))).toBeGreaterThanOrEqual(5);
  });
});

describe('other content', () => {
  test.each([
    [
      'a frame with a class that does not exist',
      FLAGS,
      swap('- backpain', '- "backpane weak"'),
      'frame',
      /^concepts\.new_pain_cancer\.frames\.\d+$/,
      /backpane/,
    ],
    [
      'a frame with a gap that is no number',
      FLAGS,
      swap('"spine pain | gap 4"', '"spine pain | gap four"'),
      'frame',
      /^concepts\.new_pain_cancer/,
      /gap|four/,
    ],
    [
      'a red flag without a known card',
      FLAGS,
      swap(/card: urgent\n/, 'card: urgently\n'),
      'disposition',
      /urgently/,
      /must exist/,
    ],
    [
      'a red flag with a source that does not exist',
      FLAGS,
      swap('sources: [downie-2013,', 'sources: [downie-1913,'),
      'source',
      /concepts|new_pain_cancer/,
      /downie-1913/,
    ],
    [
      'a doubt that leads to less than a no',
      'dialogs/safety-question.yaml',
      swap('label: "I\'m not sure", goTo: asked', 'label: "I\'m not sure", goTo: not-now'),
      'dialog-safety',
      /happening-now/,
      /unsure/,
    ],
    ['a tier that does not exist', FLAGS, swap('tier: urgent', 'tier: now'), 'shape', /tier/, /./],
    [
      'a card with a source that does not exist',
      CARDS,
      swap('[aha,', '[aah,'),
      'source',
      /emergency-911/,
      /aah/,
    ],
    [
      'a card with a slot that does not exist',
      CARDS,
      swap('{poisonHelp}', '{poisonPhone}'),
      'slot',
      /emergency-overdose/,
      /poisonPhone/,
    ],
    [
      'a dialog with a choice that leads nowhere',
      DIALOG,
      swap('goTo: long-standing', 'goTo: longstanding'),
      'dialog-graph',
      /^/,
      /longstanding/,
    ],
    [
      'a dialog that loops',
      DIALOG,
      swap('goTo: long-standing', 'goTo: happening-now'),
      'dialog-graph',
      /^/,
      /loop/,
    ],
    [
      'a dialog with an outcome that nothing reaches',
      DIALOG,
      swap('goTo: not-now', 'goTo: asked'),
      'dialog-graph',
      /^/,
      /not-now/,
    ],
    [
      'a dialog with a source that does not exist',
      DIALOG,
      swap('source: nice-ng234', 'source: nice-ng1'),
      'source',
      /questions\.happening-now\.source/,
      /nice-ng1/,
    ],
    [
      'a dialog with a card that does not exist',
      DIALOG,
      swap('disposition: soon', 'disposition: later'),
      'disposition',
      /outcomes\.long-standing/,
      /later/,
    ],
    [
      'a dialog with a slot that does not exist',
      DIALOG,
      swap('{emergencyNumber}', '{phone}'),
      'slot',
      /questions\.happening-now\.ask/,
      /phone/,
    ],
    [
      'a dialog with an effect that does not exist',
      DIALOG,
      swap('text: not-happening', 'text: not-happening, effect: call-police'),
      'shape',
      /outcomes\.not-now\.effect/,
      /./,
    ],
    [
      'a check whose "no" alone leads to an urgent card',
      CHECK,
      swap('label: "No pain",', 'label: "No pain", atLeast: urgent,'),
      'dialog-safety',
      /questions\.pain/,
      /"no" alone|less urgent/,
    ],
    [
      'a check that asks a question without "not sure"',
      CHECK,
      swap(/ {6}- \{ id: unsure, label: "Rather not say".*\n/, ''),
      'dialog-safety',
      /questions\.cancer/,
      /unsure/,
    ],
    [
      'an answer that raises to an outcome that the decision does not list',
      CHECK,
      swap('atLeast: emergency-fever', 'atLeast: emergency-cold'),
      'dialog-decision',
      /questions\.last-days/,
      /emergency-cold/,
    ],
    [
      'outcomes out of their order',
      CHECK,
      swap('urgent, soon-days, soon, no-signs', 'soon, soon-days, urgent, no-signs'),
      'dialog-decision',
      /decision\.outcomes/,
      /most to least/,
    ],
    [
      'an emergency after which the check would ask on',
      CHECK,
      swap('emergency-spine, stops: true', 'emergency-spine'),
      'dialog-decision',
      /outcomes\.emergency-spine/,
      /stops/,
    ],
    [
      'a rule that does not exist',
      CHECK,
      swap('rule: symptom-check', 'rule: by-feeling'),
      'shape',
      /decision\.rule/,
      /./,
    ],
    [
      'a choice that leads nowhere where only one can be picked',
      CHECK,
      swap('label: "Being tested", goTo: pain,', 'label: "Being tested",'),
      'shape',
      /questions\.cancer/,
      /goTo/,
    ],
    [
      'an emergency number left out',
      'knowledge/organization.yaml',
      swap(/emergencyNumber: .*\n/, ''),
      'shape',
      /emergencyNumber/,
      /./,
    ],
    ['an insecure web address', 'knowledge/sources.yaml', swap('https://', 'http://'), 'shape', /url/, /./],
  ] as const)('%s is refused', (_what, file, edit, rule, path, message) => {
    const problems = problemsAfter({ [file]: edit });
    const found = problems.filter(
      (problem) =>
        problem.file === (rule === 'disposition' && file === FLAGS ? CARDS : file) && problem.rule === rule,
    );
    expect(problems.length).toBeGreaterThan(0);
    expect(found.some((problem) => path.test(problem.path) && message.test(problem.message))).toBe(true);
  });

  test.each([
    ['knowledge/topics', 'folder-missing', 'knowledge/topics'],
    ['dialogs', 'folder-missing', 'dialogs'],
    ['knowledge/terms.md', 'file-missing', 'knowledge/terms.md'],
    [COMMANDS, 'file-missing', COMMANDS],
    [FLAGS, 'file-missing', FLAGS],
    ['knowledge/cues.yaml', 'file-missing', 'knowledge/cues.yaml'],
    ['knowledge/spelling/common-words.txt', 'file-missing', 'knowledge/spelling/common-words.txt'],
    ['knowledge/organization.yaml', 'file-missing', 'knowledge/organization.yaml'],
    ['knowledge/glossary.yaml', 'file-missing', 'knowledge/glossary.yaml'],
    [MODEL, 'file-missing', MODEL],
  ])('without %s nothing starts, and the report says what is missing', (path, rule, file) => {
    expect(problemsAfter({ [path]: undefined })).toContainEqual(expect.objectContaining({ rule, file }));
  });

  test('a dialog that the service relies on must be there', () => {
    for (const name of ['safety-question', 'cancer-question', 'feedback'])
      expect(problemsAfter({ [`dialogs/${name}.yaml`]: undefined })).toContainEqual(
        expect.objectContaining({ message: expect.stringContaining(name) }),
      );
  });
});

test.each([
  ['cut short', (text: string) => text.slice(0, 1000)],
  ['emptied', () => '{}'],
  ['of other words', () => '["model"]'],
])('a trained model that is %s is refused', (_what, edit) => {
  const problems = problemsAfter({ [MODEL]: edit });
  expect(problems).toContainEqual(expect.objectContaining({ file: MODEL, rule: 'model' }));
});

test('the service does not start on wrong content', async () => {
  const root = editedCopy({ [MRI]: swap('source-page,', 'sauce-page,') });
  const options = { idleMinutes: 30, feedbackRetentionDays: 90, links: {}, store: memoryStore() };
  const start = () => createTurnHost({ ...options, root, log: createLog('silent') });
  expect(start).toThrow(ContentError);
  expect(start).toThrow(/knowledge\/topics\/mri\.md:\d+ at sources.*sauce-page/);
  rmSync(root, { recursive: true, force: true });
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../../src/content/ContentError';
import { createLog } from '../../src/telemetry/log';
import { createTurnHost } from '../../src/turns/createTurnHost';
import { realContent } from '../conversation/harness/chat';
import { editedCopy, problemsAfter, swap } from './harness/brokenCopy';

const MRI = 'knowledge/topics/mri.md';
const CT = 'knowledge/topics/ct.md';
const FLAGS = 'knowledge/red-flags.yaml';
const CARDS = 'knowledge/dispositions.yaml';
const LOCALE = 'knowledge/locales/en.yaml';
const WIDGET = 'knowledge/locales/widget.en.yaml';
const COMMANDS = 'knowledge/commands.yaml';
const MODEL = 'knowledge/models/red-flag-signal.json';
const DIALOG = 'dialogs/safety-question.yaml';
const CHECK = 'dialogs/symptom-check.yaml';
const first = (text: string) => swap(/\n---\n\n[\s\S]*?\n\n/, `\n---\n\n${text}\n\n`);

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

describe('a topic', () => {
  test.each([
    ['an unknown key', swap('risk: info', 'risk: info\nmood: calm'), 'shape', '', /mood/],
    ['a missing key', swap('risk: info\n', ''), 'shape', 'risk', /./],
    ['a risk that does not exist', swap('risk: info', 'risk: none'), 'shape', 'risk', /./],
    ['a source that does not exist', swap('source-page,', 'sauce-page,'), 'source', 'sources', /sauce-page/],
    ['no source', swap(/sources: \[.*\]/, 'sources: []'), 'shape', 'sources', /source/],
    [
      'a passed review date',
      swap(/review-by: \S+/, 'review-by: 2026-11-23'),
      'review-passed',
      'review-by',
      /2026-11-23/,
    ],
    [
      'a review before the check',
      swap(/review-by: \S+/, 'review-by: 2026-11-24'),
      'review-date',
      'review-by',
      /later/,
    ],
    ['a date in words', swap(/reviewed: \S+/, 'reviewed: last week'), 'shape', 'reviewed', /YYYY-MM-DD/],
    ['a next topic that does not exist', swap('next: [ct,', 'next: [cat-scan,'), 'next', 'next', /cat-scan/],
    ['itself as the next topic', swap('next: [ct,', 'next: [mri,'), 'next', 'next', /mri/],
    ['the id of another topic', swap('id: mri', 'id: ct'), 'topic-id', 'id', /mri/],
    [
      'a question of another topic',
      swap('  - what is an mri\n', '  - what is an mri\n  - What is a CT?\n'),
      'ask-twice',
      'asks',
      /CT|mri/i,
    ],
    [
      'too few questions',
      swap(/asks:[\s\S]*?also:/, 'asks:\n  - what is an mri\nalso:'),
      'shape',
      'asks',
      /six/,
    ],
    ['broken YAML', swap('title: MRI scan', 'title: "MRI scan'), 'yaml', 'line', /./],
    ['a repeated key', swap('title: MRI scan', 'title: MRI scan\ntitle: Scan'), 'yaml', 'line', /./],
    ['no front matter', swap('---\n', ''), 'front-matter', '', /---/],
    [
      'a slot that does not exist',
      first('An MRI makes pictures. Call {hospitalPhone}.'),
      'slot',
      '',
      /hospitalPhone/,
    ],
    ['an empty answer', first(''), 'answer', '', /./],
    ['an answer that is too long', first('You lie still. '.repeat(30).trim()), 'answer-long', '', /90/],
    [
      'a sentence that is too long',
      first(`You ${'go and '.repeat(15)}lie still.`),
      'sentence-long',
      '',
      /33/,
    ],
    [
      'an answer that is hard to read',
      first('Contraindications necessitate individualized multidisciplinary reconsideration.'),
      'reading-level',
      '',
      /grade/,
    ],
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
    [
      'a dash between clauses',
      first('An MRI makes pictures \u2014 it does not hurt.'),
      'typography',
      '',
      /dash/,
    ],
  ] as const)('with %s is refused', (_what, edit, rule, path, message) => {
    const problems = problemsAfter({ [MRI]: edit }).filter((problem) => problem.rule === rule);
    expect(problems.length).toBeGreaterThan(0);
    const files = rule === 'ask-twice' ? [MRI, CT] : [MRI];
    for (const problem of problems) {
      expect(files).toContain(problem.file);
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
      'a frame with an option that does not exist',
      FLAGS,
      swap('"spine pain | gap 4"', '"spine pain | gep 4"'),
      'frame',
      /^concepts\.new_pain_cancer\.frames\.0$/,
      /gep/,
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
      'a class that names another which does not exist',
      FLAGS,
      swap('lower: "@leg, @foot"', 'lower: "@legg, @foot"'),
      'class',
      /classes/,
      /@legg/,
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
    [
      'one phrase with two meanings',
      'knowledge/answers.yaml',
      swap('no: >-', 'no: >-\n  yes,'),
      'answer-twice',
      /no/,
      /"yes"/,
    ],
    [
      'two red flags of one id',
      FLAGS,
      swap('id: pain_crisis', 'id: new_pain_cancer'),
      'concept-twice',
      /^concepts\.new_pain_cancer$/,
      /twice/,
    ],
    ['a tier that does not exist', FLAGS, swap('tier: urgent', 'tier: now'), 'shape', /tier/, /./],
    [
      'no card for emergencies',
      CARDS,
      swap('  emergency-spine:', '  emergency-back:'),
      'disposition',
      /emergency-spine/,
      /must exist/,
    ],
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
      'a text that is missing',
      LOCALE,
      swap(/ {2}more: Tell me more\n/, ''),
      'text-missing',
      /^texts\.more$/,
      /add/,
    ],
    [
      'a text that nothing uses',
      LOCALE,
      swap('  more: Tell me more\n', '  more: Tell me more\n  less: Less\n'),
      'text-unknown',
      /^texts\.less$/,
      /remove/,
    ],
    [
      'a menu topic that does not exist',
      LOCALE,
      swap('menu: [seek-help,', 'menu: [get-help,'),
      'menu',
      /menu/,
      /get-help/,
    ],
    [
      'a phrase that means two keywords',
      COMMANDS,
      swap('cancel, exit, quit,', 'cancel, exit, restart,'),
      'command-twice',
      /commands\.cancel/,
      /restart/,
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
      'a dialog with a text that does not exist',
      DIALOG,
      swap('text: not-happening', 'text: all-fine'),
      'text',
      /outcomes\.not-now/,
      /all-fine/,
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
      'a dialog under another name',
      DIALOG,
      swap('id: safety-question', 'id: safety'),
      'dialog-id',
      /id/,
      /file name/,
    ],
    [
      'a request that a phrase already means',
      'knowledge/requests.yaml',
      swap('forget me, forget everything', 'forget me, go back'),
      'request-twice',
      /requests\.forget/,
      /go back/,
    ],
    [
      'a dialog whose "no" leads to an urgent card',
      'dialogs/cancer-question.yaml',
      swap('{ disposition: soon }', '{ disposition: urgent }'),
      'dialog-safety',
      /questions\.cancer-history/,
      /"no" alone/,
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
      'a choice that the rule looks at and that is gone',
      CHECK,
      swap('id: weight,', 'id: slimmer,'),
      'dialog-decision',
      /questions\.last-days/,
      /weight/,
    ],
    [
      'a red flag that does not exist',
      CHECK,
      swap('flags: [night_pain]', 'flags: [day_pain]'),
      'dialog-flag',
      /questions\.pain/,
      /day_pain/,
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
  const options = { idleMinutes: 30, maxConversations: 10, feedbackRetentionDays: 90, links: {} };
  const started = createTurnHost({ ...options, root, dataDir: join(root, 'data'), log: createLog('silent') });
  await expect(started).rejects.toThrow(ContentError);
  await expect(started).rejects.toThrow(/knowledge\/topics\/mri\.md at sources.*sauce-page/);
  rmSync(root, { recursive: true, force: true });
});

test('all problems are listed at once, each with its file, so that one start shows everything', () => {
  const problems = problemsAfter({
    [MRI]: swap('source-page,', 'sauce-page,'),
    [CT]: swap('title:', 'titel:'),
    [FLAGS]: swap('- backpain', '- "backpane weak"'),
    [CARDS]: swap('[aha,', '[aah,'),
    [LOCALE]: swap(/ {2}more: Tell me more\n/, ''),
    [COMMANDS]: swap('cancel, exit, quit,', 'cancel, exit, restart,'),
    [DIALOG]: swap('goTo: long-standing', 'goTo: longstanding'),
    'knowledge/small-talk.yaml': swap('reviewed:', 'reviewed: "'),
    'knowledge/terms.md': undefined,
  });
  const files = new Set(problems.map(({ file }) => file));
  for (const file of [
    MRI,
    CT,
    FLAGS,
    CARDS,
    COMMANDS,
    DIALOG,
    'knowledge/small-talk.yaml',
    'knowledge/terms.md',
  ])
    expect(files).toContain(file);
  const message = new ContentError(problems).message;
  expect(message).toContain(`${problems.length} problem(s)`);
  for (const { file, rule } of problems) expect(message).toMatch(new RegExp(`${file}.*\\[${rule}\\]`));
});

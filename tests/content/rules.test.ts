import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentRulesText } from '../../src/cli/contentRules';
import { matchingProblems } from '../../src/cli/matchingProblems';
import { ContentError, type ContentProblem } from '../../src/content/ContentError';
import { loadContent } from '../../src/content/loadContent';
import { RULES, type Rule } from '../../src/content/rules';
import { ROOT, realContent, TODAY } from '../conversation/harness/chat';
import { type Edits, editedCopy, swap } from './harness/brokenCopy';

const topic = (id: string) => `knowledge/topics/${id}.md`;
const FLAGS = 'knowledge/red-flags.yaml';
const CARDS = 'knowledge/dispositions.yaml';
const LOCALE = 'knowledge/locales/en.yaml';
const WIDGET = 'knowledge/locales/widget.en.yaml';
const SAFETY = 'dialogs/safety-question.yaml';
const CANCER = 'dialogs/cancer-question.yaml';
const CHECK = 'dialogs/symptom-check.yaml';
const NO_LINE = /^/;
const settings = { today: TODAY, version: '1.2.3', feedbackRetentionDays: 90, idleMinutes: 30, links: {} };

/** A fault as an author would make it, and what stands on the line that the finding must name. */
interface Plant {
  readonly rule: Rule;
  readonly file: string;
  /** Absent: the file is removed. */
  readonly edit?: (text: string) => string;
  /** Where the fault is found, when that is another file. */
  readonly found?: string;
  readonly line: RegExp;
}

const last = (words: string) => (text: string) => `${text.trimEnd()}\n\n## More\n\n${words}\n`;

/** Faults that do not hide each other: one start finds all of them. */
const TOGETHER: readonly Plant[] = [
  { rule: 'dialog-missing', file: 'dialogs/feedback.yaml', line: NO_LINE },
  { rule: 'yaml', file: 'knowledge/small-talk.yaml', edit: swap('reviewed:', 'reviewed: "'), line: /./ },
  { rule: 'shape', file: topic('ct'), edit: swap('title:', 'titel:'), line: /^titel:/ },
  { rule: 'slot', file: topic('mri'), edit: last('Call {hospitalPhone}.'), line: /\{hospitalPhone\}/ },
  {
    rule: 'link',
    file: topic('biopsy'),
    edit: last('See [this page](http://example.org).'),
    line: /http:\/\/example/,
  },
  { rule: 'front-matter', file: topic('pet'), edit: swap('---\n', ''), line: NO_LINE },
  { rule: 'topic-id', file: topic('brace'), edit: swap('id: brace', 'id: braces'), line: /^id: braces/ },
  { rule: 'dialog-id', file: CANCER, edit: swap('id: cancer-question', 'id: cancer'), line: /^id: cancer/ },
  {
    rule: 'source',
    file: topic('xray'),
    edit: swap(/sources: \[/, 'sources: [sauce-page, '),
    line: /sauce-page/,
  },
  {
    rule: 'next',
    file: topic('bone-scan'),
    edit: swap(/next: \[[\w-]+/, 'next: [cat-scan'),
    line: /cat-scan/,
  },
  {
    rule: 'follow-up',
    file: 'knowledge/follow-ups.yaml',
    edit: swap('otherwise: insurance', 'otherwise: insurer'),
    line: /insurer/,
  },
  { rule: 'menu', file: LOCALE, edit: swap('menu: [seek-help,', 'menu: [get-help,'), line: /get-help/ },
  { rule: 'label', file: LOCALE, edit: swap(/(labels:\n.*?): .*/, '$1: get-help'), line: /get-help/ },
  {
    rule: 'text-unknown',
    file: LOCALE,
    edit: swap('  more: Tell me more\n', '  more: Tell me more\n  less: Less\n'),
    line: /less: Less/,
  },
  { rule: 'text-missing', file: LOCALE, edit: swap(/ {2}no-more: .*\n/, ''), line: /texts:/ },
  {
    rule: 'review-date',
    file: topic('driving'),
    edit: swap(/review-by: \S+/, 'review-by: 2026-11-24'),
    line: /^review-by/,
  },
  {
    rule: 'review-ahead',
    file: topic('diet'),
    edit: swap(/reviewed: \S+/, 'reviewed: 2027-03-01'),
    line: /^reviewed/,
  },
  {
    rule: 'review-passed',
    file: topic('work'),
    edit: swap(/reviewed: \S+\nreview-by: \S+/, 'reviewed: 2024-01-01\nreview-by: 2025-01-01'),
    line: /^review-by/,
  },
  { rule: 'answer', file: topic('fatigue'), edit: swap(/\n---\n\n[^\n]*\n/, '\n---\n\n'), line: NO_LINE },
  {
    rule: 'answer-long',
    file: topic('exercise'),
    edit: swap(/\n---\n\n/, `\n---\n\n${'You lie still. '.repeat(30)}`),
    line: /You lie still/,
  },
  {
    rule: 'sentence-long',
    file: topic('follow-up'),
    edit: last(`You ${'go and '.repeat(15)}lie still.`),
    line: /go and go and/,
  },
  {
    rule: 'reading-level',
    file: topic('chemo'),
    edit: swap(
      /\n---\n\n[^\n]*\n/,
      '\n---\n\nIndividualized multidisciplinary reconsideration necessitates radiological examination.\n',
    ),
    line: NO_LINE,
  },
  {
    rule: 'jargon',
    file: topic('hormone'),
    edit: last('Some get a\nvertebrectomy.'),
    line: /^vertebrectomy/,
  },
  {
    rule: 'typography',
    file: topic('proton'),
    edit: last('It is quick \u2014 and does not hurt.'),
    line: /\u2014/,
  },
  {
    rule: 'reassurance',
    file: topic('diet'),
    edit: last('Your weight may go down. Do not worry about it.'),
    line: /Do not worry/,
  },
  { rule: 'dose', file: topic('steroids'), edit: last('Most people take 16 mg a day.'), line: /16 mg/ },
  { rule: 'figure', file: topic('prognosis'), edit: last('About 40% are well.'), line: /40%/ },
  {
    rule: 'whom-to-ask',
    file: topic('driving'),
    edit: (text) => text.replace(/\n---\n\n[\s\S]*$/, '\n---\n\nYou can drive when it feels right.\n'),
    line: NO_LINE,
  },
  {
    rule: 'ask-twice',
    file: topic('spiritual'),
    edit: swap('asks:\n', 'asks:\n  - What is an MRI?\n'),
    line: /What is an MRI/,
  },
  {
    rule: 'fact-twice',
    file: topic('which-cancers'),
    edit: swap('facts: [S04', 'facts: [S04, S05'),
    line: /^facts/,
  },
  {
    rule: 'fact-unknown',
    file: topic('insurance'),
    edit: swap(/facts: \[/, 'facts: [S77'),
    line: /S77/,
  },
  {
    rule: 'fact-missing',
    file: topic('radiation-overview'),
    edit: swap('S37, ', ''),
    found: 'knowledge/topics',
    line: NO_LINE,
  },
  {
    rule: 'disposition',
    file: CARDS,
    edit: swap('  emergency-spine:', '  emergency-back:'),
    line: /dispositions|emergency/,
  },
  {
    rule: 'text',
    file: SAFETY,
    edit: swap('text: not-happening', 'text: all-fine'),
    line: /all-fine/,
  },
  {
    rule: 'dialog-safety',
    file: CANCER,
    edit: swap('{ disposition: soon }', '{ disposition: urgent }'),
    line: /cancer-history/,
  },
  { rule: 'dialog-graph', file: SAFETY, edit: swap('goTo: not-now', 'goTo: asked'), line: NO_LINE },
  { rule: 'dialog-decision', file: CHECK, edit: swap('id: weight,', 'id: slimmer,'), line: /last-days/ },
  { rule: 'dialog-flag', file: CHECK, edit: swap('flags: [night_pain]', 'flags: [day_pain]'), line: /pain:/ },
  {
    rule: 'answer-twice',
    file: 'knowledge/answers.yaml',
    edit: swap('no: >-', 'no: >-\n  yes,'),
    line: /^no:/,
  },
  {
    rule: 'command-twice',
    file: 'knowledge/commands.yaml',
    edit: swap('cancel, exit, quit,', 'cancel, exit, restart,'),
    line: /cancel:/,
  },
  {
    rule: 'request-twice',
    file: 'knowledge/requests.yaml',
    edit: swap('forget me, forget everything', 'forget me, go back'),
    line: /forget:/,
  },
  {
    rule: 'course-twice',
    file: 'knowledge/course.yaml',
    edit: swap('worse, getting worse,', 'worse, getting worse, the same,'),
    line: /worse:|same:/,
  },
  {
    rule: 'concept-twice',
    file: FLAGS,
    edit: swap('id: pain_crisis', 'id: new_pain_cancer'),
    line: /id: new_pain_cancer/,
  },
  { rule: 'class', file: FLAGS, edit: swap('lower: "@leg, @foot"', 'lower: "@legg, @foot"'), line: /@legg/ },
  { rule: 'frame', file: FLAGS, edit: swap('"spine pain | gap 4"', '"spine pain | gep 4"'), line: /gep 4/ },
  { rule: 'partial', file: FLAGS, edit: swap(/(\npartials:\n) {2}[\w-]+:/, '$1  nolimb:'), line: /nolimb/ },
];

/** Faults that take so much away that they stand alone. */
const MISSING: readonly Plant[] = [
  { rule: 'folder-missing', file: 'dialogs', line: NO_LINE },
  { rule: 'file-missing', file: 'knowledge/terms.md', line: NO_LINE },
  {
    rule: 'common-words',
    file: 'knowledge/spelling/common-words.txt',
    edit: (text) => text.slice(0, 100),
    line: NO_LINE,
  },
  {
    rule: 'talk-twice',
    file: 'knowledge/small-talk.yaml',
    edit: swap('found it thank you, see you,', 'found it thank you, good morning, see you,'),
    line: /bye:|good morning, see you/,
  },
  { rule: 'widget-locale', file: WIDGET, edit: swap('locale: en', 'locale: es'), line: /^locale: es/ },
  { rule: 'widget-missing', file: WIDGET, line: NO_LINE, edit: (text) => text },
  {
    rule: 'model',
    file: 'knowledge/models/red-flags.bin',
    edit: (text) => text.slice(0, 1000),
    line: NO_LINE,
  },
];

/** Edits of all plants, those of one file one after the other. */
function editsOf(plants: readonly Plant[]): Edits {
  const edits = new Map<string, ((text: string) => string) | undefined>();
  for (const { file, edit } of plants) {
    const before = edits.get(file);
    edits.set(file, edit && before ? (text) => edit(before(text)) : edit);
  }
  return Object.fromEntries(edits);
}

interface Found extends ContentProblem {
  /** What stands on the line that the finding names. */
  readonly words: string;
}

/** The findings of a start on a copy with these faults. */
function findingsOf(plants: readonly Plant[]): Found[] {
  const root = editedCopy(editsOf(plants));
  try {
    loadContent({ root, ...settings });
    return [];
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return error.problems.map((problem) => ({ ...problem, words: lineIn(root, problem) }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function lineIn(root: string, { file, line }: ContentProblem): string {
  try {
    return readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? 'no such line';
  } catch {
    return '';
  }
}

describe.each([
  ['found together', TOGETHER],
  ['things that are gone', MISSING],
])('planted faults, %s:', (_what, plants) => {
  const findings = findingsOf(plants);

  test.each(plants.map((plant) => [plant.rule, plant] as const))('%s', (rule, { file, found, line }) => {
    const named = findings.filter((each) => each.rule === rule && each.file === (found ?? file));
    expect(named.map(({ words }) => words)).toContainEqual(expect.stringMatching(line));
  });

  test('and nobody is left to guess what is wrong, why it matters and how to mend it', () => {
    const { message } = new ContentError(findings);
    for (const { rule, file, line } of findings) {
      expect(message).toMatch(new RegExp(`^${file}:${line}.*: .+ \\[${rule}\\]$`, 'm'));
      expect(message).toContain(`    why: ${RULES[rule].why}\n    fix: ${RULES[rule].fix}`);
    }
  });
});

describe('what only matching shows', () => {
  const root = editedCopy({
    [topic('mri')]: swap('asks:\n', 'asks:\n  - how can i pay the bill that came\n'),
    'knowledge/examples/questions/ct.txt': (text) => `${text.trimEnd()}\nwhy a ct first | cat-scan\n`,
  });
  writeFileSync(join(root, 'knowledge/examples/questions/sorcery.txt'), 'can magic help\n');
  const problems = matchingProblems(root, loadContent({ root, ...settings })).map((problem) => ({
    ...problem,
    words: lineIn(root, problem),
  }));
  rmSync(root, { recursive: true, force: true });

  test.each([
    ['ask-elsewhere', topic('mri'), /pay the bill that came/],
    ['examples-retired', 'knowledge/examples/questions/sorcery.txt', /can magic help/],
    ['examples-topic', 'knowledge/examples/questions/ct.txt', /cat-scan/],
  ])('%s', (rule, file, line) =>
    expect(problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ rule, file, words: expect.stringMatching(line) })]),
    ),
  );

  test('nothing else is found', () => expect(problems).toHaveLength(3));
});

test('every ask of this project finds its own topic first, and every example has its topic', () =>
  expect(matchingProblems(ROOT, realContent())).toEqual([]));

test('every rule is planted somewhere above', () => {
  const planted = [...TOGETHER, ...MISSING].map(({ rule }) => rule as string);
  const matched = ['ask-elsewhere', 'examples-retired', 'examples-topic'];
  expect([...planted, ...matched].sort()).toEqual(Object.keys(RULES).sort());
});

test('docs/content-rules.md lists the rules of today: npm run docs:content-rules', () =>
  expect(readFileSync(join(ROOT, 'docs/content-rules.md'), 'utf8')).toBe(contentRulesText()));

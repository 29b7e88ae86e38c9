import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../src/understanding/commands';
import { realContent } from '../conversation/harness/chat';

/** The built command, as `npm run evaluate` runs it; `npm test` builds first. */
const EVALUATE = join(__dirname, '../../dist/cli/evaluate.js');
const folder = mkdtempSync(join(tmpdir(), 'spine-guide-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function evaluate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [EVALUATE, ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, stdout, stderr };
}

function write(name: string, lines: readonly unknown[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return file;
}

const LINES = [
  { id: 'legs', text: "i can't feel my legs", tier: 'emergency' },
  { id: 7, text: 'my legs went numb and i cannot pee', tier: 'emergency' },
  { text: 'back pain and i have breast cancer', tier: 'urgent' },
  { id: 'pain', text: 'my back hurts', tier: 'ask' },
  { id: 'mri', text: 'what is an mri', tier: 'none', topic: 'mri', command: 'none' },
  { id: 'ct', text: 'what is a ct scan', topic: 'x-ray', also: ['ct'] },
  { id: 'out', text: 'what is the capital of france', topic: 'none' },
  { id: 'stop', text: 'please cancel', command: 'cancel' },
  { id: 'cry', text: 'help me', command: 'help' },
  { id: 'empty', text: '' },
];

describe('evaluate on labelled messages', () => {
  const file = write('some.jsonl', LINES);
  const out = join(folder, 'out.jsonl');
  const run = evaluate(file, '--predictions', out);
  const predictions = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('ends well and says nothing on the error output', () => {
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('messages 10\n');
  });

  test.each([
    ['emergency sensitivity', '2/2', '100.0%', '34.2%', '100.0%'],
    ['urgent: card', '1/1', '100.0%', '20.7%', '100.0%'],
    ['over-triage among none', '0/1', '0.0%', '0.0%', '79.3%'],
    ['topic top-1', '2/2', '100.0%', '34.2%', '100.0%'],
    ['topic top-3', '2/2', '100.0%', '34.2%', '100.0%'],
    ['out of scope answered', '0/1', '0.0%', '0.0%', '79.3%'],
    ['commands right', '3/3', '100.0%', '43.9%', '100.0%'],
  ])('prints the rate "%s" with its 95%% interval', (name, share, percent, low, high) => {
    const row = run.stdout.split('\n').find((line) => line.startsWith(`${name} `));
    expect(row?.replace(/\s+/g, ' ')).toBe(`${name} ${share} ${percent} (95% ${low} to ${high})`);
  });

  test('prints the time per message', () => {
    expect(run.stdout).toMatch(/time per message +p50 \d+\.\d{3} ms +p99 \d+\.\d{3} ms/);
  });

  test('leaves out a rate that no message is labelled for', () => {
    expect(run.stdout).not.toContain('soon: at most ask');
  });

  test('writes one prediction per message, in the order of the file', () => {
    expect(predictions.map(({ id, text }) => ({ id, text }))).toEqual(
      LINES.map(({ id, text }) => ({ id: id ?? null, text })),
    );
  });

  test('every prediction has the fields of the contract and no others', () => {
    const topics = realContent().topics;
    for (const row of predictions) {
      expect(Object.keys(row).sort()).toEqual([
        'command',
        'concepts',
        'decision',
        'id',
        'text',
        'tier',
        'topics',
      ]);
      expect([
        'escalate',
        'ask',
        'command',
        'dialog',
        'answer',
        'clarify',
        'small-talk',
        'fallback',
      ]).toContain(row.decision);
      expect(['emergency', 'urgent', 'soon', 'ask', 'none']).toContain(row.tier);
      expect([null, ...COMMANDS]).toContain(row.command);
      expect((row.concepts as unknown[]).every((id) => typeof id === 'string')).toBe(true);
      const found = row.topics as { id: string; score: number }[];
      for (const topic of found) expect(Object.keys(topic)).toEqual(['id', 'score']);
      expect(found.every(({ id, score }) => topics.has(id) && score >= 0 && score <= 1)).toBe(true);
      expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    }
  });

  test.each([
    [0, { decision: 'escalate', tier: 'emergency', command: null }],
    [2, { decision: 'escalate', tier: 'urgent' }],
    [3, { decision: 'ask', tier: 'ask' }],
    [4, { decision: 'answer', tier: 'none', command: null, concepts: [] }],
    [7, { decision: 'command', command: 'cancel' }],
    [8, { decision: 'ask', command: 'help' }],
    [9, { decision: 'fallback', tier: 'none', topics: [] }],
  ])('line %d is judged as expected', (index, expected) => {
    expect(predictions[index]).toMatchObject(expected);
  });

  test('the same file gives the same predictions again', () => {
    const again = join(folder, 'again.jsonl');
    evaluate(file, '--predictions', again);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(out, 'utf8'));
  });
});

describe('evaluate on a file that is wrong', () => {
  test('names every bad line, ends with 2 and writes no predictions', () => {
    const file = write('bad.jsonl', [
      { text: 'what is an mri' },
      '{ "text": "cut short',
      { id: 'no-text' },
      { text: 'hi', tier: 'red' },
      '',
      { text: 5 },
    ]);
    const out = join(folder, 'none.jsonl');
    const run = evaluate(file, '--predictions', out);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    const named = [...run.stderr.matchAll(/bad\.jsonl:(\d+):\s+\S/g)].map(([, line]) => Number(line));
    expect(named).toEqual([2, 3, 4, 6]);
    expect(run.stderr).toMatch(/:3: .*text/);
    expect(run.stderr).toMatch(/:4: .*tier/);
    expect(existsSync(out)).toBe(false);
  });

  test('names the first 20 of many bad lines and counts the rest', () => {
    const run = evaluate(write('many.jsonl', Array<object>(25).fill({ id: 'no-text' })));
    expect(run.stderr.match(/many\.jsonl:\d+:/g)).toHaveLength(20);
    expect(run.stderr).toContain('and 5 more');
  });

  test('says how it is used where no file, or two, are given', () => {
    for (const args of [[], ['a.jsonl', 'b.jsonl']])
      expect(evaluate(...args)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('usage:'),
      });
  });

  test('names a file that is not there', () => {
    const run = evaluate('missing.jsonl');
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/missing\.jsonl cannot be read/);
    expect(run.stderr).not.toContain('    at ');
  });

  test('names an option that does not exist, without a stack of calls', () => {
    const run = evaluate('--predict', 'x');
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/--predict/);
    expect(run.stderr).not.toContain('    at ');
  });

  test('an output that cannot be written is named, without a stack of calls', () => {
    const run = evaluate(
      write('one.jsonl', [{ text: 'hi' }]),
      '--predictions',
      join(folder, 'no/such/folder.jsonl'),
    );
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/folder\.jsonl/);
    expect(run.stderr).not.toContain('    at ');
  });

  test('an empty file is no fault', () => {
    expect(evaluate(write('empty.jsonl', []))).toMatchObject({ status: 0, stderr: '' });
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { visitorText } from '../bot/visitorText';
import { calibrationError, type Judged, type Labelled, percentile, rates } from './evaluation';
import { judge } from './judge';
import { openConverse, openRedFlags } from './openConverse';
import { runCommand } from './runCommand';

const USAGE = 'usage: npm run -s evaluate -- FILE.jsonl [--predictions OUT.jsonl]';
/** Untimed messages before the measured ones, so that compilation is not what is measured. */
const WARM_UP = 3_000;
/** Rows at fault that are named; a file of another kind would fill the screen. */
const MOST_SHOWN = 20;

const labelled = z.object({
  text: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  tier: z.enum(['emergency', 'urgent', 'soon', 'ask', 'none']).optional(),
  topic: z.string().optional(),
  also: z.array(z.string()).optional(),
  command: z.string().optional(),
});

/** `npm run evaluate`: judges labelled messages, each as the first of a new conversation, and prints the rates. */
function main(): void {
  const { positionals, values } = readArguments();
  const file = positionals[0];
  if (file === undefined || positionals.length > 1) fail(USAGE);
  const lines = readLines(file);
  const sources = openConverse();
  const assess = openRedFlags();
  const redFlagTimes = timed(lines, ({ text }) => assess(visitorText({ text }))).times;
  const { results, times } = timed(lines, ({ text }) => judge(visitorText({ text }), sources));
  const rows = results.map((judgement, index): Judged => ({ line: lines[index] as Labelled, judgement }));
  process.stdout.write(
    report(rows) + timeLine('red flags alone', redFlagTimes) + timeLine('time per message', times),
  );
  if (values.predictions !== undefined) {
    const out = rows.map(({ line, judgement: { reached: _, ...rest } }) =>
      JSON.stringify({ id: line.id ?? null, text: line.text, ...rest }),
    );
    writeOut(values.predictions, out.map((row) => `${row}\n`).join(''));
  }
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { predictions: { type: 'string' } } });
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
}

function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    fail(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
}

function readLines(file: string): Labelled[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
  const problems: string[] = [];
  const lines = text.split('\n').flatMap((row, index): Labelled[] => {
    if (row.trim() === '') return [];
    const parsed = labelled.safeParse(parseJson(row));
    if (parsed.success) return [parsed.data];
    problems.push(
      `  ${file}:${index + 1}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
    return [];
  });
  return problems.length === 0
    ? lines
    : fail(
        `these lines are not labelled messages\n${problems.slice(0, MOST_SHOWN).join('\n')}${more(problems)}`,
      );
}

function more(problems: readonly string[]): string {
  return problems.length > MOST_SHOWN ? `\n  and ${problems.length - MOST_SHOWN} more` : '';
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}

/** Does something with each line and notes how long each took, in ms, sorted. */
function timed<T>(
  lines: readonly Labelled[],
  work: (line: Labelled) => T,
): { results: T[]; times: number[] } {
  for (let index = 0; index < WARM_UP && lines.length > 0; index++)
    work(lines[index % lines.length] as Labelled);
  const times: number[] = [];
  const results = lines.map((line) => {
    const started = performance.now();
    const result = work(line);
    times.push(performance.now() - started);
    return result;
  });
  return { results, times: times.sort((a, b) => a - b) };
}

function report(rows: readonly Judged[]): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const measured = rates(rows).map(
    ({ name, rate }) =>
      `${name.padEnd(28)} ${`${rate.hits}/${rate.of}`.padStart(11)}  ${percent(rate.rate).padStart(6)}  (95% ${percent(rate.low)} to ${percent(rate.high)})`,
  );
  const error = calibrationError(rows);
  const calibration = error === undefined ? [] : [`${'calibration error'.padEnd(28)} ${error.toFixed(3)}`];
  return `${[`messages ${rows.length}`, ...measured, ...calibration].join('\n')}\n`;
}

function timeLine(name: string, times: readonly number[]): string {
  return `${name.padEnd(28)}p50 ${percentile(times, 0.5).toFixed(3)} ms  p99 ${percentile(times, 0.99).toFixed(3)} ms\n`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

runCommand(main);

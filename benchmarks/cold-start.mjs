// How long a start takes until GET /healthz answers, beside the least a node server can take (a bare
// node:http server) in the same run. Runs alternate, so that both meet the same load of the machine.
// Build first, then: node benchmarks/cold-start.mjs [runs]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = Number(process.argv[2] ?? 10);
const LIMIT_MS = 60_000;
const SERVICE = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const BARE_SERVER = `require('node:http').createServer((_, res) => res.end('{}'))
  .listen(0, '127.0.0.1', function () { console.log('{"port":' + this.address().port + '}') })`;

/** Milliseconds from spawning a program to its first answer on /healthz. */
async function startTime(args) {
  const folder = mkdtempSync(join(tmpdir(), 'spine-guide-start-'));
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: 'data' },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const port = await printedPort(child);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`/healthz answered ${response.status}`);
    return performance.now() - from;
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  }
}

function printedPort(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const limit = setTimeout(() => reject(new Error(`no start within ${LIMIT_MS} ms`)), LIMIT_MS);
    child.once('close', (code) => reject(new Error(`ended with ${code} before it listened: ${output}`)));
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      resolve(port);
    });
  });
}

function summarize(name, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  const shown = [sorted[0], median, sorted.at(-1)].map((ms) => String(Math.round(ms)).padStart(6));
  console.log(`${name.padEnd(18)}${shown.join('  ')}`);
  return median;
}

if (!Number.isInteger(RUNS) || RUNS < 1) throw new Error('the number of runs must be a whole number from 1');
if (!existsSync(SERVICE)) throw new Error('dist/index.js is missing: run "npm run build" first');
const service = [];
const bare = [];
for (let run = 0; run < RUNS; run++) {
  service.push(await startTime([SERVICE]));
  bare.push(await startTime(['-e', BARE_SERVER]));
}
console.log(`node ${process.version}, ${availableParallelism()} cores, ${RUNS} starts each, ms to /healthz`);
console.log(`${' '.repeat(18)}   min  median     max`);
const ours = summarize('dist/index.js', service);
const theirs = summarize('bare node:http', bare);
console.log(`ratio of the medians: ${(ours / theirs).toFixed(1)}`);

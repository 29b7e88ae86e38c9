// Starts an assembled image as a program of this machine and talks to it as a visitor does.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT_MS = 60_000;

/**
 * Starts the program some times, each time until /healthz answers; the last one also proves its health check, answers
 * a message with a red flag, and stops on SIGTERM.
 *
 * @param image - where and how it runs: `cwd`, `env`, `entry`, `command`, `healthcheck`, `starts`, `uid`.
 */
export async function rehearseRuns(image) {
  const times = [];
  for (let left = image.starts - 1; left >= 0; left--) {
    const from = performance.now();
    const program = start(image);
    try {
      const port = await printedPort(program);
      const { version } = await json(`http://127.0.0.1:${port}/healthz`);
      times.push(Math.round(performance.now() - from));
      if (left > 0) continue;
      execFileSync(image.healthcheck[0], image.healthcheck.slice(1), {
        env: { PATH: process.env.PATH, PORT: port },
      });
      const reply = await askAboutLegs(`http://127.0.0.1:${port}`);
      program.kill('SIGTERM');
      const code = await ended(program);
      if (code !== 0) throw new Error(`ended with ${code} after SIGTERM`);
      const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
      return { version, node: process.version, startMs: median, starts: times, reply };
    } finally {
      // SIGTERM also here: a killed init process would leave its child behind.
      program.kill('SIGTERM');
      await ended(program);
    }
  }
}

function start({ cwd, env, entry, command, uid }) {
  // Without the init process of the image, the program is started by itself.
  const [program, ...args] = [...(existsSync(entry[0]) ? entry : []), ...command];
  const settings = { HOST: '127.0.0.1', PORT: '0', PUBLIC_URL: 'https://chat.hospital.example' };
  const rights = uid === undefined ? {} : { uid, gid: uid };
  return spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env, ...settings },
    ...rights,
  });
}

function printedPort(program) {
  return new Promise((resolve, reject) => {
    let output = '';
    const limit = setTimeout(() => reject(new Error(`no start within ${LIMIT_MS} ms`)), LIMIT_MS);
    const take = (chunk) => {
      output += chunk;
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      resolve(port);
    };
    program.stdout.on('data', take);
    program.stderr.on('data', take);
    program.once('error', reject);
    program.once('close', (code) => reject(new Error(`ended with ${code} before it listened: ${output}`)));
  });
}

function ended(program) {
  if (program.exitCode !== null || program.signalCode !== null) return program.exitCode ?? program.signalCode;
  return new Promise((resolve) => program.once('close', (code, signal) => resolve(code ?? signal)));
}

/** One turn over the channel of the chat page. @returns the first line of the reply. */
async function askAboutLegs(url) {
  const page = await fetch(`${url}/chat`, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (page.status !== 200) throw new Error(`/chat answered ${page.status}`);
  const granted = await json(`${url}/api/token`, { method: 'POST' });
  const channel = `${url}${new URL(granted.domain).pathname}/conversations`;
  const opened = await json(channel, { method: 'POST', headers: bearer(granted.token) });
  const activities = `${channel}/${opened.conversationId}/activities`;
  const body = JSON.stringify({ type: 'message', from: { id: 'visitor' }, text: 'i cant feel my legs' });
  const headers = { ...bearer(opened.token), 'content-type': 'application/json' };
  await json(activities, { method: 'POST', headers, body });
  const { activities: said } = await json(activities, { headers: bearer(opened.token) });
  const card = said.find(({ text }) => /Call 911/.test(text ?? ''));
  if (card === undefined) throw new Error(`the emergency card did not come: ${JSON.stringify(said)}`);
  return card.text.split('\n')[0];
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

async function json(url, options = {}) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Every file below a folder, as `path size time`. */
export function listing(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      return `${path.slice(folder.length + 1)} ${size} ${mtimeMs}`;
    });
}

/** What a folder takes on disk, in MB of 1024 * 1024 bytes, as `du -sm` counts. */
export function megabytes(folder) {
  return Number(String(execFileSync('du', ['-sm', folder])).split('\t')[0]);
}

// How much memory many visitors cost: idle sockets beside conversations that are being had.
// Usage: node benchmarks/sockets.mjs [idle sockets] [active conversations]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const [idle = 10_000, active = 200] = process.argv.slice(2).map(Number);
const LIMIT_MB = 400;
const AT_ONCE = 50;
const QUESTIONS = [
  'which cancers spread to the spine?',
  'back pain',
  'yes, now or in the past',
  'what is an mri?',
  'i cant feel my legs',
  'how do i find a doctor?',
];

const folder = mkdtempSync(join(tmpdir(), 'spine-guide-bench-'));
const service = spawn(process.execPath, [join(import.meta.dirname, '../dist/index.js')], {
  cwd: folder,
  env: {
    PATH: process.env.PATH,
    PORT: '0',
    CHAT_STARTS_PER_MINUTE: '1000000',
    CHAT_CALLS_PER_MINUTE: '10000000',
    CHAT_SOCKETS_PER_ADDRESS: '1000000',
    // Memory is measured here; what is turned away under load is overload.mjs.
    MAX_QUEUE_MS: '60000',
    LOG_LEVEL: 'info',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** Resident memory of the service in MB. */
function memory() {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

async function url() {
  for await (const chunk of service.stdout) {
    const port = /"port":(\d+).*"msg":"started"/.exec(String(chunk))?.[1];
    if (port !== undefined) {
      service.stdout.resume();
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error('the service did not start');
}

async function call(address, token, body) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} from ${new URL(address).pathname}`);
  return response.json();
}

/** Opens a chat as the page does and waits for its welcome. */
async function open(base) {
  const { token, domain } = await call(`${base}/api/token`, '', {});
  const { conversationId, streamUrl } = await call(`${domain}/conversations`, token, {});
  const socket = new WebSocket(streamUrl, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    say: (text) =>
      call(`${domain}/conversations/${conversationId}/activities`, token, { type: 'message', text }),
  };
}

async function inBatches(count, work) {
  for (let done = 0; done < count; done += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, work));
}

/** What was measured; a service that fails must not be left running. */
async function measure() {
  const base = await url();
  const empty = memory();
  const began = performance.now();
  const chats = [];
  await inBatches(idle, async () => chats.push(await open(base)));
  const opened = Math.round((performance.now() - began) / 1000);
  const withIdle = memory();

  const times = [];
  const talkers = [];
  await inBatches(active, async () => talkers.push(await open(base)));
  let peak = memory();
  for (const question of QUESTIONS) {
    await Promise.all(
      talkers.map(async ({ say }) => {
        const start = performance.now();
        await say(question);
        times.push(performance.now() - start);
      }),
    );
    peak = Math.max(peak, memory());
  }
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(times.length * share)]);

  console.log(`memory of the service, in MB: ${empty} at start, ${withIdle} with ${idle} idle sockets,`);
  console.log(
    `${peak} at most with ${active} conversations of ${QUESTIONS.length} messages beside them (limit ${LIMIT_MB})`,
  );
  console.log(
    `${idle} chats opened in ${opened} s; a reply took ${at(0.5)} ms (half), ${at(0.95)} ms (95 of 100), all ${active} at once`,
  );
  for (const { socket } of [...chats, ...talkers]) socket.terminate();
  return peak;
}

try {
  process.exitCode = (await measure()) < LIMIT_MB ? 0 : 1;
} finally {
  const ended = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true });
}

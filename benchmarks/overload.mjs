// What happens at twice the capacity: how much is still answered, how fast, and whether red flags still are.
// First the most the service answers (32 clients that wait for their answers), then twice as many messages a
// second whether or not it answers. Each message is the first of a conversation, one in twenty is a red flag.
// Both are measured in turns, because a disk's pace changes within a minute; the share is that of all rounds together.
// With TMPDIR on a RAM disk the disk is left out.
// Build first, then: node benchmarks/overload.mjs [seconds of each part] [times the capacity] [rounds]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [seconds = 6, factor = 2, rounds = 5] = process.argv.slice(2).map(Number);
const CLIENTS = 32;
const TICK_MS = 5;
const RED_FLAG = 'i cant feel my legs';
const QUESTIONS = [
  'which cancers spread to the spine?',
  'what is an mri?',
  'how long does radiation take?',
  'can i drive after surgery?',
  'how do i find a doctor?',
];

const folder = mkdtempSync(join(tmpdir(), 'spine-guide-overload-'));
const service = spawn(process.execPath, [join(import.meta.dirname, '../dist/index.js')], {
  cwd: folder,
  env: { PATH: process.env.PATH, PORT: '0', MAX_CONVERSATIONS: '5000' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

async function listening() {
  for await (const chunk of service.stdout) {
    const port = /"port":(\d+).*"msg":"started"/.exec(String(chunk))?.[1];
    if (port === undefined) continue;
    service.stdout.resume();
    return Number(port);
  }
  throw new Error('the service did not start');
}

// As many connections as a proxy keeps open. A message that finds none free waits here, and the wait counts.
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let sent = 0;

/** Sends one message; resolves with its status, its time in ms, and whether it told of a red flag. */
function send(port) {
  sent += 1;
  const urgent = sent % 20 === 0;
  const activity = {
    type: 'message',
    channelId: 'webchat',
    id: `m${sent}`,
    conversation: { id: `overload-${sent}` },
    from: { id: 'visitor' },
    recipient: { id: 'bot' },
    deliveryMode: 'expectReplies',
    text: urgent ? RED_FLAG : QUESTIONS[sent % QUESTIONS.length],
  };
  const body = JSON.stringify(activity);
  const from = performance.now();
  return new Promise((resolve) => {
    const done = (status, text) =>
      resolve({ status, ms: performance.now() - from, urgent, card: text.includes('Call 911') });
    const req = request(
      {
        port,
        host: '127.0.0.1',
        path: '/api/messages',
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (res) => {
        const chunks = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('end', () => done(res.statusCode, Buffer.concat(chunks).toString()));
      },
    );
    req.on('error', () => done(0, ''));
    req.end(body);
  });
}

/** Messages answered a second when every client waits for its answer. */
async function capacity(port, forMs) {
  const end = performance.now() + forMs;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) if ((await send(port)).status === 200) answered += 1;
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (answered * 1000) / forMs;
}

/** Sends at a fixed rate, whatever comes back. */
async function flood(port, rate, forMs) {
  const from = performance.now();
  const answers = [];
  let due = 0;
  while (performance.now() - from < forMs) {
    const until = ((performance.now() - from) * rate) / 1000;
    for (; due < until; due++) answers.push(send(port));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const all = await Promise.all(answers);
  return { all, tookMs: performance.now() - from };
}

const at = (times, part) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0);
const share = (goodput, most) => Math.round((100 * goodput) / most) / 100;

const port = await listening();
// Until the code is compiled, less is answered than can be.
await capacity(port, 8000);
const parts = [];
for (let round = 0; round < rounds; round++) {
  const most = await capacity(port, seconds * 1000);
  const { all, tookMs } = await flood(port, most * factor, seconds * 1000);
  const taken = all.filter(({ status }) => status === 200);
  parts.push({ most, all, taken, goodput: (taken.length * 1000) / tookMs });
}
const all = parts.flatMap((part) => part.all);
const taken = parts.flatMap((part) => part.taken);
const shed = all.filter(({ status }) => status === 503);
const urgent = all.filter((answer) => answer.urgent);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const times = (answers) => {
  const ms = answers.map((answer) => answer.ms);
  return { p50: at(ms, 0.5), p99: at(ms, 0.99) };
};
const capacityMean = mean(parts.map(({ most }) => most));
const goodput = mean(parts.map((part) => part.goodput));
console.log(
  JSON.stringify({
    capacity: Math.round(capacityMean),
    offered: Math.round(all.length / (seconds * rounds)),
    goodput: Math.round(goodput),
    share: share(goodput, capacityMean),
    shares: parts.map((part) => share(part.goodput, part.most)),
    admitted: times(taken),
    shed: { count: shed.length, ...times(shed) },
    failed: all.length - taken.length - shed.length,
    redFlags: { sent: urgent.length, answered: urgent.filter(({ card }) => card).length },
  }),
);
agent.destroy();
service.kill('SIGTERM');
await new Promise((resolve) => service.once('exit', resolve));
rmSync(folder, { recursive: true });

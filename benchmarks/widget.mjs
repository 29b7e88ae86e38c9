// What the chat costs a visitor, on a fast line and on slow 4G with a processor slowed down four times: time from
// the click to the welcome, bytes, long tasks, heap. Beside it, in the same run, a page with Microsoft's Web Chat
// on the same channel, where its bundle is at hand: WEBCHAT_JS=path/to/webchat.js node benchmarks/widget.mjs
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const RUNS = Number(process.argv[2] ?? 5);
const root = join(import.meta.dirname, '..');
/** Where the tests have unpacked their Chromium, unless told otherwise. */
const executablePath =
  process.env.CHROME_PATH ?? join(root, 'node_modules/.cache/spine-guide-chromium-147.0.0/chromium');
const bundle = process.env.WEBCHAT_JS;
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const CONDITIONS = [
  { name: 'fast', cpu: 1 },
  { name: 'slow 4G, CPU/4', cpu: 4, network: SLOW },
];

if (!existsSync(executablePath)) throw new Error('no browser: run the tests once, or set CHROME_PATH');
const folder = mkdtempSync(join(tmpdir(), 'spine-guide-bench-'));

/** A page with nothing but a button, which then loads Web Chat. */
const webChatPage = (service) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Web Chat</title>
<button id="open">Open</button><div id="chat" style="height:600px"></div>
<script>document.getElementById('open').onclick = () => {
  const script = document.createElement('script');
  script.src = '/webchat.js';
  script.onload = async () => {
    const { token, domain } = await (await fetch('${service}/api/token', { method: 'POST' })).json();
    WebChat.renderWebChat({ directLine: WebChat.createDirectLine({ token, domain }) }, document.getElementById('chat'));
  };
  document.body.append(script);
};</script>`;

async function startHost() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

async function startService(allowed) {
  const service = spawn(process.execPath, [join(root, 'dist/index.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', ALLOWED_ORIGINS: allowed, CHAT_STARTS_PER_MINUTE: '10000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of service.stdout) {
    const port = /"port":(\d+).*"msg":"started"/.exec(String(chunk))?.[1];
    if (port !== undefined) return { service, url: `http://127.0.0.1:${port}` };
  }
  throw new Error('the service did not start');
}

async function measure(browser, { address, press, welcomed }, { cpu, network }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) =>
      window.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      entryTypes: ['longtask'],
    });
  });
  const session = await context.newCDPSession(page);
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  if (network !== undefined) await session.send('Network.emulateNetworkConditions', network);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  bytes = 0;
  const start = performance.now();
  await page.click(press);
  await welcomed(page).waitFor({ timeout: 60_000 });
  const ms = performance.now() - start;
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const longMs = (await page.evaluate(() => window.longTasks)).reduce((sum, duration) => sum + duration, 0);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return { ms, bytes, longMs, heapMb: usedSize / 1024 / 1024 };
}

function middle(runs, key) {
  const values = runs.map((run) => run[key]).sort((a, b) => a - b);
  return Math.round(values[Math.floor(values.length / 2)] * 10) / 10;
}

const { server, origin } = await startHost();
const { service, url } = await startService(origin);
const welcome = 'I am an automated guide';
const subjects = [
  {
    name: 'Spine Guide',
    address: url,
    press: '#spine-chat-launcher',
    welcomed: (page) => page.frameLocator('iframe').getByText(welcome),
  },
];
if (bundle !== undefined) {
  const script = brotliCompressSync(readFileSync(bundle));
  server.on('request', (req, res) => {
    if (req.url === '/webchat.js') {
      res.writeHead(200, {
        'content-type': 'text/javascript',
        'content-encoding': 'br',
        'content-length': script.length,
      });
      return res.end(script);
    }
    res.writeHead(200, { 'content-type': 'text/html' });
    res.end(webChatPage(url));
  });
  subjects.push({
    name: 'Web Chat',
    address: origin,
    press: '#open',
    welcomed: (page) => page.getByText(welcome).first(),
  });
}
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--headless=shell'],
});
for (const condition of CONDITIONS) {
  const results = new Map(subjects.map(({ name }) => [name, []]));
  // By turns, so that both meet the same load of the machine.
  for (let run = 0; run < RUNS; run++)
    for (const subject of subjects)
      results.get(subject.name).push(await measure(browser, subject, condition));
  for (const [name, runs] of results)
    console.log(
      `${condition.name}: ${name}: welcome after ${middle(runs, 'ms')} ms, ${middle(runs, 'bytes')} bytes, ` +
        `${middle(runs, 'longMs')} ms in long tasks, heap ${middle(runs, 'heapMb')} MB (middle of ${RUNS})`,
    );
}
await browser.close();
server.close();
service.kill('SIGTERM');
await new Promise((resolve) => service.once('exit', resolve));
rmSync(folder, { recursive: true });

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { type Service, startService } from '../clients/harness/service';
import { chatIn, openAlone } from './harness/chat';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(60_000);

/** A hospital's own site: another origin, with a strict policy of its own. */
interface HostSite {
  readonly origin: string;
  /** Where the chat comes from and how its line is written. */
  embed(service: string, attributes?: string): void;
  close(): void;
}

async function startHostSite(): Promise<HostSite> {
  let line = '';
  let policy = '';
  const server: Server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.setHeader('content-security-policy', policy);
    res.end(`<!doctype html><html lang="en"><title>A hospital</title><h1>Spine care</h1>${line}</html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    embed(service, attributes = '') {
      line = `<script async src="${service}/widget.js" ${attributes}></script>`;
      policy = `default-src 'none'; script-src ${service}; frame-src ${service}`;
    },
    close: () => server.close(),
  };
}

async function openFrame(page: Page) {
  await page.locator('#spine-chat-launcher').click();
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
  if (frame == null) throw new Error('the launcher made no frame');
  return frame;
}

describeInBrowser('on the site of a hospital', (browser) => {
  let site: HostSite;
  let service: Service;
  beforeAll(async () => {
    site = await startHostSite();
    service = await startService({ ALLOWED_ORIGINS: site.origin });
    site.embed(service.url);
  });
  afterAll(async () => {
    site.close();
    await service.dispose();
  });

  test('one line is enough, also under a strict policy', async () => {
    const page = await browser.page();
    await page.goto(site.origin);
    const chat = chatIn(page, await openFrame(page));
    await chat.reads('I am an automated guide');
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card.emergency').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('spine-chat-launcher');
    expect(browser.complaints()).toEqual([]);
  });

  test('the page can open and close it itself, and can change its button', async () => {
    const page = await browser.page();
    site.embed(
      service.url,
      'data-label="Questions?" data-color="#ffdd00" data-position="left" data-lang="es"',
    );
    await page.goto(site.origin);
    const button = page.locator('#spine-chat-launcher');
    expect(await button.innerText()).toBe('Questions?');
    const look = await button.evaluate((element) => {
      const { color, backgroundColor, left } = getComputedStyle(element);
      return { color, backgroundColor, left };
    });
    expect(look).toEqual({ color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 221, 0)', left: '16px' });
    await page.evaluate(() => (window as unknown as { SpineChat: { open(): void } }).SpineChat.open());
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
    await frame?.locator('.message.bot').waitFor();
    await page.evaluate(() => (window as unknown as { SpineChat: { close(): void } }).SpineChat.close());
    expect(await page.locator('iframe').isVisible()).toBe(false);
    site.embed(service.url);
  });

  test('a second line on the same page changes nothing', async () => {
    const page = await browser.page();
    site.embed(service.url, `></script><script async src="${service.url}/widget.js"`);
    await page.goto(site.origin, { waitUntil: 'networkidle' });
    expect(await page.locator('#spine-chat-launcher').count()).toBe(1);
    site.embed(service.url);
  });

  test('what the page itself claims to be a message of the chat is not obeyed', async () => {
    const page = await browser.page();
    await page.goto(site.origin);
    const frame = await openFrame(page);
    await frame.locator('.message.bot').waitFor();
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          window.postMessage({ spineChat: 'closed' }, '*');
          // Messages come in order: when this one is here, the other has been dealt with.
          window.addEventListener('message', ({ data }) => data === 'after' && resolve(true));
          window.postMessage('after', '*');
        }),
    );
    expect(await page.locator('iframe').isVisible()).toBe(true);
  });

  test('a frame that was opened in the name of another site tells nobody anything', async () => {
    const page = await browser.page();
    await page.goto(site.origin);
    const told = await page.evaluateHandle((src) => {
      const messages: unknown[] = [];
      window.addEventListener('message', ({ data }) => messages.push(data));
      const iframe = document.createElement('iframe');
      iframe.src = src;
      document.body.append(iframe);
      return messages;
    }, `${service.url}/chat?parent=https://evil.example`);
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
    if (frame == null) throw new Error('no frame');
    const chat = chatIn(page, frame);
    await chat.reads('I am an automated guide');
    await chat.press('Close');
    await chat.reads('The chat is closed');
    expect(await told.jsonValue()).toEqual([]);
  });

  test('when the chat page does not come, the page of the hospital itself says whom to call', async () => {
    const page = await browser.page();
    await page.clock.install();
    await page.goto(site.origin);
    await page.route('**/chat?*', (route) => route.abort());
    await page.locator('#spine-chat-launcher').click();
    await page.clock.fastForward(6000);
    const failure = page.getByRole('alert').filter({ hasText: 'The chat does not load right now.' });
    await failure.waitFor();
    expect(await failure.getByRole('link').getAttribute('href')).toBe('tel:911');
    // Nothing lies over it.
    await failure.getByRole('link').click({ trial: true });
    await page.locator('#spine-chat-launcher').click();
    await failure.waitFor({ state: 'hidden' });
    await page.unroute('**/chat?*');
    await (await openFrame(page)).locator('.message.bot').waitFor();
    browser.complaints();
  });

  test('a site that is not listed cannot show the chat', async () => {
    const other = await startHostSite();
    other.embed(service.url);
    const page = await browser.page();
    await page.goto(other.origin);
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    const frame = await openFrame(page);
    await refused;
    expect(await frame.locator('#log').count()).toBe(0);
    browser.complaints();
    other.close();
  });

  test('where the browser blocks storage, the chat still works', async () => {
    const page = await browser.page();
    await page.context().addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    const chat = await openAlone(page, service.url);
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card.emergency').waitFor();
    expect(browser.complaints()).toEqual([]);
  });

  test('without JavaScript the page says whom to call', async () => {
    const page = await browser.page({ javaScriptEnabled: false });
    await page.goto(`${service.url}/chat`);
    await page.getByText('If it does not, it cannot run here. In an emergency call 911.').waitFor();
    expect(await page.getByRole('link', { name: 'Emergency? Call 911' }).getAttribute('href')).toBe(
      'tel:911',
    );
  });
});

describeInBrowser('with a Direct Line channel elsewhere', (browser) => {
  const SECRET = 'the-secret-of-the-channel-in-the-cloud';

  test('the page talks to that channel, and its secret stays in the service', async () => {
    const front = await freePort();
    // The embedded channel of a second service stands where Azure would be: it speaks the same protocol.
    const cloud = await startService({
      DIRECT_LINE_SECRET: SECRET,
      ALLOWED_ORIGINS: `http://127.0.0.1:${front}`,
    });
    const service = await startService({
      PORT: String(front),
      ALLOW_ANONYMOUS: 'true',
      AZURE_DIRECT_LINE_SECRET: SECRET,
      AZURE_DIRECT_LINE_URL: `${cloud.url}/v3/directline`,
    });
    try {
      const page = await browser.page();
      const traffic: string[] = [];
      page.on('response', async (response) =>
        traffic.push(response.url(), await response.text().catch(() => '')),
      );
      const chat = await openAlone(page, service.url);
      await chat.say('i cant feel my legs');
      await chat.frame.locator('.card.emergency').waitFor();
      expect(traffic.some((url) => url.startsWith(`${cloud.url}/v3/directline/conversations`))).toBe(true);
      expect(traffic.join()).not.toContain(SECRET);
      expect(browser.complaints()).toEqual([]);
      const closed = await fetch(`${service.url}/v3/directline/conversations`, { method: 'POST' });
      expect(closed.status).toBe(404);
    } finally {
      await service.dispose();
      await cloud.dispose();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

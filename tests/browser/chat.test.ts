import { cardText } from '../clients/harness/card';
import { type Service, startService } from '../clients/harness/service';
import { violationsIn } from './harness/axe';
import { chatIn, openAlone, openFromDemo } from './harness/chat';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(60_000);

describeInBrowser('the chat on a website', (browser) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.dispose());

  test('before the button is pressed, nothing but the page and its button is loaded', async () => {
    const page = await browser.page();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(service.url, { waitUntil: 'networkidle' });
    const shifts = await page.evaluate(() => {
      const observer = new PerformanceObserver(() => undefined);
      observer.observe({ type: 'layout-shift', buffered: true });
      return observer.takeRecords().length;
    });
    expect(shifts).toBe(0);
    expect(requests.toSorted()).toEqual(['/', '/assets/demo.css', '/assets/demo.js', '/widget.js']);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('from the button to an emergency and back: each state is free of faults that axe finds', async () => {
    const page = await browser.page();
    const foreign: string[] = [];
    page.on(
      'request',
      (request) => new URL(request.url()).origin !== service.url && foreign.push(request.url()),
    );
    const chat = await openFromDemo(page, service.url);
    const faultless = async (state: string) => {
      const faults = [...(await violationsIn(chat.frame)), ...(await violationsIn(page.mainFrame()))];
      expect([state, faults]).toEqual([state, []]);
    };
    await chat.reads('I am an automated guide');
    await faultless('welcome');

    await chat.say('which cancers spread to the spine?');
    await chat.reads('Some cancers are more likely');
    await chat.press('Tell me more');
    await expect(
      chat.frame.getByRole('button', { name: 'Tell me more' }).count(),
    ).resolves.toBeLessThanOrEqual(1);
    await faultless('answer with sources and choices');

    await chat.say('back pain');
    await chat.reads('One question');
    await faultless('safety question');

    await chat.say('i cant feel my legs');
    const card = chat.frame.getByRole('alert').filter({ hasText: 'Please get help now' });
    await card.waitFor();
    const shown = (await card.innerText()).replaceAll(/\s+/g, ' ');
    for (const line of cardText('emergency-spine')
      .replaceAll(/\*\*|^- /gm, '')
      .split('\n')
      .filter(Boolean))
      expect(shown).toContain(line);
    expect(await card.getByRole('heading').innerText()).toMatch(
      /^Immediate action required:\s+This could be an emergency/,
    );
    const links = await card
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    // The big one comes first; in the words themselves the number dials as well.
    expect(links.filter((href) => href === 'tel:911').length).toBeGreaterThan(1);
    expect(links[0]).toBe('tel:911');
    await faultless('emergency');

    await chat.press('Menu');
    await chat.reads('Main topics.');
    await faultless('menu');

    await chat.press('Restart');
    await chat.reads("let's start again");
    const after = await chat.messages();
    expect(after.join()).not.toContain('which cancers spread');
    // A warning once given stays.
    expect(after.join()).toContain('call 911');
    await faultless('restarted');
    expect(browser.complaints()).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test('a reload brings the conversation back as it was, without announcing it again', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card').waitFor();
    const before = await chat.messages();
    await page.reload();
    const again = chatIn(page, page.mainFrame());
    await again.frame.locator('.card').waitFor();
    expect(await again.messages()).toEqual(before);
    expect(await again.frame.locator('.card[role=alert]').count()).toBe(0);
    await again.say('help');
    await again.reads('What I can do');
    expect((await again.messages()).filter((text) => text.includes('Please get help now'))).toHaveLength(1);
    // What is kept says who, never what.
    const kept = await again.frame.evaluate(() =>
      JSON.stringify({ ...sessionStorage, ...localStorage, c: document.cookie }),
    );
    expect(kept).not.toMatch(/legs|help/i);
    expect(page.url()).not.toMatch(/legs/);
    expect(browser.complaints()).toEqual([]);
  });

  test('close after an emergency says what to do first; the second press takes the chat away', async () => {
    const page = await browser.page();
    const chat = await openFromDemo(page, service.url);
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card').waitFor();
    await chat.press('Close');
    await chat.reads('Before you go');
    expect(await chat.focused()).toBe('close');
    await chat.press('Close');
    await page.locator('iframe').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('spine-chat-launcher');
    const next = await openAgain(page);
    expect((await next.messages()).join()).not.toContain('Please get help now');
    expect(browser.complaints()).toEqual([]);
  });

  test('close without a warning closes at once, and nothing of it is found again', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    await chat.press('Close');
    await chat.reads('The chat is closed');
    expect(await violationsIn(chat.frame)).toEqual([]);
    await chat.press('Start a new chat');
    await chat.reads('I am an automated guide');
    expect(await chat.messages()).toHaveLength(1);
  });

  test('with the keyboard alone: open, ask, pick, restart, menu, copy, hide, show, close', async () => {
    const page = await browser.page();
    const chat = await openFromDemo(page, service.url);
    expect(await chat.focused()).toBe('message');
    await page.keyboard.type('which cancers spread to the spine?');
    await page.keyboard.press('Enter');
    await chat.reads('Some cancers are more likely');
    const order: string[] = [];
    await page.keyboard.press('Shift+Tab');
    const choice = await chat.frame.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('Enter');
    await chat.frame.locator('.own').nth(1).waitFor();
    expect((await chat.messages()).join()).toContain(choice);
    expect(await chat.focused()).toBe('message');

    for (let n = 0; n < 3; n++) {
      await page.keyboard.press('Tab');
      order.push(await chat.focused());
    }
    expect(order).toEqual(['send', 'copy', 'print']);
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('spine-chat-launcher');
    await page.keyboard.press('Enter');
    expect(await page.locator('iframe').isVisible()).toBe(true);
    await page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
    expect((await chat.messages()).join()).toContain('Some cancers are more likely');

    for (const [id, words] of [
      ['menu', 'Main topics.'],
      ['restart', "let's start again"],
    ] as const) {
      await chat.frame.locator(`#${id}`).focus();
      await page.keyboard.press('Enter');
      await chat.reads(words);
      expect(await chat.focused()).toBe('message');
    }
    await chat.frame.locator('#close').focus();
    await page.keyboard.press('Enter');
    await page.locator('iframe').waitFor({ state: 'detached' });
  });

  test('nobody is trapped: Tab leaves the chat behind', async () => {
    const page = await browser.page();
    const chat = await openFromDemo(page, service.url);
    await chat.frame.locator('#print').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('spine-chat-launcher');
  });

  test('each message names its sender for those who listen', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    const senders = await chat.frame.locator('#log .visually-hidden').allTextContents();
    expect(senders.map((text) => text.trim())).toEqual([
      'Spine Guide said:',
      'You said:',
      'Spine Guide said:',
    ]);
    const log = chat.frame.getByRole('log', { name: 'Conversation' });
    expect(await log.getAttribute('aria-live')).toBeNull();
  });

  test('while an answer takes its time, the page shows that one is being written', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/activities', async (route) => {
      await held;
      await route.continue();
    });
    await chat.say('what is an mri?');
    await chat.frame.locator('#typing').waitFor();
    release();
    await chat.reads(/MRI/);
    await chat.frame.locator('#typing').waitFor({ state: 'hidden' });
  });

  test('two tabs of one chat show the same, and each message once', async () => {
    const page = await browser.page();
    const first = await openAlone(page, service.url);
    await first.say('what is an mri?');
    await first.reads(/MRI/);
    // A duplicated tab takes what is kept for the tab along, as a browser does for a page it opens.
    const opened = page.context().waitForEvent('page');
    await page.evaluate(() => void window.open(location.href));
    const other = await opened;
    const second = chatIn(other, other.mainFrame());
    await second.reads(/MRI/);
    await second.say('help');
    for (const { frame } of [first, second]) await frame.locator('.message').nth(4).waitFor();
    expect(await first.messages()).toEqual(await second.messages());
  });

  test('copy puts the whole chat on the clipboard, and says so', async () => {
    const page = await browser.page({ permissions: ['clipboard-read', 'clipboard-write'] });
    const chat = await openAlone(page, service.url);
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    await chat.press('Copy chat');
    await chat.frame.getByRole('status').filter({ hasText: 'copied' }).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/Spine Guide said:[\s\S]+automated guide[\s\S]+You said:\s+what is an mri\?/);
  });
});

/** Presses the launcher of a page that already has one. */
async function openAgain(page: import('playwright-core').Page) {
  await page.locator('#spine-chat-launcher').click();
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
  if (frame == null) throw new Error('the launcher made no frame');
  await frame.locator('.message.bot').first().waitFor();
  return chatIn(page, frame);
}

import { type Service, startService } from '../clients/harness/service';
import { violationsIn } from './harness/axe';
import { type ChatPage, openAlone, openFromDemo } from './harness/chat';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(60_000);

/** WCAG 2.2, 1.4.12: a page must bear this spacing. */
const SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';
/** WCAG 2.2, 2.5.8. */
const SMALLEST_TARGET = 24;

/** Says what runs out of the page sideways, and what is too small to press. */
async function misfits({ frame }: ChatPage): Promise<string[]> {
  return frame.evaluate((smallest) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide =
      scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide and shows ${clientWidth}`] : [];
    const elements = [
      ...document.querySelectorAll<HTMLElement>('button, textarea, .call, #log, .message, h1'),
    ];
    const outside = elements
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.id || element.className || element.tagName} runs out of the page`);
    const small = elements
      .filter((element) => element.matches('button, textarea, .call'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < smallest || height < smallest;
      })
      .map((element) => `${element.textContent} is too small to press`);
    return [...wide, ...outside, ...small];
  }, SMALLEST_TARGET);
}

async function talk(chat: ChatPage): Promise<void> {
  await chat.say('which cancers spread to the spine?');
  await chat.reads('Some cancers are more likely');
  await chat.say('i cant feel my legs');
  await chat.frame.locator('.card.emergency').waitFor();
  await chat.say('averyveryverylongwordthatnobodywouldeverwritebutsomebodymightpaste'.repeat(3));
  await chat.frame.locator('.message.bot').nth(3).waitFor();
}

describeInBrowser('the look of the chat', (browser) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.dispose());

  test.each([
    ['a desk', { width: 1280, height: 900 }, {}],
    ['a desk in the dark', { width: 1280, height: 900 }, { colorScheme: 'dark' }],
    ['an old phone', { width: 320, height: 568 }, { hasTouch: true, isMobile: true }],
    ['an old phone in the dark', { width: 320, height: 568 }, { colorScheme: 'dark' }],
    ['a desk at 400% zoom', { width: 320, height: 256 }, {}],
    ['more contrast', { width: 400, height: 640 }, { contrast: 'more' }],
    ['the colors of the system', { width: 400, height: 640 }, { forcedColors: 'active' }],
  ] as const)('on %s nothing is cut off, too small, or hard to read', async (_what, viewport, options) => {
    const page = await browser.page({ viewport, ...options });
    const chat = await openFromDemo(page, service.url);
    await talk(chat);
    expect(await misfits(chat)).toEqual([]);
    expect(await violationsIn(chat.frame)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
  });

  test('on a small screen the chat takes all of it, and the field stays in sight', async () => {
    const page = await browser.page({ viewport: { width: 320, height: 256 } });
    const chat = await openFromDemo(page, service.url);
    await talk(chat);
    expect(await page.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 256 });
    // The button of the page would lie over it.
    const launcher = page.locator('#spine-chat-launcher');
    expect(await launcher.isVisible()).toBe(false);
    const field = await chat.frame.locator('#message').boundingBox();
    expect(field).not.toBeNull();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(256);
    await page.keyboard.press('Escape');
    await launcher.waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('spine-chat-launcher');
  });

  test('twice the letters and the widest spacing still fit', async () => {
    const page = await browser.page({ viewport: { width: 320, height: 640 } });
    const chat = await openAlone(page, service.url);
    await talk(chat);
    // A rule that a visitor's own style sheet would hold, put in past the policy of the page.
    await chat.frame.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`${css} html { font-size: 200%; }`);
      document.adoptedStyleSheets = [sheet];
    }, SPACING);
    expect((await misfits(chat)).filter((line) => !line.includes('too small'))).toEqual([]);
  });

  test('nothing moves where less motion is wanted', async () => {
    const page = await browser.page({ reducedMotion: 'reduce' });
    const chat = await openAlone(page, service.url);
    const moving = await chat.frame.evaluate(() => {
      document.getElementById('typing')?.removeAttribute('hidden');
      return [...document.querySelectorAll('*')].filter(
        (element) => getComputedStyle(element).animationName !== 'none',
      ).length;
    });
    expect(moving).toBe(0);
  });

  test('a reply is shown from its beginning', async () => {
    const page = await browser.page({ viewport: { width: 320, height: 568 } });
    const chat = await openAlone(page, service.url);
    await talk(chat);
    await chat.say('which cancers spread to the spine?');
    const last = chat.frame.locator('.message.bot').last();
    await last.getByText('Some cancers are more likely').waitFor();
    const log = await chat.frame.locator('#log').boundingBox();
    const top = (await last.boundingBox())?.y ?? 0;
    expect(top).toBeGreaterThanOrEqual(log?.y ?? 0);
    expect(top).toBeLessThan((log?.y ?? 0) + (log?.height ?? 0) / 2);
  });

  test('on a phone the keyboard does not jump up over an answer', async () => {
    const page = await browser.page({
      viewport: { width: 320, height: 568 },
      hasTouch: true,
      isMobile: true,
    });
    const chat = await openFromDemo(page, service.url);
    expect(await chat.focused()).toBe('log');
    await talk(chat);
    expect(await chat.focused()).toBe('log');
  });

  test('printed, the conversation is all there and the controls are gone', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await talk(chat);
    await page.emulateMedia({ media: 'print' });
    expect(await chat.frame.locator('#composer').isVisible()).toBe(false);
    expect(await chat.frame.getByRole('button').count()).toBe(0);
    for (const card of await chat.frame.locator('.card').all()) expect(await card.isVisible()).toBe(true);
    expect(await chat.frame.locator('.card.emergency').count()).toBeGreaterThan(0);
    const inner = await chat.frame.evaluate(
      () => getComputedStyle(document.getElementById('log') as HTMLElement).overflowY,
    );
    expect(inner).toBe('visible');
  });
});

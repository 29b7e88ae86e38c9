import { startService, type Service } from '../clients/harness/service';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(120_000);
describeInBrowser('shots', (browser) => {
  let service: Service;
  beforeAll(async () => { service = await startService(); });
  afterAll(() => service.dispose());
  test.each([
    [1280, 900, 'light'], [1280, 900, 'dark'], [320, 640, 'light'], [320, 640, 'dark'], [320, 256, 'light'],
  ] as const)('%i x %i %s', async (width, height, colorScheme) => {
    const page = await browser.page({ viewport: { width, height }, colorScheme });
    const shot = (name: string) => page.screenshot({ path: `/tmp/shots/${width}x${height}-${colorScheme}-${name}.png` });
    await page.goto(service.url);
    await page.waitForFunction(() => 'SpineChat' in window);
    await shot('1-demo');
    await page.click('#spine-chat-launcher');
    const chat = page.frameLocator('iframe');
    await chat.getByText('I am an automated guide').waitFor();
    await shot('2-welcome');
    const say = async (text: string) => { await chat.locator('#message').fill(text); await chat.locator('#message').press('Enter'); };
    await say('which cancers spread to the spine?');
    await chat.getByText('Some cancers are more likely').waitFor();
    await shot('3-answer');
    await say('back pain');
    await chat.getByText('One question').waitFor();
    await shot('4-question');
    await say('i cant feel my legs');
    await chat.locator('.card.emergency').waitFor();
    await shot('5-card');
    await chat.locator('#menu').click();
    await chat.getByText('Main topics.').waitFor();
    await shot('6-menu');
    expect(browser.complaints()).toEqual([]);
  });
});

import { join } from 'node:path';
import { type Service, startService, temporaryFolder } from '../clients/harness/service';
import { within } from '../clients/harness/within';
import { backUp, fileIn } from '../reliability/harness/backup';
import { type ChatPage, openAlone } from './harness/chat';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(60_000);

/** The promise: it says so within three seconds. */
const TELLS_WITHIN_MS = 3000;

/** Ends a service without letting it say goodbye. */
async function kill({ program }: Service): Promise<void> {
  program.process.kill('SIGKILL');
  await within(program.exit, 10_000, 'the service to be gone');
}

async function tellsOfLoss({ frame }: ChatPage): Promise<void> {
  const alert = frame.locator('#alert').filter({ hasText: 'Connection lost. In an emergency call 911 now.' });
  await alert.waitFor({ timeout: TELLS_WITHIN_MS });
  expect(await alert.getAttribute('role')).toBe('alert');
  const numbers = alert
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(await numbers).toEqual(['tel:911', expect.stringMatching(/^tel:\d{3}-\d{3}-\d{4}$/)]);
}

const times = (messages: readonly string[], text: string) =>
  messages.filter((message) => message.includes(text)).length;

describeInBrowser('when the connection is lost', (browser) => {
  let folder: ReturnType<typeof temporaryFolder>;
  let service: Service;
  const start = (port = '0') => startService({ PORT: port, DATA_DIR: join(folder.path, 'data') });
  beforeAll(async () => {
    folder = temporaryFolder();
    service = await start();
  });
  afterAll(async () => {
    await service.dispose();
    folder.remove();
  });

  test('the network goes and comes back: the conversation goes on where it was', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('feedback');
    await chat.frame.getByRole('button', { name: 'Helpful', exact: true }).waitFor();
    await page.context().setOffline(true);
    await tellsOfLoss(chat);
    await chat.say('Helpful');
    await page.context().setOffline(false);
    await chat.frame.getByRole('status').filter({ hasText: 'Connected again' }).waitFor();
    await chat.frame.locator('.message.bot').nth(2).waitFor();
    const after = await chat.messages();
    expect(times(after, 'The chat had to start again')).toBe(0);
    // The open question was answered once: nothing was asked twice and nothing was forgotten.
    expect(after.filter((message) => /^You said:\s+Helpful$/.test(message))).toHaveLength(1);
    expect(after).toHaveLength(5);
  });

  test('an answer that got lost on the way does not make the message count twice', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    let cut = true;
    await page.route('**/activities', async (route) => {
      if (!cut || route.request().method() !== 'POST') return route.continue();
      cut = false;
      await route.fetch();
      await route.abort();
    });
    await chat.say('i cant feel my legs');
    await chat.frame.getByRole('status').filter({ hasText: 'Connected again' }).waitFor();
    await chat.say('help');
    await chat.reads('What I can do');
    const after = await chat.messages();
    expect(times(after, 'Please get help now')).toBe(1);
    expect(times(after, 'i cant feel my legs')).toBe(1);
  });

  test('a tab that was left open past its conversation starts a new one and says so', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    await page.evaluate(() => {
      const kept = JSON.parse(sessionStorage.getItem('spine-guide') ?? '{}');
      sessionStorage.setItem('spine-guide', JSON.stringify({ ...kept, token: 'a.b.c' }));
    });
    await page.reload();
    await chat.reads('The chat had to start again');
    await chat.reads('I am an automated guide');
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card.emergency').waitFor();
  });

  test('a database that is restored under an open page: the page begins anew, and a red flag gets its card', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    const restore = await backUp(fileIn(join(folder.path, 'data')));
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    await restore();
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card.emergency').waitFor();
    const after = await chat.messages();
    expect(times(after, 'The chat had to start again')).toBe(1);
    expect(times(after, 'Please get help now')).toBe(1);
    expect(times(after, 'i cant feel my legs')).toBe(1);
    await chat.say('help');
    await chat.reads('What I can do');
  });

  test('a card that comes with the answer to the message is shown, though the socket is silent', async () => {
    const page = await browser.page();
    // A line that is up, and brings nothing.
    await page.routeWebSocket(
      '**/stream?**',
      (socket) => void socket.connectToServer().onMessage(() => undefined),
    );
    await page.goto(`${service.url}/chat`);
    await page.locator('#message').fill('i cant feel my legs');
    await page.locator('#message').press('Enter');
    await page.locator('.card.emergency').waitFor();
    expect(await page.locator('.message').allInnerTexts()).toHaveLength(2);
  });

  test('a service that cannot be reached at all is told of with the numbers to call', async () => {
    const page = await browser.page();
    await page.route('**/api/token', (route) => route.abort());
    await page.goto(`${service.url}/chat`);
    await page.locator('#alert').filter({ hasText: 'In an emergency call 911 now' }).waitFor();
    await page.unroute('**/api/token');
    await page.locator('.message.bot').waitFor();
    expect(await page.locator('#alert').innerText()).toBe('');
  });

  test('a start that is cut off half-way is not mistaken for a chat that was lost', async () => {
    const page = await browser.page();
    await page.route('**/directline/conversations', (route) => route.abort(), { times: 1 });
    await page.goto(`${service.url}/chat`);
    await page.locator('.message.bot').waitFor();
    expect(await page.locator('#log > *').count()).toBe(1);
  });

  test('a page that stays open refreshes its token in time and keeps it for a reload', async () => {
    const page = await browser.page();
    await page.clock.install();
    const chat = await openAlone(page, service.url);
    const refreshed = page.waitForResponse('**/tokens/refresh');
    await page.clock.fastForward('15:00');
    const response = await refreshed;
    const { token } = await response.json();
    expect(response.status()).toBe(200);
    await page.waitForFunction((fresh) => sessionStorage.getItem('spine-guide')?.includes(fresh), token);
    await chat.say('help');
    await chat.reads('Words you can type at any time');
  });

  test('a message that meets a service on its way out waits for the next one', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await page.route('**/activities', (route) => route.fulfill({ status: 503, body: '{}' }), { times: 1 });
    await chat.say('i cant feel my legs');
    await tellsOfLoss(chat);
    await chat.frame.locator('.card.emergency').waitFor();
    expect(times(await chat.messages(), 'i cant feel my legs')).toBe(1);
    expect(times(await chat.messages(), 'not sent')).toBe(0);
  });

  test('a message that the service refuses is marked, can be tried again, and then counts once', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await page.route('**/activities', (route) => route.fulfill({ status: 429, body: '{}' }), { times: 1 });
    await chat.say('i cant feel my legs');
    await chat.reads('Please wait a moment, then try again. In an emergency call 911.');
    await chat.press('Try again');
    await chat.frame.locator('.card.emergency').waitFor();
    expect(times(await chat.messages(), 'i cant feel my legs')).toBe(1);
  });

  test('the service is killed and starts again: the page says so, recovers, and loses and doubles nothing', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('what is an mri?');
    await chat.reads(/MRI/);
    const before = await chat.messages();
    const { port } = new URL(service.url);

    await kill(service);
    await tellsOfLoss(chat);
    await chat.say('i cant feel my legs');
    expect((await chat.messages()).at(-1)).toContain('i cant feel my legs');

    service = await start(port);
    await chat.frame.locator('.card.emergency').waitFor();
    await chat.frame.locator('#alert').filter({ hasText: 'Connection lost' }).waitFor({ state: 'detached' });
    const after = await chat.messages();
    // Buttons of earlier messages are words by now, so only how each message begins is compared.
    const beginnings = (messages: readonly string[]) => messages.map((message) => message.slice(0, 200));
    expect(beginnings(after.slice(0, before.length))).toEqual(beginnings(before));
    expect(times(after, 'i cant feel my legs')).toBe(1);
    expect(times(after, 'Please get help now')).toBe(1);
    // The conversation goes on where it was, also after a reload.
    expect(times(after, 'The chat had to start again')).toBe(0);
    await page.reload();
    await chat.frame.locator('.card.emergency').waitFor();
    expect(beginnings((await chat.messages()).slice(0, before.length))).toEqual(beginnings(before));
    await chat.say('help');
    await chat.reads('What I can do');
  });

  test('the service is stopped in order: the same, and what was answered before stays', async () => {
    const page = await browser.page();
    const chat = await openAlone(page, service.url);
    await chat.say('i cant feel my legs');
    await chat.frame.locator('.card.emergency').waitFor();
    const { port } = new URL(service.url);
    await service.stop();
    await tellsOfLoss(chat);
    service = await start(port);
    await chat.frame.getByRole('status').filter({ hasText: 'Connected again' }).waitFor();
    await chat.say('help');
    await chat.reads('What I can do');
    const after = await chat.messages();
    expect(times(after, 'Please get help now')).toBe(1);
    expect(times(after, 'The chat had to start again')).toBe(0);
  });
});

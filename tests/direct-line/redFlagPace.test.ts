import { type Service, startService } from '../clients/harness/service';
import { type Chat, openChat } from './harness/client';

jest.setTimeout(30_000);

const RED_FLAG = 'i cant feel my legs';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.dispose());

/** Says a red flag, which must be taken, and returns the last words that the visitor then reads. */
async function afterRedFlag(chat: Chat): Promise<string> {
  expect((await chat.say(RED_FLAG)).status).toBe(200);
  const { body } = await chat.get('/activities');
  return JSON.stringify(body.activities.slice(-2));
}

test('past 60 messages a minute others are turned away, and a red flag still gets its card', async () => {
  const chat = await openChat(service.url);
  for (let n = 1; n <= 60; n++) expect((await chat.say('help')).status).toBe(200);
  expect((await chat.say('help')).status).toBe(429);
  expect(await afterRedFlag(chat)).toContain('Call 911');
});

test('red flags pass up to 240 a minute, and typing uses up nothing of it', async () => {
  const chat = await openChat(service.url);
  for (let n = 1; n <= 70; n++) expect((await chat.post({ type: 'typing' })).status).toBe(200);
  for (let n = 1; n <= 60; n++) expect((await chat.say('help')).status).toBe(200);
  const statuses = [];
  for (let n = 61; n <= 242; n++) statuses.push((await chat.say(RED_FLAG)).status);
  expect([statuses.indexOf(429), statuses.lastIndexOf(200)]).toEqual([180, 179]);
});

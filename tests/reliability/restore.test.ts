import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Service, startService, temporaryFolder } from '../clients/harness/service';
import { within } from '../clients/harness/within';
import { type Chat, call, openChat, openSocket, type Socket } from '../direct-line/harness/client';
import { onPostgres } from '../storage/harness/postgres';
import { backUp, fileIn } from './harness/backup';
import { type Replicas, startReplicas } from './harness/replicas';

jest.setTimeout(90_000);

const CARD = 'Call 911';
const RED_FLAG = 'i cant feel my legs';

/** A conversation of five activities, with a socket that has heard all of them. */
async function openHeard(url: string): Promise<{ chat: Chat; socket: Socket }> {
  const chat = await openChat(url);
  const socket = await openSocket(chat.streamUrl);
  await chat.say('what is an mri');
  await chat.say('what is a ct scan');
  await socket.got(5);
  return { chat, socket };
}

const watermarkOf = ({ frames }: Socket): string => JSON.parse(frames.at(-1) ?? '').watermark;
const idsOf = ({ activities }: Socket) => activities.map(({ id }) => id);

describe('a database that is behind what a page has heard, on SQLite', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.dispose());

  test('the first message after it is refused and the socket closed, so that the page begins anew', async () => {
    const chat = await openChat(service.url);
    const socket = await openSocket(chat.streamUrl);
    await chat.say('what is an mri');
    await socket.got(3);
    const restore = await backUp(fileIn(service.path('data')));
    await chat.say('what is a ct scan');
    await socket.got(5);
    await restore();
    const answer = await chat.say(RED_FLAG);
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'ConversationNotFound']);
    expect(await within(socket.closed, 5000, 'the close')).toBe(1000);
    expect((await chat.get(`?watermark=${watermarkOf(socket)}`)).status).toBe(404);
    // Whoever has heard nothing finds what is stored: a page that was loaded again, for example.
    expect((await chat.get('/activities?watermark=')).body.activities).toHaveLength(3);
    expect((await chat.get('?watermark=')).status).toBe(200);
  });

  test.each([
    ['ahead of the log', 0],
    ['at a number that the log has given again', 1],
    ['behind the log by now', 2],
  ])('a reader whose watermark is %s gets everything, under ids it cannot have seen', async (_what, more) => {
    const chat = await openChat(service.url);
    const restore = await backUp(fileIn(service.path('data')));
    await chat.say('what is a ct scan');
    const before = (await chat.get('/activities?watermark=')).body;
    const watermark: string = before.watermark;
    const heard = before.activities.map(({ id }: { id: string }) => id);
    await restore();
    for (let turn = 0; turn < more; turn++) await chat.say(RED_FLAG);

    const missed = (await chat.get(`/activities?watermark=${watermark}`)).body;
    expect(missed.activities).toHaveLength(1 + 2 * more);
    const fresh = missed.activities.filter(({ id }: { id: string }) => !heard.includes(id));
    expect(fresh).toHaveLength(2 * more);
    expect(JSON.stringify(fresh).includes(CARD)).toBe(more > 0);
    const after = await chat.get(`/activities?watermark=${missed.watermark}`);
    expect(after.body).toEqual({ activities: [], watermark: missed.watermark });

    const refused = await chat.get(`?watermark=${watermark}`);
    expect([refused.status, refused.body.error?.code]).toEqual([404, 'ConversationNotFound']);
    const { streamUrl } = (await chat.get('?watermark=')).body;
    const late = await openSocket(streamUrl.replace('watermark=0', `watermark=${watermark}`));
    expect(await within(late.closed, 5000, 'the close')).toBe(1000);
    expect(idsOf(late)).toEqual(missed.activities.map(({ id }: { id: string }) => id));
    // Not the end of it, with which it would be let in again.
    expect(watermarkOf(late)).toBe(watermark);
  });

  test('a card is in the answer to the message as well, under the id that the socket gives it', async () => {
    const { chat, socket } = await openHeard(service.url);
    expect(Object.keys((await chat.say('what is a pet scan')).body)).toEqual(['id']);
    const { body } = await chat.say(RED_FLAG);
    await socket.got(9);
    expect(body.activities).toEqual(socket.activities.slice(7));
    expect(body.activities[1].text).toContain(CARD);
    expect(body.id).toBe(body.activities[0].id);
    socket.raw.close();
  });

  test('starting over and forgetting are no restore: the reader goes on', async () => {
    const { chat, socket } = await openHeard(service.url);
    const watermark = watermarkOf(socket);
    await chat.say('Restart', { value: { command: 'restart' } });
    await socket.got(7);
    expect((await chat.get(`?watermark=${watermark}`)).status).toBe(200);
    await chat.say('forget me');
    await socket.got(9);
    const missed = (await chat.get(`/activities?watermark=${watermark}`)).body.activities;
    expect(missed.map(({ text }: { text: string }) => text)[0]).toBe('forget me');
    socket.raw.close();
  });
});

test('the documented restore of a SQLite file: an open page is told that its conversation is over', async () => {
  const folder = temporaryFolder();
  const settings = { DATA_DIR: join(folder.path, 'data') };
  const file = join(folder.path, 'data', 'spine-guide.db');
  try {
    let service = await startService(settings);
    const { port } = new URL(service.url);
    const again = async () => {
      service = await startService({ ...settings, PORT: port });
    };
    const chat = await openChat(service.url);
    await service.dispose();
    copyFileSync(file, join(folder.path, 'backup.db'));
    await again();
    const socket = await openSocket((await chat.get('?watermark=')).body.streamUrl);
    await chat.say('what is an mri');
    await socket.got(3);
    await service.dispose();
    copyFileSync(join(folder.path, 'backup.db'), file);
    await again();
    expect((await chat.get(`?watermark=${watermarkOf(socket)}`)).body.error?.code).toBe(
      'ConversationNotFound',
    );
    const { body } = await chat.say(RED_FLAG);
    expect(idsOf(socket)).not.toContain(body.activities[1].id);
    expect(body.activities[1].text).toContain(CARD);
    await service.dispose();
  } finally {
    folder.remove();
  }
});

describe('a database that is behind what a page has heard, on PostgreSQL', () => {
  let replicas: Replicas;
  let database: Replicas['database'];
  let one: Service;
  let two: Service;
  beforeAll(async () => {
    if (onPostgres === test.skip) return;
    replicas = await startReplicas();
    ({ database, one, two } = replicas);
  });
  afterAll(() => replicas?.remove());

  /** A page that has heard more than the backup holds. */
  const aheadOfBackup = async () => {
    const chat = await openChat(one.url);
    const socket = await openSocket(chat.streamUrl);
    await socket.got(1);
    const restore = await backUp(database.query);
    await chat.say('what is a ct scan');
    await socket.got(3);
    return { chat, socket, restore };
  };

  onPostgres('a socket that is ahead is closed though nobody says anything', async () => {
    const { chat, socket, restore } = await aheadOfBackup();
    await restore();
    expect(await within(socket.closed, 10_000, 'the close')).toBe(1000);
    expect((await chat.get(`?watermark=${watermarkOf(socket)}`)).status).toBe(404);
  });

  onPostgres(
    'a card that is given at the other replica under the same numbers reaches the page',
    async () => {
      const { chat, socket, restore } = await aheadOfBackup();
      const heard = idsOf(socket);
      await restore();
      const elsewhere = `${two.url}/v3/directline/conversations/${chat.id}/activities`;
      const { status, body } = await call(elsewhere, {
        token: chat.token,
        body: { type: 'message', text: RED_FLAG },
      });
      expect(status).toBe(200);
      expect(body.activities[1].text).toContain(CARD);
      expect(heard).not.toContain(body.activities[1].id);
      expect(body.activities[1].id).toContain('|0000003|');
      expect(await within(socket.closed, 10_000, 'the close')).toBe(1000);
      expect((await chat.get(`?watermark=${watermarkOf(socket)}`)).status).toBe(404);
    },
  );
});

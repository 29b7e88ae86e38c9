import { randomUUID } from 'node:crypto';
import { type Service, startService } from '../clients/harness/service';
import { openChat, openSocket } from '../direct-line/harness/client';
import { KEYS } from '../storage/harness/databases';
import { onPostgres } from '../storage/harness/postgres';
import { type Replicas, startReplicas } from './harness/replicas';

jest.setTimeout(90_000);

describe('two replicas on one PostgreSQL', () => {
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

  onPostgres('socket, message and reply may be at different ones', async () => {
    const chat = await openChat(one.url);
    const socket = await openSocket(chat.streamUrl);
    await socket.got(1);
    const elsewhere = `${two.url}/v3/directline/conversations/${chat.id}/activities`;
    const headers = { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json' };
    const said = Date.now();
    const body = JSON.stringify({ type: 'message', text: 'what is an mri' });
    expect((await fetch(elsewhere, { method: 'POST', headers, body })).status).toBe(200);
    await socket.got(3);
    // The hint is much faster than looking for oneself every 1.5 s.
    expect(Date.now() - said).toBeLessThan(1500);
    await chat.say('i cant feel my legs');
    await socket.got(5);
    expect(socket.activities.map(({ id }) => Number(id.split('|')[1]))).toEqual([1, 2, 3, 4, 5]);
    expect(socket.activities[4]?.text).toContain('Call 911');
    socket.raw.close();
  });

  onPostgres('50 messages at once in one conversation are 50 turns, each in the order it came', async () => {
    const conversation = randomUUID();
    const ids = Array.from({ length: 50 }, (_, n) => `m${String(n).padStart(2, '0')}`);
    const send = async (service: Service, id: string) => {
      const activity = {
        type: 'message',
        id,
        channelId: 'directline',
        conversation: { id: conversation },
        from: { id: 'visitor' },
        recipient: { id: 'bot' },
        deliveryMode: 'expectReplies',
        text: 'what is an mri',
      };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(activity);
      const answer = await fetch(`${service.url}/api/messages`, { method: 'POST', headers, body });
      return ((await answer.json()) as { activities: unknown[] }).activities.length;
    };
    const replies = await Promise.all(ids.map((id, n) => send(n % 2 === 0 ? one : two, id)));
    expect(replies).toEqual(ids.map(() => 1));
    const rows = await database.query(
      `SELECT activity, turn FROM processed WHERE conversation LIKE '%${conversation}%' ORDER BY turn`,
    );
    expect(rows.map(({ turn }) => Number(turn))).toEqual(ids.map((_, n) => n + 1));
    const order = rows.map(({ activity }) => (JSON.parse(String(activity)) as string[])[1] ?? '');
    for (const half of [0, 1]) {
      const own = order.filter((id) => Number(id.slice(1)) % 2 === half);
      expect(own).toEqual(own.toSorted());
    }
  });

  onPostgres('the same message at both is one turn, and the second gets the same reply', async () => {
    const activity = {
      type: 'message',
      id: 'twice',
      channelId: 'directline',
      conversation: { id: randomUUID() },
      from: { id: 'visitor' },
      recipient: { id: 'bot' },
      deliveryMode: 'expectReplies',
      text: 'what is an mri',
    };
    const answers = await Promise.all(
      [one, two].map(async ({ url }) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${url}/api/messages`, {
          method: 'POST',
          headers,
          body: JSON.stringify(activity),
        });
        return (await answer.json()) as { activities: { text: string }[] };
      }),
    );
    expect(answers[1]?.activities.map(({ text }) => text)).toEqual(
      answers[0]?.activities.map(({ text }) => text),
    );
    const rows = await database.query("SELECT 1 FROM processed WHERE activity LIKE '%twice%'");
    expect(rows).toHaveLength(1);
  });

  onPostgres(
    'while the database is away a red flag reaches whoever has a socket at the other one',
    async () => {
      const chat = await openChat(one.url);
      await database.query('ALTER TABLE conversation RENAME TO conversation_away');
      const elsewhere = `${two.url}/v3/directline/conversations/${chat.id}/activities`;
      const headers = { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ type: 'message', text: 'i cant feel my legs' });
      const answer = await fetch(elsewhere, { method: 'POST', headers, body });
      await database.query('ALTER TABLE conversation_away RENAME TO conversation');
      expect(answer.status).toBe(200);
      const { activities } = (await answer.json()) as { activities: { text: string; id: string }[] };
      expect(activities.at(-1)?.text).toContain('Call 911');
      expect(activities.every(({ id }) => id.length > 0)).toBe(true);
      while ((await fetch(`${two.url}/readyz`)).status !== 200)
        await new Promise((resolve) => setTimeout(resolve, 50));
    },
  );

  onPostgres(
    'a replica without the newest key answers, and writes nothing over what it cannot read',
    async () => {
      const newer = await startService({
        DATABASE_URL: database.url,
        DATA_ENCRYPTION_KEYS: `${KEYS[1]},${KEYS[0]}`,
        DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
      });
      try {
        const chat = await openChat(newer.url);
        await chat.say('i cant feel my legs');
        const older = `${one.url}/v3/directline/conversations/${chat.id}/activities`;
        const headers = { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json' };
        const say = (text: string) =>
          fetch(older, { method: 'POST', headers, body: JSON.stringify({ type: 'message', text }) });
        expect(JSON.stringify(await (await say('i cant pee')).json())).toContain('Call 911');
        expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
        const socket = await openSocket((await chat.get('?watermark=')).body.streamUrl);
        await chat.say('menu');
        await socket.got(5);
        expect(socket.activities.at(-1)?.text).toContain('What you described earlier can be an emergency');
        socket.raw.close();
      } finally {
        await newer.dispose();
      }
    },
  );

  onPostgres(
    'while the database is away a red flag is answered, and all is well again by itself',
    async () => {
      const chat = await openChat(one.url);
      const socket = await openSocket(chat.streamUrl);
      await socket.got(1);
      await database.query('ALTER TABLE conversation RENAME TO conversation_away');
      expect((await chat.say('i cant feel my legs')).status).toBe(200);
      await socket.got(3);
      expect(socket.activities[2]?.text).toContain('Call 911');
      expect((await fetch(`${one.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${one.url}/healthz`)).status).toBe(200);
      await database.query('ALTER TABLE conversation_away RENAME TO conversation');
      while ((await fetch(`${one.url}/readyz`)).status !== 200)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await chat.say('what is an mri');
      await socket.got(5);
      expect(socket.activities[4]?.text).toContain('MRI');
      socket.raw.close();
    },
  );
});

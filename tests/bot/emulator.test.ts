import { activity, BOT, message, USER } from '../server/fixtures/activities';
import { type Connector, startConnector } from '../server/fixtures/connector';
import { type Edge, startEdge } from '../server/fixtures/edge';
import { fakeTurnHost, reply } from '../server/fixtures/fakeTurnHost';

let connector: Connector;
let edge: Edge;

beforeEach(async () => {
  connector = await startConnector();
  const host = fakeTurnHost((text) =>
    text === 'exit' ? [reply('bye', { ends: true })] : [reply(`re: ${text}`)],
  );
  edge = await startEdge({ host });
});
afterEach(async () => {
  await edge.close();
  await connector.close();
});

/** Sends activities one after the other, as one channel would. */
async function play(channelId: string, ...activities: object[]) {
  for (const each of activities) {
    const answer = await edge.post({
      ...each,
      channelId,
      serviceUrl: connector.url,
      deliveryMode: undefined,
    });
    expect(answer.status).toBe(200);
  }
}

const added = (...membersAdded: object[]) => activity('conversationUpdate', { membersAdded });
const installed = activity('installationUpdate', { action: 'add' });
const says = (text: string, more: object = {}) => message(text, more);

describe('the Emulator', () => {
  test('one update with bot and user: one welcome, then answers, one trace a turn', async () => {
    await play('emulator', added(BOT, USER), says('hello'), says('help'));
    expect(connector.received.map(({ body }) => body.text ?? body.type)).toEqual([
      'welcome',
      'trace',
      're: hello',
      'trace',
      're: help',
      'trace',
    ]);
  });

  test('replies go where the Emulator takes them, addressed the other way round', async () => {
    await play('emulator', says('hello', { conversation: { id: 'abc|livechat' }, id: 'm1' }));
    expect(connector.received[0]).toMatchObject({
      method: 'POST',
      path: '/v3/conversations/abc%7Clivechat/activities/m1',
      body: { from: { id: BOT.id }, recipient: { id: USER.id }, replyToId: 'm1', textFormat: 'markdown' },
    });
  });

  test('the trace says why, and its label fits the log of the Emulator', async () => {
    await play('emulator', says('hello'));
    const trace = connector.received.at(-1)?.body;
    expect(trace).toMatchObject({
      type: 'trace',
      name: 'spineguide.turn',
      label: 'took message, which is told at some length for the',
      valueType: 'https://spineguide.example/schemas/turn/v1',
      value: { event: { kind: 'message', text: 'hello' } },
    });
    expect(trace.label).toHaveLength(50);
  });

  test('older ones send two updates: still one welcome, known under the right person', async () => {
    await play('emulator', added(BOT), added(USER), says('hello'));
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
    expect(edge.host.taken.map(({ key }) => key.person)).toEqual([USER.id, USER.id]);
  });

  test('exit says goodbye first and then ends the conversation', async () => {
    await play('emulator', added(BOT, USER), says('exit'));
    expect(connector.types().slice(2)).toEqual(['message', 'trace', 'endOfConversation']);
  });

  test('after exit a restart with the same id is welcomed again', async () => {
    await play('emulator', added(BOT, USER), says('exit'), added(BOT, USER));
    expect(connector.texts()).toEqual(['welcome', 'bye', 'welcome']);
  });
});

describe('one welcome on every channel', () => {
  test('Direct Line: bot first, user just before the first message', async () => {
    await play('directline', added(BOT), added(USER), says('hello'), says('more'));
    expect(connector.texts()).toEqual(['welcome', 're: hello', 're: more']);
  });

  test('Direct Line: the user update and the first message at once', async () => {
    await play('directline', added(BOT));
    await Promise.all([play('directline', added(USER)), play('directline', says('hello'))]);
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
  });

  test('Direct Line: from names the conversation, not a person', async () => {
    await play('directline', { ...added(BOT), from: { id: 'conversation-1' } }, added(USER), says('hello'));
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
  });

  test('Direct Line: from is the bot itself', async () => {
    await play('directline', { ...added(BOT), from: BOT }, says('hello'));
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
    expect(edge.host.taken[0]?.key.person).toBe('');
  });

  test('Web Chat with a join event', async () => {
    await play(
      'webchat',
      added(BOT),
      activity('event', { name: 'webchat/join' }),
      added(USER),
      says('hello'),
    );
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
  });

  test('no update at all: the first answer brings the welcome', async () => {
    await play('webchat', says('hello'), added(USER), added(BOT));
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
  });

  test.each(['emulator', 'msteams'])(
    'Playground as %s: installation and update at once',
    async (channelId) => {
      await Promise.all([play(channelId, installed), play(channelId, added(USER, BOT))]);
      await play(channelId, says('hello'));
      expect(connector.texts()).toEqual(['welcome', 're: hello']);
    },
  );

  test('a reload repeats the installation for the same conversation', async () => {
    await play('msteams', installed, added(USER, BOT), says('hello'), installed, added(USER, BOT));
    expect(connector.texts()).toEqual(['welcome', 're: hello']);
  });

  test('removing the bot is not an opening', async () => {
    const removed = activity('conversationUpdate', { membersRemoved: [USER] });
    await play('msteams', activity('installationUpdate', { action: 'remove' }), removed);
    expect(connector.received).toEqual([]);
  });

  test('in a group nobody is welcomed unasked, and a second person is not welcomed again', async () => {
    const group = { conversation: { id: 'g', isGroup: true, conversationType: 'groupChat' } };
    const other = { id: 'user-2', name: 'Other' };
    await play(
      'msteams',
      { ...installed, ...group },
      { ...added(BOT), ...group },
      { ...added(other), ...group },
    );
    expect(connector.received).toEqual([]);
    await play('msteams', says('one', group), says('two', { ...group, from: other }));
    expect(connector.texts()).toEqual(['welcome', 're: one', 're: two']);
  });
});

describe('closing', () => {
  test('the CLOSE event is taken in silence, and opening again is a new conversation', async () => {
    const close = activity('event', { name: 'close' });
    await play('webchat', added(USER), close, activity('event', { name: 'start' }));
    expect(edge.host.taken.map(({ event }) => event.kind)).toEqual(['opened', 'closed', 'opened']);
    expect(connector.texts()).toEqual(['welcome', 'welcome']);
  });
});

describe('traces and endings are kept from where they do not belong', () => {
  test.each(['webchat', 'directline', 'msteams'])('%s gets no trace and none is built', async (channelId) => {
    await play(channelId, says('hello'));
    expect(connector.types()).toEqual(['message', 'message']);
    expect(edge.host.reasonsBuilt()).toBe(0);
  });

  test('Teams gets no endOfConversation', async () => {
    await play('msteams', says('exit'));
    expect(connector.texts()).toEqual(['welcome', 'bye']);
    expect(connector.types()).toEqual(['message', 'message']);
  });
});

import type { Activity } from 'botbuilder';
import { buttonCommand } from '../../src/bot/buttonCommand';
import { isShared, toInbound } from '../../src/bot/inbound';
import { activity, BOT, USER } from '../server/fixtures/activities';

const inbound = (type: string, more: object = {}) => toInbound(activity(type, more) as unknown as Activity);
const eventOf = (type: string, more: object = {}) => inbound(type, more)?.event;

describe('messages', () => {
  test('carry what was typed, and whose conversation it is', () => {
    expect(inbound('message', { text: 'hello' })).toEqual({
      key: { channel: 'webchat', conversation: 'conversation-1', person: 'user-1' },
      event: { kind: 'message', text: 'hello' },
    });
  });

  test.each([undefined, null, 5, {}, []])('with text %p are empty messages', (text) => {
    expect(eventOf('message', { text })).toEqual({ kind: 'message', text: '' });
  });

  test('with attachments only are still messages, so that they are answered', () => {
    const attachments = [{ contentType: 'image/png' }];
    expect(eventOf('message', { attachments })).toEqual({ kind: 'message', text: '' });
  });
});

describe('buttons', () => {
  test.each([
    ['restart', 'start-over'],
    ['RESTART', 'start-over'],
    [' Start-Over ', 'start-over'],
    ['menu', 'menu'],
    ['help', 'help'],
    ['terms', 'terms'],
    ['feedback', 'feedback'],
    ['cancel', 'cancel'],
    ['exit', 'cancel'],
  ])('%j means %s, as an object and as a bare word', (word, command) => {
    expect(eventOf('message', { value: { command: word, v: 1 } })).toEqual({
      kind: 'message',
      text: '',
      command,
    });
    expect(eventOf('message', { value: word })).toEqual({ kind: 'message', text: '', command });
  });

  test('win over the text that comes with them, which is still read', () => {
    expect(eventOf('message', { text: 'surgery', value: { command: 'menu' } })).toEqual({
      kind: 'message',
      text: 'surgery',
      command: 'menu',
    });
  });

  test.each([
    'drop table',
    '',
    'urgent-help',
    'constructor',
    '__proto__',
    5,
    null,
    true,
    [],
    ['menu'],
    {},
    { command: 5 },
    { command: null },
    { command: ['menu'] },
    { command: 'drop table' },
    { Command: 'menu' },
    Object.create({ command: 'menu' }),
  ])('payload %j is not ours: the text counts', (value) => {
    expect(buttonCommand(value)).toBeUndefined();
    expect(eventOf('message', { text: 'hello', value })).toEqual({ kind: 'message', text: 'hello' });
  });

  test('of a reply carry the ids of what they answer', () => {
    const value = { of: 'dialog:symptom-check:pain', pick: 'no', v: 1 };
    const button = { of: 'dialog:symptom-check:pain', pick: 'no' };
    expect(eventOf('message', { text: 'No', value })).toEqual({ kind: 'message', text: 'No', button });
    expect(eventOf('message', { value })).toEqual({ kind: 'message', text: '', button });
  });

  test.each([
    { of: 'a' },
    { of: 'a', pick: 5 },
    { of: '', pick: 'a' },
    { of: 'a', pick: 'b'.repeat(201) },
    Object.create({ of: 'a', pick: 'b' }),
  ])('ids %j are not ours', (value) => {
    expect(eventOf('message', { text: 'hello', value })).toEqual({ kind: 'message', text: 'hello' });
  });

  test('close is silence', () => {
    expect(eventOf('message', { value: { command: 'Close' } })).toEqual({ kind: 'closed' });
    expect(eventOf('message', { value: 'close', text: 'Close' })).toEqual({ kind: 'closed' });
  });

  test('close with words beside it lets the words be read first', () => {
    const text = "I can't feel my legs";
    expect(eventOf('message', { value: 'close', text })).toEqual({
      kind: 'message',
      text,
      command: 'cancel',
    });
  });
});

describe('where others read along', () => {
  const conversation = { id: 'c', conversationType: 'groupChat', isGroup: true };

  test('messages and edits say so', () => {
    expect(eventOf('message', { text: 'hello', conversation })).toEqual({
      kind: 'message',
      text: 'hello',
      shared: true,
    });
    expect(eventOf('messageUpdate', { text: '&nbsp;hello', conversation })).toEqual({
      kind: 'edited',
      text: 'hello',
      shared: true,
    });
  });
});

describe('invokes', () => {
  const data = { of: 'menu', pick: 'Menu' };

  test('of a card are the button that was pressed', () => {
    const value = { action: { type: 'Action.Execute', verb: 'pick', data } };
    expect(eventOf('invoke', { name: 'adaptiveCard/action', value, text: 'never read' })).toEqual({
      kind: 'message',
      text: '',
      button: data,
    });
    expect(eventOf('invoke', { name: 'other', value })).toBeUndefined();
  });

  test.each([
    ['{"feedbackText":"too long"}', 'too long'],
    [{ feedbackText: 'too long' }, 'too long'],
    ['{"feedbackText":""}', undefined],
    ['{"feedbackText":5}', undefined],
    ['not JSON', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('of a thumb with the form %j have the comment %j', (feedback, comment) => {
    const value = { actionName: 'feedback', actionValue: { reaction: 'like', feedback } };
    expect(eventOf('invoke', { name: 'message/submitAction', value, replyToId: 'm1' })).toEqual({
      kind: 'rated',
      rating: 'helpful',
      message: 'm1',
      ...(comment === undefined ? {} : { comment }),
    });
  });
});

describe('events', () => {
  test.each([
    ['close', 'closed'],
    ['Close', 'closed'],
    ['start', 'opened'],
    ['webchat/join', 'opened'],
  ])('%s means %s', (name, kind) => expect(eventOf('event', { name })).toEqual({ kind }));

  test.each(['tokens/response', '', undefined, 5])('%p means nothing', (name) => {
    expect(eventOf('event', { name })).toBeUndefined();
  });
});

describe('openings', () => {
  const opened = (membersAdded: unknown, more: object = {}) =>
    inbound('conversationUpdate', { membersAdded, ...more })?.key.person;

  test('name the person that later writes', () => {
    expect(opened([BOT, USER])).toBe('user-1');
    expect(opened([USER], { from: { id: 'conversation-1' } })).toBe('user-1');
    expect(opened([{ id: 'user-2' }, USER])).toBe('user-1');
  });

  test.each([
    ['webchat', 'user-1'],
    ['directline', 'user-1'],
    ['msteams', 'user-1'],
    ['emulator', undefined],
    ['slack', undefined],
  ])('with only the bot added on %s are of %p', (channelId, person) => {
    expect(opened([BOT], { channelId })).toBe(person);
  });

  test('by the bot itself are of nobody known', () => expect(opened([BOT], { from: BOT })).toBe(''));

  test.each([[undefined], [[]]])('need somebody who arrived, not %j', (members) => {
    expect(opened(members)).toBeUndefined();
  });

  test('count in installations when something is added', () => {
    expect(inbound('installationUpdate', { action: 'add' })?.event).toEqual({ kind: 'opened' });
    expect(inbound('installationUpdate', { action: 'remove' })?.event).toEqual({ kind: 'removed' });
    expect(inbound('installationUpdate')).toBeUndefined();
  });

  test.each([{ isGroup: true }, { conversationType: 'groupChat' }, { conversationType: 'channel' }])(
    'do not count in a conversation that is %j',
    (kind) => {
      const conversation = { id: 'c', ...kind };
      expect(isShared(activity('message', { conversation }) as unknown as Activity)).toBe(true);
      expect(opened([USER], { conversation })).toBeUndefined();
    },
  );

  test('do count in a personal one', () => {
    expect(opened([USER], { conversation: { id: 'c', isGroup: false, conversationType: 'personal' } })).toBe(
      'user-1',
    );
  });
});

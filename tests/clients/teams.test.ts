import { randomUUID } from 'node:crypto';
import type { Feedback } from '../../src/conversation/effects';
import { cardText } from './harness/card';
import { type Delivery, type Emulator, startEmulator, textsOf, typesOf } from './harness/emulator';
import { feedbackIn } from './harness/feedback';
import { type Service, startService } from './harness/service';

jest.setTimeout(30_000);

let service: Service;
let teams: Emulator;
beforeAll(async () => {
  service = await startService({ HANDOFF_EVENTS: 'true' });
  teams = await startEmulator(service.url);
});
afterAll(async () => {
  await teams?.close();
  await service?.dispose();
});

const BOT = { id: '28:11111111-2222-3333-4444-555555555555', name: 'Spine Guide' };
const ANN = { id: '29:ann', name: 'Ann' };
const BEN = { id: '29:ben', name: 'Ben' };

/** A chat as Teams names it. */
const place = (conversationType: string, id: string, from: object) => ({
  id,
  channelId: 'msteams',
  from,
  recipient: BOT,
  conversation: { conversationType, ...(conversationType === 'personal' ? {} : { isGroup: true }) },
});
const personal = (from: object = ANN, id = `a:${randomUUID()}`) =>
  teams.conversation(place('personal', id, from));
const group = (from: object = ANN, id = `19:${randomUUID()}@thread.v2`) =>
  teams.conversation(place('groupChat', id, from));
const channel = (from: object = ANN, id = `19:${randomUUID()}@thread.tacv2;messageid=1`) =>
  teams.conversation(place('channel', id, from));

/** Says something to the bot as groups and channels demand it. */
const mention = (text: string) =>
  [
    `<at>${BOT.name}</at>&nbsp;${text}`,
    { entities: [{ type: 'mention', mentioned: BOT, text: `<at>${BOT.name}</at>` }] },
  ] as const;

/** The one message among these. */
function only(deliveries: readonly Delivery[]): Delivery {
  expect(typesOf(deliveries)).toEqual(['message']);
  return deliveries[0] as Delivery;
}

interface CardButton {
  readonly type: string;
  readonly title: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly fallback: { readonly type: string; readonly data: object };
}

/** The buttons of the card that came with a message. */
function cardButtons({ activity }: Delivery): CardButton[] {
  const [card, ...more] = activity.attachments ?? [];
  expect(more).toEqual([]);
  const content = card?.content as { version: string; body: { actions: CardButton[] }[] } | undefined;
  return content?.body.flatMap(({ actions }) => actions) ?? [];
}

const press = (button: CardButton | undefined) => ({
  action: { type: button?.type, verb: 'pick', data: button?.data },
});

/** All feedback that is stored, the oldest first. */
function storedFeedback(): Promise<Feedback[]> {
  return feedbackIn(service.path('data'));
}

const WELCOME = /^Hello\. I am an automated guide/;

describe('installing', () => {
  test('brings one welcome, however many ways the channel tells of it', async () => {
    const chat = personal();
    const first = await chat.send({ type: 'installationUpdate', action: 'add' });
    expect(only(first).activity.text).toMatch(WELCOME);
    expect(await chat.send({ type: 'conversationUpdate', membersAdded: [BOT, ANN] })).toEqual([]);
    expect(await chat.send({ type: 'conversationUpdate', membersAdded: [BOT] })).toEqual([]);
    expect(only(await chat.say('menu')).activity.text).toMatch(/^\*\*Main topics/);
  });

  test('again after it was taken out: welcomed again, and nothing told before is known', async () => {
    const chat = personal();
    await chat.send({ type: 'installationUpdate', action: 'add' });
    await chat.say("i can't feel my legs");
    expect(await chat.send({ type: 'installationUpdate', action: 'remove' })).toEqual([]);
    expect(only(await chat.send({ type: 'installationUpdate', action: 'add' })).activity.text).toMatch(
      WELCOME,
    );
    expect(only(await chat.say('help')).activity.text).not.toMatch(/described earlier/);
  });

  test.each([
    ['a group', group],
    ['a channel', channel],
  ])('in %s greets nobody unasked', async (_name, open) => {
    const chat = open();
    expect(await chat.send({ type: 'installationUpdate', action: 'add' })).toEqual([]);
    expect(await chat.send({ type: 'conversationUpdate', membersAdded: [BOT, ANN, BEN] })).toEqual([]);
  });
});

describe('what is said to the bot', () => {
  test.each([
    ['<at>Spine Guide</at>&nbsp;help', /Words you can type at any time/],
    ['&nbsp;<at>Spine Guide</at> <b></b>MENU', /\*\*Main topics/],
    ['terms&nbsp;', /^\*\*Terms and privacy/],
  ])('%s is a keyword', async (text, expected) => {
    const { activity } = only(await group().say(text.replace('<b></b>', '')));
    expect(activity.text).toMatch(expected);
  });

  test('a message that was deleted is left alone, an edited one is only read for red flags', async () => {
    const chat = personal();
    await chat.say('what is an mri');
    expect(
      await chat.send({ type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }),
    ).toEqual([]);
    expect(await chat.send({ type: 'messageUpdate', text: 'what is a ct scan' })).toEqual([]);
    const card = only(await chat.send({ type: 'messageUpdate', text: "i can't feel my legs" }));
    expect(card.activity.text).toContain(cardText('emergency-spine'));
  });

  test('reactions and unknown activities are left alone', async () => {
    const chat = personal();
    expect(await chat.send({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] })).toEqual([]);
    expect(await chat.send({ type: 'typing' })).toEqual([]);
  });
});

describe('a reply', () => {
  test('is one markdown message and nothing else, also at the end and when a person is asked for', async () => {
    const chat = personal();
    for (const text of ['what is an mri', 'i want to talk to a person', 'exit'])
      expect(only(await chat.say(text)).activity.textFormat).toBe('markdown');
  });

  test('shows its sources as Teams does, names them in the text too, and is not marked as generated', async () => {
    const { activity } = only(await personal().say('which cancers spread to the spine?'));
    const [entity, ...more] = (activity.entities ?? []).filter(
      ({ type }) => type === 'https://schema.org/Message',
    );
    expect(more).toEqual([]);
    expect(entity).not.toHaveProperty('additionalType');
    const citation = entity?.citation as { position: number; appearance: { name: string; url?: string } }[];
    expect(citation.length).toBeGreaterThan(1);
    for (const { position, appearance } of citation) {
      expect(appearance.name.length).toBeLessThanOrEqual(80);
      expect(activity.text).toMatch(new RegExp(`^- .* \\[${position}\\]$`, 'm'));
      if (appearance.url !== undefined) expect(activity.text).toContain(`](${appearance.url})`);
    }
  });

  test('with up to three choices has them as suggested actions, and no card', async () => {
    const { activity } = only(await personal().say("i can't feel my legs"));
    expect(activity.suggestedActions?.actions.map(({ title }) => title)).toEqual([
      'I am already being seen',
      'This was a mistake',
      'Summary to show',
    ]);
    expect(activity.attachments).toBeUndefined();
    expect(activity.channelData?.feedbackLoop).toBeUndefined();
  });

  test('with more has a card of buttons, no suggested actions, and the same words in its text', async () => {
    const menu = only(await personal().say('menu'));
    const labels = cardButtons(menu).map(({ title }) => title);
    expect(labels).toHaveLength(7);
    expect(menu.activity.suggestedActions).toBeUndefined();
    for (const label of labels) expect(menu.activity.text).toContain(label);
    expect(menu.activity.attachments?.[0]).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', fallbackText: labels.join(', ') },
    });
  });
});

describe('a button of a card', () => {
  const check = async () => {
    const chat = personal();
    return { chat, first: only(await chat.say('check symptoms')) };
  };

  test('pressed is answered by a message, and in the invoke by a card with nothing left to press', async () => {
    const { chat, first } = await check();
    const none = cardButtons(first).find(({ title }) => title === 'None of these');
    const { answer, sent } = await chat.invoke('adaptiveCard/action', press(none));
    expect(answer).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard', version: '1.5', body: [{ text: 'You picked: None of these' }] },
    });
    expect(JSON.stringify(answer)).not.toContain('Action.');
    expect(only(sent).activity.text).toContain('Question 2 of at most 8');
  });

  test('pressed in an older client arrives as a message without words, and does the same', async () => {
    const { chat, first } = await check();
    const none = cardButtons(first).find(({ title }) => title === 'None of these');
    expect(none?.fallback.type).toBe('Action.Submit');
    const next = only(await chat.send({ type: 'message', value: none?.fallback.data }));
    expect(next.activity.text).toContain('Question 2 of at most 8');
  });

  test('that tells of an emergency brings the whole card as a message', async () => {
    const { chat, first } = await check();
    const body = cardButtons(first).find(({ title }) => title === 'Yes, in the body');
    const { sent } = await chat.invoke('adaptiveCard/action', press(body));
    expect(only(sent).activity).toMatchObject({
      importance: 'high',
      text: expect.stringMatching(/call 911/i),
    });
  });

  test('of an earlier question answers nothing', async () => {
    const { chat, first } = await check();
    await chat.say('None of these');
    await chat.say('No');
    const [old] = cardButtons(first).filter(({ title }) => title === 'None of these');
    const { sent } = await chat.invoke('adaptiveCard/action', press(old));
    expect(only(sent).activity.text).toMatch(
      /^That button belongs to an earlier question[\s\S]*Question 3 of at most 8/,
    );
  });

  test('delivered twice has one effect and is answered twice', async () => {
    const { chat, first } = await check();
    const none = press(cardButtons(first).find(({ title }) => title === 'None of these'));
    const id = randomUUID();
    expect((await chat.invoke('adaptiveCard/action', none, { id })).sent).toHaveLength(1);
    const again = await chat.invoke('adaptiveCard/action', none, { id });
    expect(again).toMatchObject({ answer: { statusCode: 200 }, sent: [] });
  });

  test.each([{}, { action: null }, { action: { data: 'x' } }, { action: { data: { of: 5, pick: [] } } }])(
    'with the payload %j is refused in the answer, and nothing is said',
    async (value) => {
      expect(await personal().invoke('adaptiveCard/action', value)).toMatchObject({
        answer: { statusCode: 400, type: 'application/vnd.microsoft.error' },
        sent: [],
      });
    },
  );
});

describe('thumbs under an answer', () => {
  const thumb = (reaction: string, feedbackText = '') => ({
    actionName: 'feedback',
    actionValue: { reaction, feedback: JSON.stringify({ feedbackText }) },
  });

  test('are stored as feedback about that answer, also when others came since', async () => {
    const chat = personal();
    const mri = only(await chat.say('what is an mri'));
    expect(mri.activity.channelData).toMatchObject({ feedbackLoop: { type: 'default' } });
    await chat.say('what is radiation therapy');
    const value = thumb('dislike', 'Too long for me');
    expect(await chat.invoke('message/submitAction', value, { replyToId: mri.id })).toEqual({
      answer: {},
      sent: [],
    });
    expect((await storedFeedback()).at(-1)).toMatchObject({
      rating: 'not-helpful',
      about: 'answer:mri',
      comment: 'Too long for me',
    });
  });

  test('under a reply nobody knows any more are kept as that', async () => {
    await personal().invoke('message/submitAction', thumb('like'), { replyToId: 'long-ago' });
    expect((await storedFeedback()).at(-1)).toMatchObject({ rating: 'helpful', about: 'unknown' });
  });

  test('with a red flag in the comment bring the emergency card', async () => {
    const chat = personal();
    const answer = only(await chat.say('what is an mri'));
    const value = thumb('dislike', "i can't feel my legs");
    const { sent } = await chat.invoke('message/submitAction', value, { replyToId: answer.id });
    expect(only(sent).activity.text).toContain(cardText('emergency-spine'));
    expect(JSON.stringify(await storedFeedback())).not.toContain('legs');
  });

  test.each([{}, { actionName: 'feedback' }, { actionName: 'feedback', actionValue: { reaction: 'wow' } }])(
    'of a form that is not known, %j, are refused',
    async (value) => {
      await expect(personal().invoke('message/submitAction', value)).rejects.toThrow(/400/);
    },
  );
});

test('an invoke of another kind is not taken for one of ours', async () => {
  await expect(personal().invoke('task/fetch', {})).rejects.toThrow(/501/);
});

describe.each([
  ['a group', group],
  ['a channel', channel],
])('in %s', (_name, open) => {
  test('a question is answered, with its choices on a card and no suggested actions', async () => {
    const { activity } = only(await open().say(...mention('what is an mri')));
    expect(activity.text).toMatch(/Sources?:/);
    expect(activity.suggestedActions).toBeUndefined();
    expect(activity.attachments).toHaveLength(1);
  });

  test('symptoms are moved to a private chat, with a link to it and the emergency signs', async () => {
    const { activity } = only(await open().say(...mention('check symptoms')));
    expect(activity.text).toMatch(/private chat/);
    expect(activity.text).toMatch(/Call 911 now/);
    expect(activity.text).toContain(
      `](https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(BOT.id)})`,
    );
  });

  test('a red flag gets the whole emergency card', async () => {
    const { activity } = only(await open().say(...mention("i can't feel my legs")));
    expect(activity.text).toContain(cardText('emergency-spine'));
    expect(activity.importance).toBe('high');
  });

  test('what one person does is not done to another', async () => {
    const ann = open(ANN);
    const ben = teams.conversation({ ...place('groupChat', ann.id, BEN) });
    await ann.say(...mention("i can't feel my legs"));
    expect(textsOf(await ben.say(...mention('menu')))[0]).not.toMatch(/described earlier/);
    expect(textsOf(await ann.say(...mention('menu')))[0]).toMatch(/^\*\*What you described earlier/);
  });
});

import { randomUUID } from 'node:crypto';
import type { Feedback } from '../../src/conversation/effects';
import { cardText } from './harness/card';
import { type Conversation, type Emulator, startEmulator, textsOf, typesOf } from './harness/emulator';
import { feedbackIn } from './harness/feedback';
import { type Service, startService } from './harness/service';

jest.setTimeout(30_000);

let service: Service;
let emulator: Emulator;
beforeAll(async () => {
  service = await startService();
  emulator = await startEmulator(service.url);
});
afterAll(async () => {
  await emulator?.close();
  await service?.dispose();
});

const WELCOME = /^Hello\. I am an automated guide about metastatic spine tumors, not a person\./;
const QUESTION = 'which cancers spread to the spine?';

/** Says all of these in a new conversation and returns what the last one brought. */
async function afterSaying(...messages: string[]) {
  const chat = emulator.conversation();
  await chat.open();
  for (const message of messages.slice(0, -1)) await chat.say(message);
  return chat.say(messages.at(-1) ?? '');
}

/** The one message among these; anything else is a failure. */
function onlyText(deliveries: Awaited<ReturnType<Conversation['say']>>): string {
  const texts = textsOf(deliveries);
  expect(texts).toHaveLength(1);
  return texts[0] ?? '';
}

/** All feedback that is stored, the oldest first. */
function storedFeedback(): Promise<Feedback[]> {
  return feedbackIn(service.path('data'));
}

describe('opening', () => {
  test('one update that names bot and user brings one welcome with the emergency number', async () => {
    const welcome = onlyText(await emulator.conversation().open());
    expect(welcome).toMatch(WELCOME);
    expect(welcome).toMatch(/call 911 now/);
  });

  test('the two updates of older versions bring one welcome', async () => {
    expect(onlyText(await emulator.conversation().openAsBefore())).toMatch(WELCOME);
  });

  test('the first message after the welcome is not welcomed a second time', async () => {
    const chat = emulator.conversation();
    await chat.open();
    expect(onlyText(await chat.say('menu'))).toMatch(/^\*\*Main topics\.\*\*/);
  });

  test('a restart with a new id is a new chat: welcomed, and nothing told before is known', async () => {
    const before = emulator.conversation();
    await before.open();
    await before.say('i cant feel my legs');
    const after = emulator.conversation();
    expect(onlyText(await after.open())).toMatch(WELCOME);
    expect(onlyText(await after.say('help'))).not.toMatch(/described earlier/);
  });

  test('a restart with the same id does not repeat the welcome and keeps the warning', async () => {
    const chat = emulator.conversation();
    await chat.open();
    await chat.say('i cant feel my legs');
    expect(textsOf(await emulator.conversation({ id: chat.id }).open())).toEqual([]);
    expect(onlyText(await chat.say('help'))).toMatch(/^\*\*What you described earlier can be an emergency/);
  });

  test('a restart with the same id after exit is welcomed', async () => {
    const chat = emulator.conversation();
    await chat.open();
    await chat.say(QUESTION);
    await chat.say('exit');
    expect(onlyText(await emulator.conversation({ id: chat.id }).open())).toMatch(WELCOME);
  });
});

describe('answering', () => {
  test('a question brings all six cancers, the sources, and the date of the check', async () => {
    const answer = onlyText(await afterSaying(QUESTION));
    for (const cancer of ['breast', 'lung', 'prostate', 'kidney', 'gastrointestinal', 'thyroid'])
      expect(answer.toLowerCase()).toContain(cancer);
    expect(answer).toMatch(/^Sources:$/m);
    expect(answer).toMatch(/^- \[.+\]\(https:\/\/.+\), .+$/m);
    expect(answer).toMatch(/This answer is dated \d{4}-\d\d-\d\d\./);
  });

  test.each([['i cant feel my legs'], ["cancel, I can't feel my legs"], ['I CAN’T FEEL MY LEGS!!']])(
    '"%s" brings the emergency card whole, in the text and marked as important',
    async (message) => {
      const [card] = await afterSaying(message);
      expect(card?.activity.text).toContain(cardText('emergency-spine'));
      expect(card?.activity.text).toMatch(/^\*\*This could be an emergency\..*\n\n- Call 911, /);
      expect(card?.activity).toMatchObject({ type: 'message', textFormat: 'markdown', importance: 'high' });
    },
  );

  test('a red flag told while giving feedback wins over the feedback', async () => {
    const card = onlyText(await afterSaying('feedback', 'Helpful', 'i cant feel my legs'));
    expect(card).toContain(cardText('emergency-spine'));
  });

  test('a reply goes to the conversation and the message it answers', async () => {
    const chat = emulator.conversation();
    const [reply] = await chat.say('help', { id: 'm1' });
    expect(reply).toMatchObject({
      path: `/v3/conversations/${encodeURIComponent(chat.id)}/activities/m1`,
      activity: { replyToId: 'm1', from: { id: 'bot-1' }, recipient: { id: 'user-1' } },
    });
  });

  test('every button of the menu, when pressed, begins the check or brings an answer with its sources', async () => {
    const menu = await afterSaying('menu');
    const buttons = menu[0]?.activity.suggestedActions?.actions.map(({ title }) => title) ?? [];
    expect(buttons).toHaveLength(7);
    const [check, ...topics] = buttons;
    expect(onlyText(await afterSaying('menu', check ?? ''))).toContain('Question 1 of at most 8');
    const unanswered: Record<string, string> = {};
    for (const button of topics) {
      const reply = onlyText(await afterSaying('menu', button));
      if (!/^Sources?:[\s\S]*^This answer is dated /m.test(reply)) unanswered[button] = reply;
    }
    expect(unanswered).toEqual({});
  });

  test('the same message delivered twice, one after the other, is answered once', async () => {
    const chat = emulator.conversation();
    const id = randomUUID();
    onlyText(await chat.say(QUESTION, { id }));
    expect(textsOf(await chat.say(QUESTION, { id }))).toEqual([]);
  });
});

describe('keywords', () => {
  test.each([
    ['help', /\*\*Words you can type at any time\*\*[\s\S]*In an emergency call 911\./],
    ['start over', /^All right, let's start again\.[\s\S]*\n1\. Check symptoms\n2\. When to get help\n3\. /],
    ['cancel', /^Okay, I have stopped our conversation\./],
    ['exit', /^Okay, I have stopped our conversation\./],
    ['feedback', /^How helpful was this chat for you\?/],
    ['terms', /^\*\*Terms and privacy, in short\*\*[\s\S]*This is not medical advice/],
    ['menu', /^\*\*Main topics\.\*\*[\s\S]*\n1\. Check symptoms\n2\. When to get help\n3\. /],
  ])('%s works after an answer, in any letter case', async (keyword, expected) => {
    expect(onlyText(await afterSaying(QUESTION, keyword))).toMatch(expected);
    expect(onlyText(await afterSaying(QUESTION, ` ${keyword.toUpperCase()}. `))).toMatch(expected);
  });

  test.each(['help', 'start over', 'cancel', 'exit', 'terms', 'menu'])(
    '%s after a red flag says first to call 911',
    async (keyword) => {
      const reply = onlyText(await afterSaying('i cant feel my legs', keyword));
      expect(reply).toMatch(/^\*\*(What you described earlier|Before you go).*call 911/i);
    },
  );

  test.each(['cancel', 'exit'])('%s says goodbye before it ends the conversation', async (keyword) => {
    const turn = await afterSaying(QUESTION, keyword);
    expect(typesOf(turn)).toEqual(['message', 'trace', 'endOfConversation']);
    expect(turn[0]?.activity.text).toMatch(/Send any message to begin again\.$/);
  });

  test('canceling feedback does not end the conversation and stores nothing', async () => {
    const before = (await storedFeedback()).length;
    const turn = await afterSaying('feedback', 'Helpful', 'cancel');
    expect(typesOf(turn)).toEqual(['message', 'trace']);
    expect(await storedFeedback()).toHaveLength(before);
  });
});

describe('feedback', () => {
  test('a rating and a comment are stored with the answer they are about, and nothing else', async () => {
    const thanks = onlyText(
      await afterSaying(QUESTION, 'feedback', 'Partly helpful', 'more on thyroid please'),
    );
    expect(thanks).toMatch(/^Thank you\. Your feedback is saved without your name\./);
    expect((await storedFeedback()).at(-1)).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      at: expect.any(Number),
      rating: 'partly',
      comment: 'more on thyroid please',
      about: 'answer:which-cancers',
    });
  });

  test('without a comment the rating alone is stored', async () => {
    await afterSaying('feedback', 'Not helpful', 'skip');
    expect((await storedFeedback()).at(-1)).toMatchObject({ rating: 'not-helpful' });
    expect((await storedFeedback()).at(-1)).not.toHaveProperty('comment');
  });

  test('"delete my feedback" erases it from the disk', async () => {
    await afterSaying('feedback', 'Helpful', 'please forget this again', 'delete my feedback');
    expect(JSON.stringify(await storedFeedback())).not.toContain('please forget this again');
  });

  test('a comment delivered twice at the same time is stored and thanked for once', async () => {
    const chat = emulator.conversation();
    await chat.say('feedback');
    await chat.say('Helpful');
    const from = emulator.received.length;
    const id = randomUUID();
    await Promise.all([chat.say('said once', { id }), chat.say('said once', { id })]);
    expect((await storedFeedback()).filter(({ comment }) => comment === 'said once')).toHaveLength(1);
    expect(textsOf(emulator.received.slice(from))).toEqual([expect.stringMatching(/^Thank you\./)]);
  });
});

describe('traces', () => {
  test('each message brings exactly one trace, last, with a label that fits the log', async () => {
    const chat = emulator.conversation();
    await chat.open();
    const messages = [
      QUESTION,
      'i cant feel my legs',
      'help',
      'my father with prostate cancer cannot pee and his legs are numb',
      'scan radiation surgery',
      'cance',
      'feedback',
      'hello',
      'exit',
      '',
      'spine '.repeat(300),
    ];
    for (const message of messages) {
      const turn = await chat.say(message);
      expect(typesOf(turn).filter((type) => type === 'trace')).toEqual(['trace']);
      expect(turn.at(-1)?.activity.type).toBe('trace');
      expect(turn.at(-1)?.activity.label).toMatch(/^.{1,50}$/);
    }
  });

  test.each(['webchat', 'directline', 'msteams'])('%s gets the answer and no trace', async (channelId) => {
    const chat = emulator.conversation({ channelId });
    expect(typesOf(await chat.open())).toEqual(['message']);
    expect(typesOf(await chat.say(QUESTION))).toEqual(['message']);
    expect(typesOf(await chat.say('i cant feel my legs'))).toEqual(['message']);
  });
});

describe('commands of staff', () => {
  test('/why tells what matched in the last message, and does not count as a message itself', async () => {
    const chat = emulator.conversation();
    await chat.say('i cant feel my legs');
    for (const again of ['/why', ' /WHY ']) {
      const [answer, ...more] = await chat.say(again);
      expect(more).toEqual([]);
      expect(answer?.activity.text).toMatch(/^\*\*RED FLAG numb_limbs -> emergency/);
      expect(answer?.activity.text).toContain('"i cant feel my legs"');
    }
  });

  test('/state shows what the conversation remembers, without words of the visitor', async () => {
    const chat = emulator.conversation();
    await chat.say('check symptoms');
    const state = onlyText(await chat.say('/state'));
    const shown = JSON.parse(/```json\n([\s\S]*)\n```/.exec(state)?.[1] ?? '');
    expect(shown.dialogs[0].position).toMatchObject({ dialogId: 'symptom-check', questionId: 'right-now' });
    // The question is still open: the command was not taken for an answer.
    expect(onlyText(await chat.say('None of these'))).toContain('Question 2 of at most 8');
  });

  test.each([
    ['/kb', /^\d+ topics\./],
    ['/kb mri', /^\*\*.*MRI.*\*\* \(`mri`, \d{4}-\d\d-\d\d, sources: /],
    ['/kb which cancers spread to the spine?', /^- `which-cancers` [01]\.\d\d /],
    ['/version', /^Spine Guide \d+\.\d+\.\d+, content [0-9a-f]{12} with \d+ topics, Node v\d+/],
    ['/why', /^Nothing was said/],
    ['/state', /^Nothing was said/],
  ])('%s', async (command, expected) => {
    expect(onlyText(await emulator.conversation().say(command))).toMatch(expected);
  });

  test.each(['msteams', 'directline', 'webchat', 'slack'])(
    'on %s they are words like any others',
    async (channelId) => {
      const chat = emulator.conversation({ channelId });
      await chat.say('i cant feel my legs');
      for (const command of ['/why', '/state', '/kb mri', '/version']) {
        const text = onlyText(await chat.say(command));
        expect(text).not.toMatch(/RED FLAG|json|sources: |Node v/);
      }
    },
  );
});

import { decide } from '../../src/conversation/decide';
import { type ConversationState, newState } from '../../src/conversation/state';
import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const idle: ConversationState = { ...newState(0), phase: 'active', greeted: true };

/** The state after these messages, for a decision about the next one. */
function after(...texts: readonly string[]): ConversationState {
  const chat = new Chat(sources);
  chat.sayAll(...texts);
  return chat.state ?? idle;
}
const decided = (text: string, state = idle) => decide(sources.understand(text), state, sources);

const inQuestion = after('i feel weak');
const inPainQuestion = after('back pain');
const inRating = after('feedback');
const inComment = after('feedback', 'helpful');
const warned = after("i can't feel my legs");
const ended = after('what is an mri', 'cancel');
const STATES = { idle, inQuestion, inPainQuestion, inRating, inComment, warned, ended };

test('the states to decide in are what their names say', () => {
  const top = (state: ConversationState) => state.dialogs.at(-1)?.position;
  expect(top(inQuestion)).toMatchObject({ dialogId: 'safety-question', questionId: 'happening-now' });
  expect(top(inPainQuestion)).toMatchObject({ dialogId: 'cancer-question' });
  expect(top(inRating)).toMatchObject({ dialogId: 'feedback', questionId: 'rating' });
  expect(top(inComment)).toMatchObject({ dialogId: 'feedback', questionId: 'comment' });
  expect(warned.warnings).toHaveLength(1);
  expect(ended.phase).toBe('ended');
});

describe.each(Object.entries(STATES))('a red flag comes first in the state "%s"', (_name, state) => {
  test.each([
    'i cant feel my legs',
    "cancel i can't feel my legs",
    'help my legs are numb',
    "start over, i can't pee since yesterday",
    'feedback: your bot is bad and i cant pee since yesterday',
    'terms of use and i cant move my legs',
    'what is an mri and why are my legs suddenly so weak since today',
    'yes and i lost control of my bladder this morning',
    'exit i want to die',
    'the nurses were great but my legs stopped working today',
  ])('%s', (text) => {
    expect(decided(text, state)).toMatchObject({ kind: 'escalate', risk: { tier: 'emergency' } });
  });
});

describe.each(Object.entries(STATES))(
  'a keyword comes before everything else in the state "%s"',
  (_name, state) => {
    test.each([
      ['cancel', 'cancel'],
      ['start over', 'start-over'],
      ['help', 'help'],
      ['terms', 'terms'],
      ['feedback', 'feedback'],
      ['menu', 'menu'],
    ])('%s', (text, command) => expect(decided(text, state)).toEqual({ kind: 'command', command }));
  },
);

test('a button with a command does not hide a red flag in the text that came with it', () => {
  const chat = new Chat(sources);
  const turn = chat.take({ kind: 'message', text: "i can't feel my legs", command: 'cancel' });
  expect(replyOf(turn)).toMatchObject({ id: 'disposition:emergency-spine', urgency: 'emergency' });
});

test('a button with a command wins over other words that came with it', () => {
  const chat = new Chat(sources);
  expect(replyOf(chat.take({ kind: 'message', text: 'what is an mri', command: 'terms' })).id).toBe('terms');
});

describe('in a dialog', () => {
  test.each([
    ['an answer to the question comes before a topic of the same words', inPainQuestion, 'past', 'dialog'],
    ['a number answers', inPainQuestion, '1', 'dialog'],
    ['words that fit nothing are asked again', inQuestion, 'zxqv wrrgh plonk', 'dialog'],
    ['a clear question of knowledge is answered', inQuestion, 'what is a myelogram', 'answer'],
    ['any words are a comment', inComment, 'the nurses were great', 'dialog'],
    ['a question is a comment, too, where a comment was asked for', inComment, 'what is an mri', 'dialog'],
  ] as const)('%s', (_name, state, text, kind) => expect(decided(text, state).kind).toBe(kind));

  test('a question in between is answered, and the same question stands again below', () => {
    const chat = new Chat(sources);
    const asked = replyOf(chat.say('i feel weak'));
    const reply = replyOf(chat.say('what is a myelogram'));
    const question = sources.dialogs.get('safety-question')?.questions.get('happening-now')?.ask ?? '?';
    expect(asked.text).toContain(question);
    expect(reply.id).toBe('answer:myelogram');
    expect(reply.text.indexOf(question)).toBeGreaterThan(reply.text.indexOf('contrast dye'));
    expect(reply.choices).toEqual(asked.choices);
  });

  test.each([
    ['i feel weak', 'disposition:emergency-spine', 'emergency'],
    ['back pain', 'disposition:urgent', 'urgent'],
  ])('three answers that fit nothing count as "not sure" after "%s"', (text, id, urgency) => {
    const chat = new Chat(sources);
    chat.say(text);
    const texts = ['zxqv wrrgh plonk', 'brrp kzzt', 'flumf dwozz'].map((words) => replyOf(chat.say(words)));
    expect(texts[0]?.text).toContain(sources.script.texts.choose);
    expect(texts[1]?.text).toContain(sources.script.texts['choose-again']);
    expect(texts[2]).toMatchObject({ id, urgency });
    expect(texts[2]?.text).toContain(sources.script.texts['could-not-tell']);
    expect(chat.state?.dialogs).toEqual([]);
  });
});

test.each(['i feel weak', 'something feels off', 'im numb', 'hmm hard to say really'])(
  'a visitor who keeps answering "%s" is not asked for ever: after three tries the careful advice is given',
  (text) => {
    const chat = new Chat(sources);
    chat.say('i feel weak');
    const urgencies = [1, 2, 3].map(() => replyOf(chat.say(text)).urgency);
    expect(urgencies).toContain('emergency');
  },
);

describe('without a dialog', () => {
  test.each([
    ['what is an mri', { kind: 'answer', topicId: 'mri', more: false }],
    ['good morning', { kind: 'small-talk' }],
    ['cance', { kind: 'clarify-cancel' }],
    ['delete my feedback', { kind: 'request', request: 'erase-feedback' }],
    ['check my symptoms', { kind: 'request', request: 'check' }],
    ['i feel weak', { kind: 'ask', question: 'happening-now' }],
    ['back pain', { kind: 'ask', question: 'cancer-history' }],
    ['back pain and i never had cancer', { kind: 'escalate', risk: { tier: 'soon' } }],
    ['back pain and i have breast cancer', { kind: 'escalate', risk: { tier: 'urgent' } }],
    ['help me', { kind: 'ask', question: 'urgent-help' }],
    ['what is the capital of france', { kind: 'fallback' }],
  ])('%s', (text, decision) => expect(decided(text)).toMatchObject(decision));
});

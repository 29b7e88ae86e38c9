import type { TextKey } from '../../src/conversation/texts';
import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts, topics, menu, dialogs } = sources.script;
const ask = (dialog: string, question: string) => dialogs.get(dialog)?.questions.get(question)?.ask ?? '?';
const SAFETY = ask('safety-question', 'happening-now');
const RATING = ask('feedback', 'rating');
const MENU = menu.map((id, index) => `${index + 1}. ${topics.get(id)?.title}`).join('\n');

const STATES = {
  new: [],
  idle: ['what is an mri'],
  dialog: ['i feel weak'],
  feedback: ['feedback'],
  'feedback in a dialog': ['i feel weak', 'feedback'],
  'after an emergency': ["i can't feel my legs"],
  ended: ['what is an mri', 'cancel'],
} as const;
type StateName = keyof typeof STATES;

function chatIn(state: StateName): Chat {
  const chat = new Chat(sources);
  chat.sayAll(...STATES[state]);
  return chat;
}

interface Expected {
  /** Keys of texts, or words, in the order in which they must stand. */
  readonly says: readonly (TextKey | string)[];
  readonly phase?: 'active' | 'ended';
  /** The dialog that waits for an answer afterwards. */
  readonly open?: string;
}

/** The keyword table: what a keyword does in which state. */
const TABLE: readonly (readonly [keyword: string, state: StateName, expected: Expected])[] = [
  ['cancel', 'new', { says: ['nothing-to-cancel'], phase: 'active' }],
  ['cancel', 'idle', { says: ['canceled'], phase: 'ended' }],
  ['cancel', 'dialog', { says: ['canceled-dialog'], phase: 'ended' }],
  ['cancel', 'feedback', { says: ['canceled-feedback'], phase: 'active' }],
  [
    'cancel',
    'feedback in a dialog',
    { says: ['canceled-feedback', 'resume', SAFETY], open: 'safety-question' },
  ],
  ['cancel', 'after an emergency', { says: ['before-you-go', 'canceled'], phase: 'ended' }],
  ['cancel', 'ended', { says: ['already-stopped'], phase: 'ended' }],

  ['start over', 'new', { says: ['welcome', MENU], phase: 'active' }],
  ['start over', 'idle', { says: ['started-over', 'welcome-short', MENU], phase: 'active' }],
  ['start over', 'dialog', { says: ['restarted-dialog', SAFETY], open: 'safety-question' }],
  ['start over', 'feedback', { says: ['started-over', MENU], phase: 'active' }],
  ['start over', 'feedback in a dialog', { says: ['restarted-dialog', SAFETY], open: 'safety-question' }],
  ['start over', 'after an emergency', { says: ['reminder', 'started-over', MENU], phase: 'active' }],
  ['start over', 'ended', { says: ['started-over', MENU], phase: 'active' }],

  ['help', 'new', { says: ['help'], phase: 'active' }],
  ['help', 'idle', { says: ['help'], phase: 'active' }],
  ['help', 'dialog', { says: ['help-short', 'resume', SAFETY], open: 'safety-question' }],
  ['help', 'feedback', { says: ['help-short', RATING], open: 'feedback' }],
  ['help', 'after an emergency', { says: ['reminder', 'help'] }],
  ['help', 'ended', { says: ['help'] }],

  ['help me', 'new', { says: ['urgent-help'] }],
  ['help me', 'idle', { says: ['urgent-help'] }],
  ['help me', 'dialog', { says: ['urgent-help', SAFETY], open: 'safety-question' }],
  ['help me', 'feedback', { says: ['urgent-help'], phase: 'active' }],
  ['help me', 'after an emergency', { says: [sources.script.cards.get('emergency-spine')?.text ?? '?'] }],
  ['help me', 'ended', { says: ['urgent-help'] }],

  ['terms', 'new', { says: ['terms'] }],
  ['terms', 'idle', { says: ['terms'] }],
  ['terms', 'dialog', { says: ['terms', 'resume', SAFETY], open: 'safety-question' }],
  ['terms', 'feedback', { says: ['terms', RATING], open: 'feedback' }],
  ['terms', 'after an emergency', { says: ['reminder', 'terms'] }],
  ['terms', 'ended', { says: ['terms'], phase: 'ended' }],

  ['feedback', 'new', { says: [RATING], open: 'feedback' }],
  ['feedback', 'idle', { says: [RATING], open: 'feedback' }],
  ['feedback', 'dialog', { says: [RATING], open: 'feedback' }],
  ['feedback', 'feedback', { says: ['feedback-already', RATING], open: 'feedback' }],
  ['feedback', 'after an emergency', { says: ['reminder', RATING], open: 'feedback' }],
  ['feedback', 'ended', { says: [RATING], open: 'feedback' }],

  ['menu', 'new', { says: ['menu', MENU], phase: 'active' }],
  ['menu', 'idle', { says: ['menu', MENU], phase: 'active' }],
  ['menu', 'dialog', { says: ['menu', MENU] }],
  ['menu', 'feedback', { says: ['menu', MENU], phase: 'active' }],
  ['menu', 'after an emergency', { says: ['reminder', 'menu', MENU] }],
  ['menu', 'ended', { says: ['menu', MENU], phase: 'active' }],
];

test.each(TABLE)('"%s" in the state "%s"', (keyword, state, { says, phase, open }) => {
  const chat = chatIn(state);
  const before = chat.state;
  const reply = replyOf(chat.say(keyword));
  let at = 0;
  for (const words of says.map((key) => texts[key as TextKey] ?? key)) {
    expect(reply.text.slice(at)).toContain(words);
    at = reply.text.indexOf(words, at) + words.length;
  }
  expect(chat.state?.dialogs.at(-1)?.position.dialogId).toBe(open);
  if (phase !== undefined) expect(chat.state?.phase).toBe(phase);
  expect(chat.state?.warnings).toEqual(before?.warnings ?? []);
});

describe('cancel', () => {
  test('ends the conversation for the channel, too', () => {
    expect(replyOf(chatIn('idle').say('exit')).ends).toBe(true);
    expect(replyOf(chatIn('dialog').say('exit')).ends).toBe(true);
  });

  test('with nothing running is no end, and claims none', () => {
    const reply = replyOf(chatIn('new').say('cancel'));
    expect(reply.ends).toBeUndefined();
    expect(reply.text).not.toMatch(/stopped|canceled/i);
  });

  test('drops what was answered, and the next message starts fresh with its answer at once', () => {
    const chat = chatIn('dialog');
    chat.say('cancel');
    const reply = replyOf(chat.say('what is an mri'));
    expect(reply.id).toBe('answer:mri');
    expect(reply.text).not.toContain(texts.welcome);
    expect(chat.state).toMatchObject({ phase: 'active', dialogs: [] });
  });

  test('a red flag after the end gets its card as the first words', () => {
    const chat = chatIn('ended');
    const reply = replyOf(chat.say("i can't feel my legs"));
    expect(reply.text.startsWith(sources.script.cards.get('emergency-spine')?.text ?? '?')).toBe(true);
  });

  test('the first words after an emergency are the warning, in the urgency of an emergency', () => {
    const reply = replyOf(chatIn('after an emergency').say('exit'));
    expect(reply.text.startsWith(texts['before-you-go'])).toBe(true);
    expect(reply.urgency).toBe('emergency');
  });
});

describe('in a dialog', () => {
  test.each(['help', 'terms'])('"%s" does not use up a try', (keyword) => {
    const chat = chatIn('dialog');
    chat.say('zxqv wrrgh plonk');
    const retries = chat.state?.dialogs.at(-1)?.position.retries;
    chat.sayAll(keyword, keyword, keyword);
    expect(retries).toBe(1);
    expect(chat.state?.dialogs.at(-1)?.position.retries).toBe(1);
  });

  test('feedback pauses the question, and comes back to it after the thanks', () => {
    const chat = chatIn('feedback in a dialog');
    const reply = replyOf(chat.sayAll('helpful', 'skip'));
    expect(reply.text).toContain(texts['feedback-thanks']);
    expect(reply.text).toContain(SAFETY);
    expect(chat.state?.dialogs.map(({ position }) => position.dialogId)).toEqual(['safety-question']);
    expect(replyOf(chat.say('yes')).urgency).toBe('emergency');
  });

  test('start over forgets the rating already given, and stores nothing', () => {
    const chat = chatIn('feedback');
    chat.sayAll('helpful', 'start over');
    expect(chat.effects).toEqual([]);
  });
});

test.each(['terms', 'help', 'menu', 'feedback', 'cancel'])(
  '"%s" again and again never piles anything up',
  (keyword) => {
    const chat = chatIn('dialog');
    chat.sayAll('feedback', keyword, keyword);
    const { lastAt: _, ...second } = chat.state ?? {};
    for (let i = 0; i < 20; i++) chat.say(keyword);
    const { lastAt: __, ...last } = chat.state ?? {};
    expect(chat.state?.dialogs.length).toBeLessThanOrEqual(2);
    if (keyword !== 'cancel') expect(last).toEqual(second);
    else expect(last).toMatchObject({ phase: 'ended', dialogs: [] });
  },
);

describe('opening and closing the window', () => {
  test('opening greets once', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.open()).text).toBe(texts.welcome);
    expect(chat.open().replies).toEqual([]);
    expect(replyOf(chat.say('what is an mri')).text).not.toContain(texts['welcome-short']);
  });

  test('a visitor who was never greeted is told once that this is no person', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.say('what is an mri')).text).toContain(texts['welcome-short']);
    expect(replyOf(chat.say('what is a ct scan')).text).not.toContain(texts['welcome-short']);
  });

  test('closing says nothing, except after an emergency', () => {
    expect(chatIn('dialog').close().replies).toEqual([]);
    const warned = chatIn('after an emergency').close();
    expect(replyOf(warned)).toMatchObject({ text: texts['before-you-go'], urgency: 'emergency' });
  });
});

describe('after half an hour of silence', () => {
  test('an open question is cleared, and the visitor is told so', () => {
    const chat = chatIn('dialog');
    chat.wait(31);
    const reply = replyOf(chat.say('what is an mri'));
    expect(reply.text.startsWith(texts['welcome-back'])).toBe(true);
    expect(reply.id).toBe('answer:mri');
    expect(chat.state?.dialogs).toEqual([]);
  });

  test('nothing is said about it where nothing was open, or where a red flag comes first', () => {
    const idle = chatIn('idle');
    idle.wait(31);
    expect(replyOf(idle.say('what is a ct scan')).text).not.toContain(texts['welcome-back']);
    const dialog = chatIn('dialog');
    dialog.wait(31);
    expect(replyOf(dialog.say("i can't feel my legs")).text).not.toContain(texts['welcome-back']);
  });

  test('after a shorter silence the question is still open', () => {
    const chat = chatIn('dialog');
    chat.wait(29);
    expect(replyOf(chat.say('yes')).urgency).toBe('emergency');
  });
});

import type { TextKey } from '../../src/conversation/texts';
import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts, topics, menu, dialogs, cards } = sources.script;
const ask = (dialog: string, question: string) => dialogs.get(dialog)?.questions.get(question)?.ask ?? '?';
const CHECK = ask('symptom-check', 'weakness');
const FIRST = ask('symptom-check', 'right-now');
const SAFETY = ask('safety-question', 'happening-now');
const RATING = ask('feedback', 'rating');
const COMMENT = ask('feedback', 'comment');
const TOPICS = [texts['check-symptoms'], ...menu.map((id) => topics.get(id)?.title ?? '?')];
const MENU = TOPICS.map((title, index) => `${index + 1}. ${title}`).join('\n');
const RESUME = `${TOPICS.length + 1}. ${texts['resume-button']}`;
const SPINE = cards.get('emergency-spine')?.text ?? '?';

/** The states of the keyword table, and how a visitor gets there. */
const STATES = {
  'N new': [],
  'I idle': ['what is an mri'],
  'D check': ['check symptoms', 'None of these'],
  'D question': ['i feel weak'],
  'F feedback': ['feedback'],
  'F comment': ['feedback', 'helpful'],
  'F in D': ['check symptoms', 'None of these', 'feedback'],
  'U emergency': ["i can't feel my legs"],
  'U urgent': ['back pain and i have breast cancer'],
  'U crisis': ['i want to die'],
  'E ended': ['what is an mri', 'cancel'],
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
  readonly not?: readonly (TextKey | string)[];
  readonly phase?: 'active' | 'ended';
  /** The dialogs that wait for an answer afterwards, the current one last. */
  readonly open?: readonly string[];
  readonly paused?: string;
  readonly offers?: readonly string[];
}

const inCheck = { open: ['symptom-check'] };
const inFeedback = { open: ['feedback'] };
const both = { open: ['symptom-check', 'feedback'] };
const stopped = { phase: 'ended', open: [] } as const;

/** The keyword table: what a keyword does in which state. */
const TABLE: readonly (readonly [keyword: string, state: StateName, expected: Expected])[] = [
  ['cancel', 'N new', { says: ['nothing-to-cancel'], not: ['welcome'], phase: 'active' }],
  ['cancel', 'I idle', { says: ['canceled'], ...stopped }],
  [
    'cancel',
    'D check',
    {
      says: ['canceled-dialog', 'safety-net-short'],
      offers: [texts['menu-button'], texts['start-over-button'], texts['feedback-button']],
      ...stopped,
    },
  ],
  ['cancel', 'D question', { says: ['canceled-dialog', 'safety-net-short'], ...stopped }],
  ['cancel', 'F feedback', { says: ['canceled-feedback'], phase: 'active', open: [] }],
  ['cancel', 'F comment', { says: ['canceled-feedback'], phase: 'active', open: [] }],
  ['cancel', 'F in D', { says: ['canceled-feedback', 'resume-check', CHECK], ...inCheck }],
  ['cancel', 'U emergency', { says: ['before-you-go', 'canceled'], ...stopped }],
  ['cancel', 'U urgent', { says: ['before-you-go-urgent', 'canceled'], ...stopped }],
  ['cancel', 'U crisis', { says: ['before-you-go-crisis', 'canceled'], ...stopped }],
  ['cancel', 'E ended', { says: ['already-stopped'], phase: 'ended' }],

  ['start over', 'N new', { says: ['welcome', MENU], phase: 'active' }],
  ['start over', 'I idle', { says: ['started-over', 'welcome-short', MENU], phase: 'active' }],
  ['start over', 'D check', { says: ['restarted-dialog', FIRST], offers: [texts['main-menu']], ...inCheck }],
  ['start over', 'D question', { says: ['restarted-dialog', SAFETY], open: ['safety-question'] }],
  ['start over', 'F feedback', { says: ['started-over', MENU], phase: 'active', open: [] }],
  ['start over', 'F comment', { says: ['started-over', MENU], phase: 'active', open: [] }],
  ['start over', 'F in D', { says: ['restarted-dialog', FIRST], ...inCheck }],
  ['start over', 'U emergency', { says: ['reminder', 'started-over', MENU], phase: 'active' }],
  ['start over', 'U urgent', { says: ['reminder-urgent', 'started-over', MENU], phase: 'active' }],
  ['start over', 'U crisis', { says: ['reminder-crisis', 'started-over', MENU], phase: 'active' }],
  ['start over', 'E ended', { says: ['started-over', MENU], phase: 'active' }],

  ['help', 'N new', { says: ['introduction', 'help'], phase: 'active' }],
  ['help', 'I idle', { says: ['help'], phase: 'active' }],
  ['help', 'D check', { says: ['help-short', 'resume-check', CHECK], ...inCheck }],
  ['help', 'D question', { says: ['help-short', 'resume', SAFETY], open: ['safety-question'] }],
  ['help', 'F feedback', { says: ['help-short', RATING], ...inFeedback }],
  ['help', 'F comment', { says: ['help-short', COMMENT], ...inFeedback }],
  ['help', 'F in D', { says: ['help-short', RATING], ...both }],
  ['help', 'U emergency', { says: ['reminder', 'help'] }],
  ['help', 'U urgent', { says: ['reminder-urgent', 'help'] }],
  ['help', 'U crisis', { says: ['reminder-crisis', 'help'] }],
  ['help', 'E ended', { says: ['help'], phase: 'active' }],

  ['help me', 'N new', { says: ['urgent-help'] }],
  ['help me', 'I idle', { says: ['urgent-help'] }],
  ['help me', 'D check', { says: ['urgent-help', 'resume-check', CHECK], ...inCheck }],
  ['help me', 'D question', { says: ['urgent-help', 'resume', SAFETY], open: ['safety-question'] }],
  ['help me', 'F feedback', { says: ['urgent-help'], phase: 'active', open: [] }],
  ['help me', 'F comment', { says: ['urgent-help'], phase: 'active', open: [] }],
  ['help me', 'F in D', { says: ['urgent-help', 'resume-check', CHECK], ...inCheck }],
  ['help me', 'U emergency', { says: [SPINE] }],
  ['help me', 'U urgent', { says: [cards.get('urgent')?.text ?? '?'] }],
  ['help me', 'U crisis', { says: [cards.get('crisis')?.text ?? '?'] }],
  ['help me', 'E ended', { says: ['urgent-help'] }],

  ['terms', 'N new', { says: ['terms', 'welcome-short'] }],
  ['terms', 'I idle', { says: ['terms'] }],
  ['terms', 'D check', { says: ['terms', 'resume-check', CHECK], ...inCheck }],
  ['terms', 'D question', { says: ['terms', 'resume', SAFETY], open: ['safety-question'] }],
  ['terms', 'F feedback', { says: ['terms', RATING], ...inFeedback }],
  ['terms', 'F comment', { says: ['terms', COMMENT], ...inFeedback }],
  ['terms', 'F in D', { says: ['terms', RATING], ...both }],
  ['terms', 'U emergency', { says: ['reminder', 'terms'] }],
  ['terms', 'U urgent', { says: ['reminder-urgent', 'terms'] }],
  ['terms', 'U crisis', { says: ['reminder-crisis', 'terms'] }],
  ['terms', 'E ended', { says: ['terms'], phase: 'ended' }],

  ['feedback', 'N new', { says: [RATING], ...inFeedback }],
  ['feedback', 'I idle', { says: [RATING], ...inFeedback }],
  ['feedback', 'D check', { says: [RATING], ...both }],
  ['feedback', 'D question', { says: [RATING], open: ['safety-question', 'feedback'] }],
  ['feedback', 'F feedback', { says: ['feedback-already', RATING], ...inFeedback }],
  ['feedback', 'F comment', { says: ['feedback-already', COMMENT], ...inFeedback }],
  ['feedback', 'F in D', { says: ['feedback-already', RATING], ...both }],
  ['feedback', 'U emergency', { says: ['reminder', RATING], ...inFeedback }],
  ['feedback', 'U urgent', { says: ['reminder-urgent', RATING], ...inFeedback }],
  ['feedback', 'U crisis', { says: ['reminder-crisis', RATING], ...inFeedback }],
  ['feedback', 'E ended', { says: [RATING], ...inFeedback }],

  ['menu', 'N new', { says: ['welcome-short', 'menu', MENU], phase: 'active' }],
  ['menu', 'I idle', { says: ['menu', MENU], phase: 'active' }],
  [
    'menu',
    'D check',
    {
      says: ['paused', 'menu', MENU, RESUME],
      offers: [texts['resume-button']],
      open: [],
      paused: 'symptom-check',
    },
  ],
  [
    'menu',
    'D question',
    {
      says: ['paused', 'menu', MENU, texts['resume-question-button']],
      open: [],
      paused: 'safety-question',
    },
  ],
  ['menu', 'F feedback', { says: ['menu', MENU], phase: 'active', open: [] }],
  ['menu', 'F comment', { says: ['menu', MENU], phase: 'active', open: [] }],
  ['menu', 'F in D', { says: ['paused', 'menu', MENU, RESUME], open: [], paused: 'symptom-check' }],
  ['menu', 'U emergency', { says: ['reminder', 'menu', MENU] }],
  ['menu', 'U urgent', { says: ['reminder-urgent', 'menu', MENU] }],
  ['menu', 'U crisis', { says: ['reminder-crisis', 'menu', MENU] }],
  ['menu', 'E ended', { says: ['menu', MENU], phase: 'active' }],

  ['what is a ct scan', 'N new', { says: ['welcome-short', topics.get('ct')?.answer ?? '?'] }],
  ['what is a ct scan', 'I idle', { says: [topics.get('ct')?.answer ?? '?'], not: ['welcome-short'] }],
  [
    'what is a ct scan',
    'D check',
    { says: [topics.get('ct')?.answer ?? '?', 'resume-check', CHECK], ...inCheck },
  ],
  ['not sure', 'D check', { says: [ask('symptom-check', 'weakness-chair')], ...inCheck }],
  ['the nurse was kind', 'F comment', { says: ['feedback-thanks'], open: [] }],
  ["i'm ok, it was years ago", 'U emergency', { says: ['reminder', 'told-otherwise'], not: ['taken-back'] }],
  ["i'm ok", 'U emergency', { says: ['reminder', 'told-otherwise'] }],
  ['what is a ct scan', 'E ended', { says: [topics.get('ct')?.answer ?? '?'], not: ['welcome-short'] }],
];

const COMMAND_WORDS = ['cancel', 'start over', 'help', 'help me', 'terms', 'feedback', 'menu'];

test('the table has a row for every keyword in every state', () => {
  const rows = new Set(TABLE.map(([keyword, state]) => `${keyword} | ${state}`));
  for (const keyword of COMMAND_WORDS)
    for (const state of Object.keys(STATES)) expect(rows).toContain(`${keyword} | ${state}`);
});

test.each(TABLE)('"%s" x %s', (keyword, state, expected) => {
  const chat = chatIn(state);
  const before = chat.state;
  const reply = replyOf(chat.say(keyword));
  let at = 0;
  for (const words of expected.says.map((key) => texts[key as TextKey] ?? key)) {
    expect(reply.text.slice(at)).toContain(words);
    at = reply.text.indexOf(words, at) + words.length;
  }
  for (const key of expected.not ?? []) expect(reply.text).not.toContain(texts[key as TextKey] ?? key);
  expect(chat.state?.dialogs.map(({ position }) => position.dialogId)).toEqual(expected.open ?? []);
  expect(chat.state?.paused?.position.dialogId).toBe(expected.paused);
  if (expected.phase !== undefined) expect(chat.state?.phase).toBe(expected.phase);
  for (const label of expected.offers ?? [])
    expect(reply.choices).toContainEqual(expect.objectContaining({ label }));
  expect(chat.state?.warnings).toEqual(before?.warnings ?? []);
});

describe.each(Object.keys(STATES) as StateName[])('in the state %s', (state) => {
  test('a red flag is answered in the turn in which it is typed, as the first words', () => {
    const reply = replyOf(chatIn(state).say('my bladder leaks since this morning and my legs are numb'));
    expect(reply.urgency).toBe('emergency');
    expect(reply.text.startsWith(SPINE)).toBe(true);
  });

  test.each(['cancel', 'CANCEL!', ' Cancel. ', 'please cancel', 'exit', 'stop 🛑', 'ｃａｎｃｅｌ'])(
    '"%s" and the message after it: one is always enough',
    (word) => {
      const chat = chatIn(state);
      chat.say(word);
      if (chat.state?.dialogs.length !== 0) chat.say(word);
      expect(chat.state?.dialogs).toEqual([]);
      expect(replyOf(chat.say('what is an mri')).id).toBe('answer:mri');
    },
  );
});

describe('cancel', () => {
  test('ends the conversation for the channel, too', () => {
    expect(replyOf(chatIn('I idle').say('exit')).ends).toBe(true);
    expect(replyOf(chatIn('D question').say('exit')).ends).toBe(true);
  });

  test('with nothing running is no end, and claims none', () => {
    const reply = replyOf(chatIn('N new').say('cancel'));
    expect(reply.ends).toBeUndefined();
    expect(reply.text).not.toMatch(/stopped|canceled/i);
  });

  test('drops what was answered, and the next message starts fresh with its answer at once', () => {
    const chat = chatIn('D question');
    chat.say('cancel');
    const reply = replyOf(chat.say('what is an mri'));
    expect(reply.id).toBe('answer:mri');
    expect(reply.text).not.toContain(texts.welcome);
    expect(chat.state).toMatchObject({ phase: 'active', dialogs: [] });
  });

  test('a red flag after the end gets its card as the first words', () => {
    const chat = chatIn('E ended');
    const reply = replyOf(chat.say("i can't feel my legs"));
    expect(reply.text.startsWith(sources.script.cards.get('emergency-spine')?.text ?? '?')).toBe(true);
  });

  test('the first words after an emergency are the warning, in the urgency of an emergency', () => {
    const reply = replyOf(chatIn('U emergency').say('exit'));
    expect(reply.text.startsWith(texts['before-you-go'])).toBe(true);
    expect(reply.urgency).toBe('emergency');
  });
});

describe('in a dialog', () => {
  test.each(['help', 'terms'])('"%s" does not use up a try', (keyword) => {
    const chat = chatIn('D question');
    chat.say('zxqv wrrgh plonk');
    const retries = chat.state?.dialogs.at(-1)?.position.retries;
    chat.sayAll(keyword, keyword, keyword);
    expect(retries).toBe(1);
    expect(chat.state?.dialogs.at(-1)?.position.retries).toBe(1);
  });

  test('feedback pauses the question, and comes back to it after the thanks', () => {
    const chat = chatIn('D question');
    chat.say('feedback');
    const reply = replyOf(chat.sayAll('helpful', 'skip'));
    expect(reply.text).toContain(texts['feedback-thanks']);
    expect(reply.text).toContain(SAFETY);
    expect(chat.state?.dialogs.map(({ position }) => position.dialogId)).toEqual(['safety-question']);
    expect(replyOf(chat.say('yes')).urgency).toBe('emergency');
  });

  test('start over forgets the rating already given, and has it erased', () => {
    const chat = chatIn('F feedback');
    chat.sayAll('helpful', 'start over');
    expect(chat.effects.map(({ kind }) => kind)).toEqual(['store-feedback', 'erase-feedback']);
    expect(chat.state?.feedbackIds).toEqual([]);
  });
});

test.each(['terms', 'help', 'menu', 'feedback', 'cancel'])(
  '"%s" again and again never piles anything up',
  (keyword) => {
    const chat = chatIn('D question');
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
    expect(chatIn('D question').close().replies).toEqual([]);
    const warned = chatIn('U emergency').close();
    expect(replyOf(warned)).toMatchObject({ text: texts['before-you-go'], urgency: 'emergency' });
  });
});

describe('after half an hour of silence', () => {
  test('an open question is cleared, and the visitor is told so', () => {
    const chat = chatIn('D question');
    chat.wait(31);
    const reply = replyOf(chat.say('what is an mri'));
    expect(reply.text.startsWith(texts['welcome-back'])).toBe(true);
    expect(reply.id).toBe('answer:mri');
    expect(chat.state?.dialogs).toEqual([]);
  });

  test('nothing is said about it where nothing was open, or where a red flag comes first', () => {
    const idle = chatIn('I idle');
    idle.wait(31);
    expect(replyOf(idle.say('what is a ct scan')).text).not.toContain(texts['welcome-back']);
    const dialog = chatIn('D question');
    dialog.wait(31);
    expect(replyOf(dialog.say("i can't feel my legs")).text).not.toContain(texts['welcome-back']);
  });

  test('after a shorter silence the question is still open', () => {
    const chat = chatIn('D question');
    chat.wait(29);
    expect(replyOf(chat.say('yes')).urgency).toBe('emergency');
  });
});

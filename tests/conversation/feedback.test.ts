import type { Feedback } from '../../src/conversation/effects';
import { type Chat, chatsOf, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts } = sources.script;

const chatAfter = chatsOf(sources);
/** What is on the disk after all that was said: a later line of the same feedback takes the place of an earlier one. */
const stored = (chat: Chat) => {
  const kept = new Map<string, Feedback>();
  for (const effect of chat.effects)
    if (effect.kind === 'store-feedback') kept.set(effect.feedback.id, effect.feedback);
    else if (effect.kind === 'erase-feedback') for (const id of effect.ids) kept.delete(id);
  return [...kept.values()];
};

describe('feedback', () => {
  test('is stored once, with the rating, the comment and what it is about', () => {
    const chat = chatAfter('what is an mri', 'feedback', 'helpful', 'the pictures helped');
    expect(stored(chat)).toEqual([
      expect.objectContaining({ rating: 'helpful', comment: 'the pictures helped', about: 'answer:mri' }),
    ]);
  });

  test('says thanks and how to erase it', () => {
    const chat = chatAfter('feedback', 'not helpful');
    expect(replyOf(chat.say('skip')).text).toContain(texts['feedback-thanks']);
  });

  test.each(['skip', 'no', 'no thanks', 'nothing'])('"%s" leaves no comment', (text) => {
    const chat = chatAfter('feedback', 'partly', text);
    expect(stored(chat)).toHaveLength(1);
    expect(stored(chat)[0]).not.toHaveProperty('comment');
  });

  test.each([
    ['1', 'helpful'],
    ['2', 'partly'],
    ['3', 'not-helpful'],
    ['great', 'helpful'],
    ['useless', 'not-helpful'],
    ['Partly helpful', 'partly'],
  ])('the rating "%s" is %s', (text, rating) => {
    expect(stored(chatAfter('feedback', text, 'skip'))).toEqual([expect.objectContaining({ rating })]);
  });

  test('a comment is cut after 500 characters and not refused', () => {
    const [feedback] = stored(chatAfter('feedback', 'helpful', 'nice '.repeat(300)));
    expect(feedback?.comment).toHaveLength(500);
  });

  test('words that only begin like a keyword are a comment', () => {
    const [feedback] = stored(chatAfter('feedback', 'helpful', 'help the nurses were great'));
    expect(feedback?.comment).toBe('help the nurses were great');
  });

  test('a keyword alone is obeyed, and nothing is stored', () => {
    const chat = chatAfter('feedback', 'helpful', 'cancel');
    expect(stored(chat)).toEqual([]);
    expect(chat.state?.dialogs).toEqual([]);
  });
});

test('a rating is stored when it is given, so that it is not lost when the process dies before the comment', () => {
  const chat = chatAfter('what is an mri', 'feedback', 'helpful');
  expect(stored(chat)).toEqual([expect.objectContaining({ rating: 'helpful', about: 'answer:mri' })]);
  chat.say('clear words');
  expect(stored(chat)).toEqual([expect.objectContaining({ rating: 'helpful', comment: 'clear words' })]);
});

test('a rating that is corrected takes the place of the one before', () => {
  const chat = chatAfter('feedback', 'helpful', 'go back', 'not helpful', 'skip');
  expect(stored(chat)).toEqual([expect.objectContaining({ rating: 'not-helpful' })]);
});

test('feedback is about the last thing told, not about a keyword in between', () => {
  const chat = chatAfter('what is an mri', 'menu', 'help', 'terms', 'feedback', 'partly', 'skip');
  expect(stored(chat)[0]?.about).toBe('answer:mri');
});

test.each([
  ['call me at 412-555-0100 please', 'call me at [removed] please'],
  ['mail me: a.b@example.org', 'mail me: [removed]'],
  ['born 03/04/1961, record 00123456', 'born [removed], record [removed]'],
  ['my ssn is 123-45-6789', 'my ssn is [removed]'],
  ['see www.example.org/me or @someone', 'see [removed] or [removed]'],
  ['2 of 3 answers were good in 2026', '2 of 3 answers were good in 2026'],
])('a comment is kept without contact details: "%s"', (text, kept) => {
  expect(stored(chatAfter('feedback', 'helpful', text))[0]?.comment).toBe(kept);
});

describe('a red flag in a comment', () => {
  const FLAG = "the bot was fine but i can't feel my legs since today";

  test('gets the card, and keeps the rating but never the words', () => {
    const chat = chatAfter('feedback', 'helpful');
    expect(replyOf(chat.say(FLAG)).urgency).toBe('emergency');
    expect(stored(chat)).toEqual([expect.objectContaining({ rating: 'helpful' })]);
    expect(JSON.stringify(chat.effects)).not.toContain('legs');
    expect(JSON.stringify(chat.state)).not.toContain('legs');
  });

  test('before a rating was given stores nothing', () => {
    const chat = chatAfter('feedback');
    expect(replyOf(chat.say(FLAG)).urgency).toBe('emergency');
    expect(chat.effects).toEqual([]);
  });

  test('leaves a rating that can be erased like any other', () => {
    const chat = chatAfter('feedback', 'helpful', FLAG);
    const ids = stored(chat).map(({ id }) => id);
    chat.say('delete my feedback');
    expect(ids.length).toBeGreaterThan(0);
    expect(chat.effects.at(-1)).toEqual({ kind: 'erase-feedback', ids });
  });
});

describe('"delete my feedback"', () => {
  test('erases all feedback of this chat, and is true when it says so', () => {
    const chat = chatAfter('feedback', 'helpful', 'skip', 'feedback', 'partly', 'so so');
    const ids = stored(chat).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(replyOf(chat.say('Delete my feedback!')).text).toContain(texts['feedback-deleted']);
    expect(ids.length).toBeGreaterThan(0);
    expect(chat.effects.at(-1)).toEqual({ kind: 'erase-feedback', ids });
  });

  test('says honestly that there is nothing, before and after', () => {
    const chat = chatAfter();
    expect(replyOf(chat.say('delete my feedback')).text).toContain(texts['feedback-none']);
    chat.sayAll('feedback', 'helpful', 'skip', 'delete my feedback');
    expect(replyOf(chat.say('delete my feedback')).text).toContain(texts['feedback-none']);
    expect(chat.effects.filter(({ kind }) => kind === 'erase-feedback')).toHaveLength(1);
  });

  test.each(['start over', 'cancel', 'menu', 'what is an mri'])('still works after "%s"', (text) => {
    const chat = chatAfter('feedback', 'helpful', 'skip', text, 'delete my feedback');
    expect(chat.effects.at(-1)?.kind).toBe('erase-feedback');
  });

  test('while giving feedback is no comment', () => {
    const chat = chatAfter('feedback', 'helpful', 'skip', 'feedback', 'helpful', 'delete my feedback');
    expect(stored(chat)).toEqual([]);
    expect(chat.effects.at(-1)?.kind).toBe('erase-feedback');
  });
});

test('a conversation keeps no words of the visitor, except an answer to an open question', () => {
  const chat = chatAfter(
    'my name is Zebulon Quint, what is an mri',
    'Zebulon thinks so',
    'menu',
    'tell Zebulon more',
  );
  expect(JSON.stringify(chat.state)).not.toMatch(/zebulon|quint/i);
});

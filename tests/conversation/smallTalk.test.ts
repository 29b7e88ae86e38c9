import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const idOf = (...said: string[]) => replyOf(new Chat(sources).sayAll(...said)).id;

describe('several social phrases in one message', () => {
  test.each([
    ['ok great thanks bye', 'bye'],
    ['thank you dear good night', 'bye'],
    ['hi hello there are you a robot', 'robot'],
    ['haha you suck', 'rude'],
    ['oh god what do i do now', 'worried'],
    ['lol ok im done', 'bye'],
  ])('"%s" is answered by the one that tells most: %s', (text, id) =>
    expect(idOf(text)).toBe(`small-talk:${id}`),
  );

  test.each([
    ['thanks i cant pee', /^disposition:emergency/],
    ['hi hi my legs are done', /^ask:|^disposition:/],
    ['ok thanks what is an mri', /^answer:mri/],
  ])('with anything else beside them it is no small talk: "%s"', (text, id) =>
    expect(idOf(text)).toMatch(id),
  );
});

describe('whose symptoms the open check is about', () => {
  test.each(['someone else', 'my mom', 'my husband', 'him', 'a friend'])(
    '"%s" turns it to another person',
    (text) => {
      const chat = new Chat(sources);
      expect(replyOf(chat.sayAll('check symptoms', text)).id).toBe('dialog:symptom-check:right-now');
      expect(chat.state?.aboutOther).toBe(true);
    },
  );

  test('"she is" answers the question with yes', () => {
    const chat = new Chat(sources);
    chat.sayAll('check symptoms', 'my mom', 'no');
    expect(replyOf(chat.say('she is')).text).not.toContain('Question 2 of');
  });

  test('said with no check open, they are no answer to anything', () =>
    expect(idOf('my mom')).not.toMatch(/^dialog:/));
});

describe('what is only meant after a card', () => {
  test('is an ordinary question without one', () =>
    expect(idOf('which hospital should i go to')).not.toMatch(/^small-talk:/));
});

test('asking how to delete it shows what is held, and erases nothing yet', () => {
  const chat = new Chat(sources);
  const reply = replyOf(chat.sayAll('i have prostate cancer', 'how do i delete it'));
  expect(reply.id).toBe('memory');
  expect(chat.state?.facts.cancer).toBe('yes');
});

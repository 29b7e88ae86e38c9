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

describe('a part of the body that is well', () => {
  test.each([
    'my legs are fine',
    'legs ok',
    'legs and arms work fine',
    'no problems with my legs',
    'nothing wrong with my bladder',
    'her legs are ok',
    'I can walk fine',
  ])('"%s" shows no card and asks nothing', (text) => expect(idOf(text)).toBe('small-talk:well'));

  test.each([
    'nothing in my legs',
    'my left leg is fine',
    'legs were fine',
    'my legs are not fine',
    'my legs are fine but i cant pee',
    'are my legs ok?',
  ])('"%s" says more than that, or less', (text) => expect(idOf(text)).not.toBe('small-talk:well'));

  test('is no answer to a question about everything: it is asked again', () => {
    const chat = new Chat(sources);
    const reply = replyOf(chat.sayAll('my pee is a bit slow', 'legs are ok'));
    expect(reply.id).toBe('dialog:safety-question:happening-now');
    expect(reply.text).toMatch(/^Good that this is all right/);
  });

  test('takes no warning back', () => {
    const reply = replyOf(new Chat(sources).sayAll('i cant pee', 'legs are ok'));
    expect(reply.urgency).toBe('emergency');
  });
});

describe('the same kind of small talk twice', () => {
  test.each([
    ['you are stupid', 'you are useless'],
    ['ok', 'ok'],
    ['im scared', 'oh god what do i do now'],
    ['tell me a joke', 'sing a song'],
  ])('"%s", then "%s": the second answer is another one', (first, second) => {
    const chat = new Chat(sources);
    const answers = [replyOf(chat.say(first)), replyOf(chat.say(second))];
    expect(answers[1]?.id).toBe(answers[0]?.id);
    expect(answers[1]?.text).not.toBe(answers[0]?.text);
  });
});

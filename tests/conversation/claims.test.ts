import { Chat, chatsOf, realSources, replyOf } from './harness/chat';

const sources = realSources();
const chatAfter = chatsOf(sources);
const answerTo = (...said: string[]) => replyOf(new Chat(sources).sayAll(...said));

describe('"I have that" right after an answer', () => {
  test.each([
    ['weakness', 'i have that', 'disposition:emergency-spine'],
    ['weakness', 'oh no i think i have that', 'disposition:emergency-spine'],
    ['bladder and bowel changes', 'thats happening to me', 'disposition:emergency-spine'],
    ['spinal cord compression', 'they told me i have that', 'disposition:emergency-spine'],
    ['spinal cord compression', 'could i have it', 'ask:happening-now'],
    ['weakness', 'its happening', 'disposition:emergency-spine'],
    ['weakness', 'this is happening to my dad', 'disposition:emergency-spine-other'],
    ['cauda equina', 'my husband has that', 'disposition:emergency-spine-other'],
    ['pain that spreads', 'i have that', 'ask:cancer-history'],
    ['signs and symptoms', 'i have two of those', 'ask:happening-now'],
    ['red flags', 'that is me', 'ask:happening-now'],
  ])('"%s", "%s" -> %s', (topic, words, id) => {
    expect(answerTo(topic, words).id).toBe(id);
  });

  test.each(['what is an mri', 'what is a biopsy'])('is no symptom after "%s"', (topic) =>
    expect(answerTo(topic, 'i have that').urgency).toBe('none'),
  );

  test('as the first message it claims nothing, and is never taken for "it is better"', () => {
    const reply = answerTo('thats happening to me');
    expect(reply.id).not.toBe('small-talk:better');
    expect(reply.text).not.toMatch(/glad/i);
  });

  test('the card it raised can be a mistake', () =>
    expect(replyOf(chatAfter('weakness', 'i have that').say('This was a mistake')).text).toContain(
      sources.script.texts['taken-back'],
    ));
});

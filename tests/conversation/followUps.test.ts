import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { topics, texts } = sources.script;

function answerTo(...said: string[]) {
  const chat = new Chat(sources);
  return replyOf(chat.sayAll(...said));
}

describe('a short question right after an answer means its topic', () => {
  test.each([
    ['what is an mri', 'how long does it take?', 'answer:mri', /20 to 60 minutes/],
    ['what is an mri', 'Is it painful', 'answer:mri', /ear plugs/],
    ['what is an mri', 'how do i prepare', 'answer:mri', /Before the scan/],
    ['what is a ct scan', 'how long?', 'answer:ct', /few minutes/],
    ['what is a biopsy', 'does it hurt', 'answer:biopsy', /Common worries/],
    ['what is a myelogram', 'what happens after', 'answer:myelogram', /After the test/],
    ['what is radiation therapy', 'what are the side effects', 'answer:radiation-side-effects', /tired/],
    ['what is kyphoplasty', 'any risks?', 'answer:vertebroplasty-kyphoplasty', /Risks/],
    ['chemo', 'what are the side effects', 'answer:chemo', /side effects/i],
    ['what is surgery', 'how long does it take', 'answer:surgery-stay', /several days/],
    ['what is radiation therapy', 'how long does that take', 'answer:ebrt', /visits/],
    ['what is an mri', 'how much does it cost', 'answer:cost-financial', /money|cost/],
    ['what is a myelogram', 'is it covered by insurance', 'answer:insurance', /insurance/i],
    ['what is a myelogram', 'does it hurt', 'more:myelogram', /Before the test/],
    ['what is a sins score', 'mine is 9', 'answer:sins', /7 to 12 means it may be unstable/],
    ['what is a sins score', 'is that bad', 'answer:sins', /13 to 18 means unstable/],
    ['what is a bilsky grade', 'i have a 2', 'answer:escc', /A higher grade means more pressure/],
  ])('"%s", "%s" -> %s', (first, second, id, words) => {
    const reply = answerTo(first, second);
    expect(reply.id).toBe(id);
    expect(reply.text).toMatch(words);
  });

  test('one follow-up after the other stays with the topic', () => {
    const chat = new Chat(sources);
    chat.sayAll('what is an mri', 'does it hurt?');
    expect(replyOf(chat.say('how long does it take?')).id).toBe('answer:mri');
  });

  test('with another message between it no longer does', () => {
    for (const between of ['menu', 'thanks', 'help'])
      expect(answerTo('what is an mri', between, 'how long does it take?').id).not.toMatch(/mri/);
  });

  test.each(['is stage 4 curable', 'surgery takes 4 hours'])('the number in "%s" is no score', (text) =>
    expect(answerTo('what is a sins score', text).text).not.toMatch(/0 to 6 means stable/),
  );

  test('a number that the score does not have is not taken for one', () =>
    expect(answerTo('what is a bilsky grade', 'mine is 9').id).not.toBe('answer:escc'));

  test('as the first message it means no topic in particular', () => {
    expect(answerTo('how long does it take?').id).not.toMatch(/^answer:mri/);
  });

  test('a red flag in the same words is never a follow-up', () => {
    expect(answerTo('what is an mri', 'does it hurt? i cant feel my legs').urgency).toBe('emergency');
  });

  test('the part that is shown keeps its sources, its date and a way on', () => {
    const reply = answerTo('what is an mri', 'how do i prepare?');
    expect(reply.citations.length).toBeGreaterThan(0);
    expect(reply.reviewed).toBe(topics.get('mri')?.reviewed);
    expect(reply.choices.length).toBeGreaterThan(0);
    expect(reply.text).toContain(texts['safety-net-short']);
  });
});

describe('a question that a section answers', () => {
  test.each([
    ['can i have an mri with a pacemaker', 'mri', 'Before the scan'],
    ['what does lytic mean on my scan report', 'scan-results', 'Common words'],
    ['will my hair fall out from radiation to my back', 'radiation-side-effects', 'What can help'],
  ])('"%s" brings the short answer and that section', (ask, id, heading) => {
    const { text } = answerTo(ask);
    expect(text).toContain(topics.get(id)?.answer);
    expect(text).toContain(`**${heading}**`);
  });

  test('the section is not shown a second time by "tell me more"', () => {
    const chat = new Chat(sources);
    const first = replyOf(chat.say('can i have an mri with a pacemaker')).text;
    const rest = replyOf(chat.say('tell me more')).text;
    for (const { heading } of topics.get('mri')?.sections ?? [])
      expect([heading, `${first}${rest}`.split(`**${heading}**`).length - 1]).toEqual([heading, 1]);
    expect(replyOf(chat.say('tell me more')).text).toContain(texts['no-more']);
  });
});

describe('what was told just now is not told again', () => {
  const chat = new Chat(sources);
  const { answer } = topics.get('mri') ?? { answer: 'missing' };
  const say = (text: string) => replyOf(chat.say(text)).text;

  test('a question about a part brings that part alone, a second one only its sentence', () => {
    say('what is an mri');
    expect(say('and with a pacemaker?')).toMatch(/^\*\*Before the scan\*\*/);
    expect(say('what if i am pregnant')).toMatch(/^Tell them if you are pregnant/);
    expect(say('how long does it take?')).toMatch(/^You lie still, often for 20 to 60 minutes\.\n/);
  });

  test('the same question again brings the rest, and after that the answer once more', () => {
    expect(say('what is an mri')).toContain(answer);
    const rest = say('what is an mri');
    expect(rest).not.toContain(answer);
    expect(rest).toContain('**Before the scan**');
    expect(say('what is an mri')).toContain(answer);
  });

  test('no two replies in a row are the same, however often the same is asked', () => {
    for (const [id, { title, sections }] of topics) {
      const asking = new Chat(sources);
      const replies = Array.from({ length: 3 }, () => replyOf(asking.say(`what about ${title}?`)));
      const [first, second, third] = replies.map(({ text }) => text);
      if (replies[0]?.id !== `answer:${id}` || sections.length === 0) continue;
      expect([title, first === second, second === third]).toEqual([title, false, false]);
    }
  });
});

describe('a choice of "did you mean" is picked', () => {
  const offered = answerTo('which scan').choices.map(({ label }) => label);
  const idOf = (label: string) => [...topics.values()].find(({ title }) => title === label)?.id;

  test('the offer holds three topics and a way out', () => expect(offered).toHaveLength(4));

  test.each([0, 1, 2])('by its label, its number and its place: %d', (place) => {
    const label = offered[place] ?? '';
    const ordinal = ['the first one', 'second', 'third one'][place] ?? '';
    for (const pick of [label, label.toUpperCase(), String(place + 1), `#${place + 1}`, ordinal])
      expect([pick, answerTo('which scan', pick).id]).toEqual([pick, `answer:${idOf(label)}`]);
  });

  test.each([
    ['bone', 'answer:bone-scan'],
    ['the bone one please', 'answer:bone-scan'],
    ['mri', 'answer:mri'],
    ['i meant the mri', 'answer:mri'],
  ])('by a part of its name: "%s"', (pick, id) => expect(answerTo('which scan', pick).id).toBe(id));

  test('a part that two of them have picks neither, and "none of these" picks none', () => {
    expect(answerTo('which scan', 'scan').id).toBe('answer:diagnosis-overview');
    expect(answerTo('which scan', texts['clarify-none']).id).toBe('fallback');
  });
});

describe('several questions in one message', () => {
  test.each([
    [
      'How long will I be in the hospital after surgery? And how do I pay my bill?',
      ['surgery-stay', 'bills'],
    ],
    ['What is an MRI? Can I drive?', ['mri', 'driving']],
    [
      'hi, my aunt is in your hospital. what is a myelogram? is there a support group?',
      ['myelogram', 'support-groups'],
    ],
  ])('are all offered: "%s"', (text, ids) => {
    const reply = answerTo(text);
    expect(reply.text).toContain(texts.several);
    expect(reply.choices.map(({ label }) => label)).toEqual([
      ...ids.map((id) => topics.get(id)?.title),
      texts['clarify-none'],
    ]);
  });

  test('one question asked twice is one question', () => {
    expect(answerTo('What is an MRI? What does an MRI show?').id).toBe('answer:mri');
  });

  test('a red flag between two questions comes first, alone', () => {
    const reply = answerTo('What is an MRI? Since today I cannot feel my legs. How do I pay my bill?');
    expect(reply.urgency).toBe('emergency');
    expect(reply.text).not.toContain(texts.several);
  });
});

test.each([
  [
    'Thank you for all this. My brother gets his pictures taken next week and nobody said why it is that machine. What is an MRI?',
    'mri',
  ],
  [
    'Thank you for taking the time. My sister lives two hours away and works nights, so I am the one who opens the letters now. There is one here from the hospital and it says amount due. How do I pay my bill?',
    'bills',
  ],
])('the question inside a story is found: "%s"', (text, id) => {
  const reply = answerTo(text);
  const reached = [reply.id, ...reply.choices.map(({ label }) => label)];
  expect(reached.some((each) => each === `answer:${id}` || each === topics.get(id)?.title)).toBe(true);
});

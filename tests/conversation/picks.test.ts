import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts, menu, topics, dialogs } = sources.script;

describe('a number picks what was offered', () => {
  test('menu, 1 -> the symptom check', () => {
    const chat = new Chat(sources);
    chat.say('menu');
    expect(replyOf(chat.say('1')).id).toBe('dialog:symptom-check:right-now');
  });

  test.each(menu.map((id, index) => [index + 2, id] as const))('menu, %d -> %s', (number, id) => {
    const chat = new Chat(sources);
    chat.say('menu');
    expect(replyOf(chat.say(String(number))).id).toBe(`answer:${id}`);
  });

  test.each([1, 2, 3])('"did you mean", %d', (number) => {
    const chat = new Chat(sources);
    const offered = replyOf(chat.say('which scan'));
    expect(offered.id).toBe('clarify');
    const label = offered.choices[number - 1]?.label;
    const topic = [...topics.values()].find(({ title }) => title === label);
    expect(replyOf(chat.say(String(number))).id).toBe(`answer:${topic?.id}`);
  });

  test('"tell me more" by its number goes on with the topic', () => {
    const chat = new Chat(sources);
    const reply = replyOf(chat.say('what is an mri'));
    expect(reply.choices[0]?.label).toBe(texts.more);
    expect(replyOf(chat.say('1')).id).toBe('more:mri');
  });

  test('cancer or cancel, by number', () => {
    const cancer = new Chat(sources);
    expect(replyOf(cancer.say('cance')).id).toBe('clarify-cancel');
    expect(replyOf(cancer.say('1')).id).toBe('answer:which-cancers');
    const cancel = new Chat(sources);
    cancel.sayAll('what is an mri', 'cance');
    expect(replyOf(cancel.say('2'))).toMatchObject({ id: 'canceled', ends: true });
  });

  test('a number that was not offered picks nothing', () => {
    for (const number of ['0', '8', '9', '22']) {
      const chat = new Chat(sources);
      chat.say('menu');
      expect(replyOf(chat.say(number)).id).not.toMatch(/^answer:/);
    }
  });

  test.each([
    ['i feel weak', '1', 'disposition:emergency-spine'],
    ['i feel weak', '4', 'disposition:emergency-spine'],
    ['back pain', '1', 'disposition:urgent'],
    ['feedback', '1', 'dialog:feedback:comment'],
  ])('a number answers the open question, whatever was offered before: "%s", "%s"', (opening, number, id) => {
    for (const before of ['menu', 'what is an mri', 'cance']) {
      const chat = new Chat(sources);
      chat.sayAll(before, opening);
      expect([before, replyOf(chat.say(number)).id]).toEqual([before, id]);
    }
  });
});

describe('every button that was offered does what its label says', () => {
  test.each([...topics.values()].map(({ id, title }) => [title, id]))('%s', (title, id) => {
    const chat = new Chat(sources);
    const { state } = chat.say('good morning');
    chat.state = { ...state, offered: [title] };
    expect(replyOf(chat.say(title)).id).toBe(`answer:${id}`);
  });

  test.each([
    ['happening-now', 'i feel weak'],
    ['cancer-history', 'back pain'],
  ])('the choices of %s', (questionId, opening) => {
    const dialog = [...dialogs.values()].find(({ questions }) => questions.has(questionId));
    const choices = dialog?.questions.get(questionId)?.choices ?? [];
    for (const { label, goTo } of choices) {
      const chat = new Chat(sources);
      expect(replyOf(chat.say(opening)).choices.map((choice) => choice.label)).toContain(label);
      const outcome = dialog?.outcomes.get(goTo ?? '');
      const reply = replyOf(chat.say(label));
      expect(chat.state?.dialogs).toEqual([]);
      if (outcome?.text === undefined) expect(reply.id).toMatch(/^disposition:/);
      else expect(reply.text).toContain(texts[outcome.text as keyof typeof texts].split('\n')[0]);
    }
  });

  test('"None of these" leads on to a person or other words, never to a topic', () => {
    const chat = new Chat(sources);
    chat.say('which scan');
    const reply = replyOf(chat.say(texts['clarify-none']));
    expect(reply.id).not.toMatch(/^(answer|clarify|disposition|ask)/);
  });
});

describe('the fallback ladder', () => {
  const nonsense = (i: number) => `zxqv${i} wrrgh plonk`;

  test('50 messages of nonsense never go past the third text', () => {
    const chat = new Chat(sources);
    const replies = Array.from({ length: 50 }, (_, i) => replyOf(chat.say(nonsense(i))));
    expect(replies[0]?.text).toContain(texts.fallback);
    expect(replies[1]?.text).toContain(texts['fallback-again']);
    for (const reply of replies.slice(2)) expect(reply.text).toContain(texts['fallback-person']);
    expect(new Set(replies.slice(2).map(({ text }) => text)).size).toBe(1);
    for (const reply of replies) expect(reply.text).toContain(texts['safety-net-short']);
    expect(chat.state?.misses).toBeLessThanOrEqual(2);
  });

  test('starts again after something was understood', () => {
    const chat = new Chat(sources);
    chat.sayAll(nonsense(1), nonsense(2), nonsense(3), 'what is an mri');
    expect(replyOf(chat.say(nonsense(4))).text).toContain(texts.fallback);
  });

  test('a message without words is told so', () => {
    for (const text of ['😀', '...', '日本語']) {
      const chat = new Chat(sources);
      expect(replyOf(chat.say(text)).text).toContain(texts['no-words']);
    }
  });

  test('a message in Spanish gets the Spanish line as well', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.say('hola tengo una cita por favor gracias')).text).toContain(texts.spanish);
  });
});

describe('tell me more', () => {
  test('shows all sections of the topic, each once, and says when there are no more', () => {
    const chat = new Chat(sources);
    const topic = topics.get('mri');
    let text = replyOf(chat.say('what is an mri')).text;
    for (let i = 0; i < 5; i++) text += `\n${replyOf(chat.say('tell me more')).text}`;
    expect(topic?.sections.length).toBeGreaterThan(0);
    for (const { heading } of topic?.sections ?? []) expect(text.split(`**${heading}**`)).toHaveLength(2);
    expect(text).toContain(texts['no-more']);
  });

  test('without a topic there is nothing to go on with', () => {
    expect(replyOf(new Chat(sources).say('tell me more')).id).not.toMatch(/^more:/);
  });
});

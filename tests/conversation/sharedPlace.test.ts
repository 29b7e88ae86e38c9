import { Chat, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts, cards } = sources.script;
const shared = (text: string) => ({ kind: 'message', text, shared: true }) as const;

/** Everything that was answered to these, said in a group. */
const inGroup = (...said: readonly string[]) => {
  const chat = new Chat(sources);
  const replies = said.map((text) => replyOf(chat.take(shared(text))));
  return { chat, reply: replies.at(-1) as (typeof replies)[number] };
};

describe('where others read along', () => {
  test.each([
    ["i can't feel my legs", 'emergency-spine'],
    ['i cant pee since yesterday', 'emergency-spine'],
    ['i have chest pain', 'emergency-911'],
    ['i want to die', 'crisis'],
    ['back pain and i have breast cancer', 'urgent'],
  ])('"%s" gets its whole card', (text, card) => {
    const { reply } = inGroup(text);
    expect(reply.text.startsWith(cards.get(card)?.text ?? '?')).toBe(true);
    expect(reply.urgency).not.toBe('none');
    expect(reply.privately).toBeUndefined();
  });

  test('a card does not offer to show a summary, but can be answered', () => {
    const labels = inGroup("i can't feel my legs").reply.choices.map(({ label }) => label);
    expect(labels).toEqual([texts['being-seen'], texts.mistake]);
  });

  test.each(['check symptoms', "check my mom's symptoms", 'i feel weak', 'back pain', 'resume'])(
    '"%s" asks nothing, moves to a private chat, and says the emergency signs',
    (text) => {
      const { chat, reply } = inGroup(text);
      expect(reply.text).toContain(texts['private-symptoms']);
      expect(reply.text).toContain('911');
      expect(reply.privately).toBe(true);
      expect(chat.state?.dialogs).toEqual([]);
    },
  );

  test('a cry for help gets the emergency words, and is asked in private', () => {
    expect(inGroup('help me').reply).toMatchObject({ id: 'private:urgent-help', privately: true });
    expect(inGroup('help me').reply.text).toMatch(
      /^\*\*If you may be having an emergency, call 911 now\.\*\*/,
    );
  });

  test.each(['summary', 'what do you know about me', 'questions to ask'])(
    '"%s" is kept for a private chat',
    (text) => {
      expect(inGroup(text).reply).toMatchObject({ id: 'private:personal', privately: true });
      const told = inGroup("i can't feel my legs", text).reply.text;
      expect(told).toContain(texts['private-personal']);
      expect(told).not.toContain('Situation');
    },
  );

  test.each([
    ['what is an mri', 'answer:mri'],
    ['menu', 'menu'],
    ['terms', 'terms'],
    ['forget me', 'forgotten'],
    ['feedback', 'dialog:feedback:rating'],
  ])('"%s" is answered as everywhere', (text, id) => {
    const { reply } = inGroup(text);
    expect(reply.id).toBe(id);
    expect(reply.privately).toBeUndefined();
  });

  test('fear gets kind words', () => {
    const alone = new Chat(sources);
    expect(inGroup("i'm so scared").reply.id).toBe(replyOf(alone.say("i'm so scared")).id);
  });

  test('a question that may tell of a symptom is answered, and the symptom is moved', () => {
    const alone = replyOf(new Chat(sources).say('are weak legs a side effect of radiation'));
    const { reply } = inGroup('are weak legs a side effect of radiation');
    if (alone.id.startsWith('answer:')) expect(reply.id).toBe(alone.id);
    else expect(reply.text).toContain(texts['private-symptoms']);
  });
});

describe('an edited message', () => {
  const edited = (text: string) => ({ kind: 'edited', text }) as const;

  test('with a red flag gets its card', () => {
    const chat = new Chat(sources);
    chat.say('what is an mri');
    expect(replyOf(chat.take(edited("i can't feel my legs"))).text).toContain(
      cards.get('emergency-spine')?.text,
    );
    expect(chat.state?.warnings).toHaveLength(1);
  });

  test.each(['help me', 'my legs feel a bit odd'])(
    'that may be a red flag, "%s", is not left unanswered',
    (text) => {
      const reply = replyOf(new Chat(sources).take(edited(text)));
      expect(reply.text).toContain('911');
    },
  );

  test.each(['what is a ct scan', 'cancel', 'forget me', 'no', ''])(
    'to "%s" is not answered a second time and changes nothing',
    (text) => {
      const chat = new Chat(sources);
      chat.sayAll('check symptoms', 'no');
      const before = chat.state;
      const turn = chat.take(edited(text));
      expect(turn).toMatchObject({ replies: [], effects: [] });
      expect(turn.state).toEqual(before);
    },
  );
});

describe('a thumb under a reply', () => {
  const thumb = { kind: 'rated', rating: 'not-helpful', about: 'answer:mri', message: 'm1' } as const;

  test('is stored with what it is about, without an answer, and its author can erase it', () => {
    const chat = new Chat(sources);
    chat.say('what is an mri');
    expect(chat.take(thumb).replies).toEqual([]);
    expect(chat.effects).toMatchObject([
      { kind: 'store-feedback', feedback: { id: 'id-2', rating: 'not-helpful', about: 'answer:mri' } },
    ]);
    expect(replyOf(chat.say('delete my feedback')).id).toBe('feedback-erased');
    expect(chat.effects.at(-1)).toEqual({ kind: 'erase-feedback', ids: ['id-2'] });
  });

  test('with a cry for help as its comment is answered, and the comment is not kept', () => {
    const chat = new Chat(sources);
    const reply = replyOf(chat.take({ ...thumb, comment: 'help me please' }));
    expect(reply.text).toContain('911');
    expect(JSON.stringify(chat.effects)).not.toContain('help me');
  });

  test('that was turned around replaces the one before, and another reply has its own', () => {
    const chat = new Chat(sources);
    chat.take(thumb);
    chat.take({ ...thumb, rating: 'helpful' });
    chat.take({ ...thumb, message: 'm2', about: 'answer:surgery' });
    const stored = chat.effects.flatMap((effect) =>
      effect.kind === 'store-feedback' ? [effect.feedback] : [],
    );
    expect(stored.map(({ id, rating }) => [id, rating])).toEqual([
      ['id-1', 'not-helpful'],
      ['id-1', 'helpful'],
      ['id-3', 'not-helpful'],
    ]);
  });

  test('of a channel that does not say where it stands is about what was told last', () => {
    const chat = new Chat(sources);
    chat.say('what is an mri');
    chat.take({ kind: 'rated', rating: 'helpful' });
    chat.take({ kind: 'rated', rating: 'not-helpful' });
    expect(chat.effects).toMatchObject([
      { feedback: { id: 'id-2', rating: 'helpful', about: 'answer:mri' } },
      { feedback: { id: 'id-2', rating: 'not-helpful', about: 'answer:mri' } },
    ]);
  });

  test('keeps its comment without contact details, and not longer than any other', () => {
    const chat = new Chat(sources);
    chat.take({ ...thumb, comment: `too long, write me at a.b@example.org ${'x'.repeat(900)}` });
    const [effect] = chat.effects;
    const comment = effect?.kind === 'store-feedback' ? (effect.feedback.comment ?? '') : '';
    expect(comment).toMatch(/^too long, write me at \[removed\]/);
    expect(comment.length).toBeLessThanOrEqual(500);
  });

  test('with a red flag in its comment gets the card; the rating is kept, those words are not', () => {
    const chat = new Chat(sources);
    const turn = chat.take({ ...thumb, comment: "useless. i can't feel my legs" });
    expect(replyOf(turn).text).toContain(cards.get('emergency-spine')?.text);
    expect(JSON.stringify(chat.effects)).not.toContain('legs');
    expect(chat.effects).toMatchObject([{ kind: 'store-feedback', feedback: { rating: 'not-helpful' } }]);
  });
});

test('taken out of the channel: everything told is dropped, and nothing is said', () => {
  const chat = new Chat(sources);
  chat.say("i can't feel my legs");
  expect(chat.take({ kind: 'removed' }).replies).toEqual([]);
  expect(chat.state).toMatchObject({ phase: 'new', greeted: false, warnings: [], facts: {} });
  expect(replyOf(chat.open()).id).toBe('welcome');
});

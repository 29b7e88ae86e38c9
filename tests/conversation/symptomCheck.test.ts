import { Chat, chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts, dialogs, cards } = sources.script;
const question = (id: string) => dialogs.get('symptom-check')?.questions.get(id);
const ask = (id: string) => question(id)?.ask ?? '?';
const CALM = ['None of these', 'No', 'No', 'No', 'No', 'No pain', 'None of these'] as const;

const chatAfter = chatsOf(sources);
const topOf = (chat: Chat) => chat.state?.dialogs.at(-1)?.position;

describe('beginning', () => {
  test.each([
    'check symptoms',
    'Symptom check',
    'can you check my symptoms',
    'is this an emergency',
    'Check symptoms',
  ])('"%s" says what it is and asks about emergencies first', (text) => {
    const reply = replyOf(new Chat(sources).say(text));
    expect(reply.text).toContain(texts['check-intro']);
    expect(reply.text).toContain(ask('right-now'));
    expect(reply.choices).toContainEqual(expect.objectContaining({ label: texts['for-other'] }));
  });

  test('from the menu, the help, the welcome and a miss, by its button', () => {
    const label = texts['check-symptoms'];
    expect(replyOf(new Chat(sources).open()).choices).toContainEqual(expect.objectContaining({ label }));
    for (const text of ['menu', 'help', 'zxqv wrrgh', 'help me'])
      expect(replyOf(new Chat(sources).say(text)).choices).toContainEqual(expect.objectContaining({ label }));
    expect(replyOf(new Chat(sources).say(label)).id).toBe('dialog:symptom-check:right-now');
  });

  test('it says where one is, and how long it can take', () => {
    const chat = chatAfter('check symptoms');
    expect(replyOf(chat.say('no')).text).toContain('Question 2 of at most 8');
    expect(replyOf(chat.say('not sure')).text).toContain('Question 2 of at most 8');
    expect(replyOf(chat.say('no')).text).toContain('Question 3 of at most 8');
  });
});

describe('own words are read for red flags at every question', () => {
  const ROADS = [1, 2, 3, 4, 5, 6, 7].map((count) => CALM.slice(0, count - 1));
  test.each(ROADS.map((road, index) => [index + 1, road] as const))(
    'question %d: an emergency gets its card and stops the check',
    (_number, road) => {
      const chat = chatAfter('check symptoms', ...road);
      const reply = replyOf(chat.say('wait i cant pee since yesterday and my legs are numb'));
      expect(reply.text).toBe(cards.get('emergency-spine')?.text);
      expect(chat.state?.dialogs).toEqual([]);
    },
  );

  test('the last question too', () => {
    const chat = chatAfter('check symptoms', ...CALM);
    expect(replyOf(chat.say('my foot started dragging this week')).urgency).toBe('emergency');
  });

  test('a doubt is asked about, and the check goes on after "no"', () => {
    const chat = chatAfter('check symptoms', 'no');
    expect(replyOf(chat.say('i feel weak')).id).toBe('ask:happening-now');
    expect(chat.state?.dialogs).toHaveLength(2);
    const back = replyOf(chat.say('no'));
    expect(back.text).toContain(texts['resume-check']);
    expect(back.text).toContain(ask('weakness'));
    expect(replyOf(chatAfter('check symptoms', 'no', 'i feel weak').say('yes')).urgency).toBe('emergency');
  });

  test('pain told of before the check asks for it is heard, and the check asks on', () => {
    const chat = chatAfter('check symptoms', 'no');
    const reply = replyOf(chat.say('my back hurts'));
    expect(reply.text).toContain(texts['noted-ask']);
    expect(reply.text).toContain(ask('weakness'));
  });

  test('what can wait some days is noted and raises the result, but does not end the check', () => {
    const chat = chatAfter('check symptoms', 'no');
    expect(replyOf(chat.say('back pain and i never had cancer')).text).toContain(ask('weakness'));
    const reply = replyOf(chat.sayAll(...CALM.slice(1), 'skip'));
    expect(reply.id).toBe('disposition:soon');
  });

  test('a cancer told of in own words answers the question about it', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no');
    expect(replyOf(chat.say('i had kidney cancer years ago')).text).toContain(ask('pain'));
    expect(chat.state?.facts.cancer).toBe('yes');
  });

  test('an urgent red flag gets its card at once, and the check can go on', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'Yes, now');
    const reply = replyOf(chat.say('my back pain wakes me up at night'));
    expect(reply).toMatchObject({ id: 'disposition:urgent', urgency: 'urgent' });
    expect(reply.choices).toContainEqual(expect.objectContaining({ label: texts['resume-button'] }));
    expect(replyOf(chat.say(texts['resume-button'])).text).toContain(ask('pain'));
  });

  test('thoughts of ending life get their card, with the way to go on later', () => {
    const chat = chatAfter('check symptoms');
    const reply = replyOf(chat.say('Thoughts of ending life'));
    expect(reply).toMatchObject({ id: 'disposition:crisis', urgency: 'crisis' });
    expect(reply.choices).toEqual([{ label: texts['resume-button'] }]);
    expect(replyOf(chat.say('resume')).text).toContain(ask('right-now'));
  });

  test('in an emergency nobody is invited to answer more questions', () => {
    const reply = replyOf(chatAfter('check symptoms', 'no').say('New or getting worse'));
    expect(reply.choices).not.toContainEqual(expect.objectContaining({ label: texts['resume-button'] }));
  });

  test('labels are our own words: none of them raises another card than its own', () => {
    for (const [index, id] of ['right-now', 'weakness', 'bladder', 'numbness', 'cancer'].entries())
      for (const { label, goTo } of question(id)?.choices ?? []) {
        const chat = chatAfter('check symptoms', ...CALM.slice(0, index));
        const reply = replyOf(chat.say(label));
        const next = dialogs.get('symptom-check')?.outcomes.get(goTo ?? '')?.disposition;
        expect([label, reply.id]).toEqual([
          label,
          next === undefined ? `dialog:symptom-check:${goTo}` : `disposition:${next}`,
        ]);
      }
  });

  test.each([
    ['it hurts at night', 'Worse at night or lying flat'],
    ['it hurts when i cough or sneeze', 'Worse with a cough, sneeze, or strain'],
    ['7,', 'Worse at night or lying flat'],
    ['9', 'Getting worse, or never lets up'],
    ['8/10', 'Getting worse, or never lets up'],
    ['hurts like hell', 'Getting worse, or never lets up'],
  ])('at the pain question "%s" picks "%s"', (text, label) => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'No');
    expect(replyOf(chat.say(text)).text).toContain(`Noted: ${label}`);
  });

  test.each(['yes i can walk fine', 'only when tired'])('"%s" is neither yes nor no: asked again', (text) => {
    expect(replyOf(chatAfter('check symptoms', 'no').say(text)).id).toBe('dialog:symptom-check:weakness');
  });

  test('what somebody else had does not turn the check to them', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no');
    expect(replyOf(chat.say('my mother had it')).text).toContain(ask('cancer'));
    const last = chatAfter('check symptoms', ...CALM);
    expect(replyOf(last.say('my husband is worried about me')).id).toBe('disposition:no-signs');
  });

  test('a question at the end is answered, and the last question asked again', () => {
    const reply = replyOf(chatAfter('check symptoms', ...CALM).say('can i take tylenol?'));
    expect(reply.id).toBe('answer:pain-meds');
    expect(reply.text).toContain(ask('anything-else'));
  });

  test('words of the last question are not kept', () => {
    const chat = chatAfter('check symptoms', ...CALM, 'zebulon likes quiet evenings');
    expect(JSON.stringify(chat.state)).not.toMatch(/zebulon/i);
  });
});

describe('the result', () => {
  test('what is not urgent carries the whole safety net, and what to do next', () => {
    for (const [pain, id] of [
      ['No pain', 'no-signs'],
      ['5 5', 'soon'],
      ['4 6 7', 'soon-days'],
    ] as const) {
      const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'No', pain, 'no');
      const reply = replyOf(chat.say('skip'));
      expect(reply).toMatchObject({ id: `disposition:${id}`, urgency: 'none' });
      expect(reply.text).toContain(texts['safety-net']);
      expect(reply.choices.map(({ label }) => label)).toEqual(
        expect.arrayContaining([texts['show-summary'], texts['show-questions']]),
      );
      expect(chat.state?.dialogs).toEqual([]);
      expect(chat.state?.paused).toBeUndefined();
    }
  });

  test('with cancer, pain is urgent and stays in mind', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'Yes, now', '6 7', 'no', 'skip');
    expect(warned(chat.state)).toBe('urgent');
    expect(replyOf(chat.say('menu')).text).toContain(texts['reminder-urgent']);
  });

  test('picks are told back, and more can be picked', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'No');
    const first = replyOf(chat.say('7'));
    expect(first.text).toContain('Noted: Worse at night or lying flat.');
    expect(first.choices).toContainEqual(expect.objectContaining({ label: texts['pick-done'] }));
    expect(first.choices).not.toContainEqual(
      expect.objectContaining({ label: 'Worse at night or lying flat' }),
    );
    expect(replyOf(chat.say('Worse with a cough, sneeze, or strain')).text).toContain('sneeze');
    expect(replyOf(chat.say('That is all')).text).toContain(ask('last-days'));
  });

  test('after a stop the check can be done again from its beginning', () => {
    const chat = chatAfter('check symptoms', 'no', 'New or getting worse');
    const reply = replyOf(chat.say('check symptoms'));
    expect(reply.text.startsWith(texts.reminder)).toBe(true);
    expect(topOf(chat)?.questionId).toBe('right-now');
  });
});

describe('for somebody else', () => {
  test.each([
    ['asked for at the start', ['check my moms symptoms']],
    ['by its button', ['check symptoms', 'It is for someone I care for']],
    ['in own words', ['check symptoms', 'its for my husband']],
    ['said in passing', ['check symptoms', 'hmm my wife asked me to do this for her']],
  ])('%s: the questions and the card are about the person cared for', (_how, opening) => {
    const chat = chatAfter(...opening);
    expect(topOf(chat)?.questionId).toBe('right-now');
    const reply = replyOf(chat.say('None of these'));
    expect(reply.text).toContain(question('weakness')?.askOther);
    const card = replyOf(chat.say('New or getting worse'));
    expect(card.id).toBe('disposition:emergency-spine-other');
    expect(card.choices).toContainEqual(expect.objectContaining({ label: texts['being-seen-other'] }));
  });

  test.each([
    ['urgent', ['no', 'no', 'no', 'Yes, now', '6 7', 'no', 'skip'], 'urgent-other'],
    ['the next days', ['no', 'no', 'no', 'No', '6 7', 'no', 'skip'], 'soon-other'],
    ['sooner', ['no', 'no', 'no', 'No', '4 6 7', 'no', 'skip'], 'soon-days-other'],
    ['nothing', ['no', 'no', 'no', 'No', 'No pain', 'no', 'skip'], 'no-signs-other'],
    ['a fever', ['no', 'no', 'no', 'Yes, now', 'No pain', '1 7'], 'emergency-fever-other'],
    ['the body', ['no', 'no', 'no', 'No', 'No pain', '4 7'], 'emergency-911-other'],
  ])('%s has words for a carer', (_what, answers, id) => {
    const chat = chatAfter('check symptoms for someone else', 'no');
    expect(replyOf(chat.sayAll(...answers)).id).toBe(`disposition:${id}`);
  });

  test('and it can be turned back', () => {
    const chat = chatAfter('check symptoms for someone else');
    expect(replyOf(chat.say('It is for me')).text).toContain(ask('right-now'));
  });
});

test('the state can be stored and read again between any two messages', () => {
  const chat = new Chat(sources);
  const said = [
    'check symptoms',
    'its for my dad',
    'no',
    'help',
    'feedback',
    'helpful',
    'skip',
    'no',
    'menu',
    '2',
  ];
  for (const text of [
    ...said,
    'resume',
    'no',
    'no',
    'Being tested',
    '7',
    'go back',
    '7',
    'that is all',
    'no',
  ]) {
    chat.say(text);
    chat.state = chat.state === undefined ? undefined : JSON.parse(JSON.stringify(chat.state));
  }
  expect(topOf(chat)).toMatchObject({ questionId: 'anything-else' });
  expect(replyOf(chat.say('skip')).id).toBe('disposition:urgent-other');
});

describe('what a lost or plain-spoken visitor says', () => {
  test.each([
    ['weakness', ['no'], 'no i can walk'],
    ['weakness', ['no'], 'she is walking fine'],
    ['bladder', ['no', 'no'], 'i pee fine'],
  ])('at %s "%s", "%s" is a no', (from, before, text) => {
    const chat = chatAfter('check symptoms', ...before);
    expect(topOf(chat)?.questionId).toBe(from);
    chat.say(text);
    expect(topOf(chat)?.questionId).not.toBe(from);
    expect(warned(chat.state)).toBe('none');
  });

  test.each(['what was the question', 'what is it asking me'])('"%s" brings the question again', (text) => {
    const chat = chatAfter('check symptoms', 'no');
    expect(replyOf(chat.say(text)).text).toContain(ask('weakness'));
  });

  test.each(['i want to do the symptom check', 'can i do the symptom check'])('"%s" starts it', (text) =>
    expect(topOf(chatAfter(text))?.questionId).toBe('right-now'),
  );

  test.each(['i am getting weaker', 'he is falling'])('"%s" in the last question is asked about', (text) => {
    const reply = replyOf(
      chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'Yes, now', 'No pain', 'no').say(text),
    );
    expect(reply.id).toBe('ask:happening-now');
  });

  test.each(['10', '10/10', '10 out of 10', 'agony'])('a pain of "%s" is no mild one', (text) => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'Yes, now');
    expect(replyOf(chat.say(text)).urgency).toBe('emergency');
  });

  test.each([
    ['weakness', ['no'], 'he can walk'],
    ['bladder', ['no', 'no'], 'i wear diapers already'],
    ['pain', ['no', 'no', 'no', 'no', 'No'], 'its in my legs'],
  ])('at %s after %s "%s" says too little and is asked again', (at, before, text) => {
    const chat = chatAfter('check symptoms', ...before);
    expect(replyOf(chat.say(text)).text).not.toContain('Noted');
    expect(topOf(chat)?.questionId).toBe(at);
  });
});

describe('the safety question', () => {
  test.each([
    ['my dad is getting weaker', 'his legs'],
    ['i feel strange', 'its in my legs'],
    ['i feel strange', 'my left arm'],
    ['numbness', 'i have that'],
    ['i feel strange', 'it is happening now'],
  ])('"%s": "%s" says that it is happening, and where', (first, text) => {
    const chat = chatAfter(first);
    expect(topOf(chat)?.questionId).toBe('happening-now');
    expect(replyOf(chat.say(text)).urgency).toBe('emergency');
  });

  test.each(['no just tired', 'is it the legs?', 'tell me about legs'])('"%s" does not', (text) =>
    expect(replyOf(chatAfter('i feel strange').say(text)).id).not.toMatch(/^disposition:emergency/),
  );
});

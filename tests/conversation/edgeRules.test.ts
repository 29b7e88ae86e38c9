import { Chat, chatsOf, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts, dialogs, cards, topics } = sources.script;
const ask = (dialog: string, question: string) => dialogs.get(dialog)?.questions.get(question)?.ask ?? '?';
const CHECK = ['check symptoms', 'None of these'] as const;
const WEAKNESS = ask('symptom-check', 'weakness');
const BLADDER = ask('symptom-check', 'bladder');
const RATING = ask('feedback', 'rating');

const chatAfter = chatsOf(sources);
const openIn = (chat: Chat) => chat.state?.dialogs.map(({ position }) => position.dialogId);
const topOf = (chat: Chat) => chat.state?.dialogs.at(-1)?.position;

describe('edge rule: interruptions come back to the same question, and use up no try', () => {
  test.each([
    ['help', 'help-short'],
    ['terms', 'terms'],
    ['help me', 'urgent-help'],
    ['what do you know about me', 'memory-foot'],
    ['summary', 'resume-check'],
    ['questions to ask', 'ask-visit'],
    ['im so scared', 'comfort'],
    ['delete my feedback', 'feedback-none'],
    ['resume', 'resume-check'],
    ['check symptoms', 'check-running'],
  ] as const)('"%s"', (text, key) => {
    const chat = chatAfter(...CHECK, 'zxqv wrrgh plonk');
    expect(topOf(chat)?.retries).toBe(1);
    const reply = replyOf(chat.say(text));
    expect(reply.text).toContain(texts[key]);
    expect(reply.text).toContain(WEAKNESS);
    expect(reply.choices.map(({ label }) => label)).toContain('New or getting worse');
    expect(topOf(chat)).toMatchObject({ questionId: 'weakness', retries: 1 });
  });

  test.each(['thanks', 'are you a robot', 'this is stupid', 'why do you need to know', 'what do you mean'])(
    'small talk too: "%s"',
    (text) => {
      const chat = chatAfter(...CHECK, 'zxqv wrrgh plonk');
      expect(replyOf(chat.say(text)).text).toContain(WEAKNESS);
      expect(topOf(chat)).toMatchObject({ questionId: 'weakness', retries: 1 });
    },
  );

  test('a question of knowledge is answered, and the check goes on', () => {
    const chat = chatAfter(...CHECK);
    const reply = replyOf(chat.say('what is a myelogram?'));
    expect(reply.text).toContain(topics.get('myelogram')?.answer);
    expect(reply.text).toContain(`${texts['resume-check']}\n\n`);
    expect(reply.text).toContain(WEAKNESS);
    expect(replyOf(chat.say('no')).text).toContain(BLADDER);
  });

  test.each(['ok', '12', 'back', 'just do it', 'i have cancer'])(
    'words that only look like a topic do not interrupt: "%s"',
    (text) => expect(replyOf(chatAfter(...CHECK).say(text)).id).toBe('dialog:symptom-check:weakness'),
  );

  test('terms twice: the same text, and nothing grows', () => {
    const chat = chatAfter(...CHECK, 'feedback', 'terms');
    const first = replyOf(chat.say('terms')).text;
    expect(replyOf(chat.say('terms')).text).toBe(first);
    expect(openIn(chat)).toEqual(['symptom-check', 'feedback']);
  });
});

describe('edge rule: feedback while a question waits', () => {
  test.each([
    ['safety question', ['i feel weak'], ask('safety-question', 'happening-now')],
    ['check', [...CHECK], WEAKNESS],
  ])('%s: the question is asked again right after', (_what, opening, question) => {
    const chat = chatAfter(...opening, 'feedback', 'helpful');
    const reply = replyOf(chat.say('skip'));
    expect(reply.text).toContain(texts['feedback-thanks']);
    expect(reply.text).toContain(question);
  });

  test('inside a safety question inside a check: the safety question comes back, then the check can go on', () => {
    const chat = chatAfter(...CHECK, 'i feel weak', 'feedback', 'helpful');
    expect(openIn(chat)).toEqual(['safety-question', 'feedback']);
    expect(replyOf(chat.say('skip')).text).toContain(ask('safety-question', 'happening-now'));
    expect(replyOf(chat.say('no')).choices).toContainEqual(
      expect.objectContaining({ label: texts['resume-button'] }),
    );
    expect(replyOf(chat.say('resume')).text).toContain(WEAKNESS);
  });

  test('nothing is inferred from an answer that was never given', () => {
    const chat = chatAfter('i feel weak', 'feedback', 'cancel', 'menu', 'what is an mri');
    expect(chat.state?.warnings).toEqual([]);
  });

  test('"feedback: ..." brings the comment along and asks for the rating only', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.say('feedback: the words were clear')).text).toContain(RATING);
    expect(replyOf(chat.say('helpful')).text).toContain(texts['feedback-thanks']);
    expect(chat.effects).toEqual([
      expect.objectContaining({
        feedback: expect.objectContaining({ rating: 'helpful', comment: 'the words were clear' }),
      }),
    ]);
  });

  test('feedback after the end ends again', () => {
    const chat = chatAfter('what is an mri', 'cancel', 'feedback', 'helpful', 'skip');
    expect(chat.state?.phase).toBe('ended');
  });
});

describe('edge rule: the menu sets a question aside', () => {
  test.each(['resume', 'Go on with the check', 'go on', 'continue', 'go back to the check'])(
    '"%s" brings it back where it was',
    (text) => {
      const chat = chatAfter(...CHECK, 'no', 'menu');
      expect(replyOf(chat.say(text)).text).toContain(BLADDER);
      expect(openIn(chat)).toEqual(['symptom-check']);
      expect(chat.state?.paused).toBeUndefined();
    },
  );

  test('also after a topic was picked, with a button for it', () => {
    const chat = chatAfter(...CHECK, 'menu');
    const reply = replyOf(chat.say('2'));
    expect(reply.id).toMatch(/^answer:/);
    expect(reply.choices).toContainEqual(expect.objectContaining({ label: texts['resume-button'] }));
    expect(replyOf(chat.say('resume')).text).toContain(WEAKNESS);
  });

  test('a check begun anew takes its place; cancel drops it', () => {
    const anew = chatAfter(...CHECK, 'no', 'menu', 'check symptoms');
    expect(topOf(anew)).toMatchObject({ questionId: 'right-now' });
    const dropped = chatAfter(...CHECK, 'no', 'menu', 'cancel');
    expect(dropped.state).toMatchObject({ phase: 'ended', dialogs: [] });
    expect(dropped.state?.paused).toBeUndefined();
  });

  test('a check that was changed since it was set aside begins again', () => {
    const chat = chatAfter(...CHECK, 'no', 'menu');
    const paused = chat.state?.paused;
    if (chat.state === undefined || paused === undefined) throw new Error('nothing was set aside');
    chat.state = { ...chat.state, paused: { ...paused, position: { ...paused.position, version: 0 } } };
    const reply = replyOf(chat.say('resume'));
    expect(reply.text).toContain(texts.expired);
    expect(reply.text).toContain(ask('symptom-check', 'right-now'));
  });

  test('with nothing set aside "resume" says so', () => {
    expect(replyOf(new Chat(sources).say('resume')).text).toContain(texts['nothing-paused']);
  });
});

describe('edge rule: the retry ladder', () => {
  const NONSENSE = ['zxqv wrrgh plonk', 'brrp kzzt', 'flumf dwozz'];

  test('asks again, then offers the way out, then advises to be careful and leaves', () => {
    const chat = chatAfter(...CHECK);
    const [first, second, third] = NONSENSE.map((text) => replyOf(chat.say(text)));
    expect(first?.text).toContain(texts.choose);
    expect(second?.text).toContain(texts['choose-again']);
    expect(third).toMatchObject({ id: 'disposition:could-not-tell', urgency: 'urgent' });
    expect(third?.text).toContain('911');
    expect(openIn(chat)).toEqual([]);
  });

  test('an understood answer begins the ladder anew', () => {
    const chat = chatAfter(...CHECK, ...NONSENSE.slice(0, 2), 'no');
    expect(topOf(chat)).toMatchObject({ questionId: 'bladder', retries: 0 });
  });
});

describe('edge rule: what counts as yes and no', () => {
  test.each(['y', 'yeah', 'yep', 'si', 'YES!', 'yes since yesterday', 'New or getting worse', '1'])(
    '"%s" is yes',
    (text) => expect(replyOf(chatAfter(...CHECK).say(text)).id).toBe('disposition:emergency-spine'),
  );
  test.each(['n', 'no', 'nope', 'nah', 'not really', 'NO!!', '4'])('"%s" is no', (text) =>
    expect(replyOf(chatAfter(...CHECK).say(text)).text).toContain(BLADDER),
  );
  test.each(['not sure', 'idk', 'maybe', 'i dont know maybe a bit', '3'])('"%s" is not sure', (text) =>
    expect(replyOf(chatAfter(...CHECK).say(text)).text).toContain(ask('symptom-check', 'weakness-chair')),
  );
  test('"no help" is not help', () => {
    expect(replyOf(chatAfter(...CHECK).say('no help')).text).not.toContain(texts['help-short']);
  });
});

describe('edge rule: stale buttons and double taps', () => {
  test('a button of an earlier question is never an answer to the open one', () => {
    const chat = chatAfter(...CHECK, 'Same for a long time', 'no', 'no', 'Yes, now');
    const reply = replyOf(chat.say('Same for a long time'));
    expect(reply.text).toContain(texts['stale-button']);
    expect(reply.text).toContain(ask('symptom-check', 'pain'));
    expect(topOf(chat)).toMatchObject({ questionId: 'pain', retries: 0 });
  });

  test('the same button again within two seconds counts once, and its reply is there already', () => {
    const chat = chatAfter(...CHECK);
    chat.press('No');
    chat.hurry();
    expect(chat.press('No', 2).replies).toEqual([]);
    expect(topOf(chat)).toMatchObject({ questionId: 'bladder', path: ['right-now', 'weakness'] });
    expect(replyOf(chat.press('No')).text).toContain(ask('symptom-check', 'numbness'));
  });

  test('the same label under the next question is a second answer, however quick', () => {
    const chat = chatAfter(...CHECK);
    chat.press('No');
    chat.hurry();
    expect(replyOf(chat.press('No')).text).toContain(ask('symptom-check', 'numbness'));
  });

  test('typed words are never a double tap', () => {
    const chat = chatAfter(...CHECK);
    chat.say('No');
    chat.hurry();
    expect(replyOf(chat.say('No')).text).toContain(ask('symptom-check', 'numbness'));
  });

  test('a button of an earlier question is stale even where its label fits the open one', () => {
    const chat = chatAfter(...CHECK);
    chat.press('No');
    const reply = replyOf(chat.press('No', 2));
    expect(reply.text).toContain(texts['stale-button']);
    expect(reply.text).toContain(ask('symptom-check', 'bladder'));
    expect(topOf(chat)).toMatchObject({ questionId: 'bladder', path: ['right-now', 'weakness'], retries: 0 });
  });

  test('after the check was left its buttons answer nothing, and the check is offered', () => {
    const chat = chatAfter(...CHECK, 'cancel');
    const reply = replyOf(chat.press('New or getting worse'));
    expect(reply).toMatchObject({ id: 'stale-button', urgency: 'none' });
    expect(reply.text).toContain(texts['stale-button-closed']);
    expect(reply.choices.map(({ label }) => label)).toEqual([texts['check-symptoms']]);
  });

  test('a button of a question that was set aside offers to go on with it', () => {
    const chat = chatAfter(...CHECK, 'menu');
    expect(replyOf(chat.press('No')).choices[0]?.label).toBe(texts['resume-button']);
  });

  test('"This was a mistake" under an earlier card does not take the later one back', () => {
    const chat = chatAfter("i can't feel my legs", 'i have chest pain');
    expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine', 'emergency-911']);
    const reply = replyOf(chat.press(texts.mistake, 2));
    expect(reply.text).toContain(texts['stale-button-closed']);
    expect(reply.urgency).toBe('emergency');
    expect(chat.state?.warnings).toHaveLength(2);
    chat.press(texts.mistake);
    expect(chat.state?.warnings.map(({ card }) => card)).toEqual(['emergency-spine']);
  });

  test('"Tell me more" under an earlier answer brings that answer', () => {
    const chat = chatAfter('what is an mri', 'what is radiation therapy');
    expect(replyOf(chat.press(texts.more, 2)).id).toBe('answer:mri');
  });

  test.each([
    ['a label that nobody offered', { of: 'dialog:symptom-check:weakness', pick: 'drop table' }],
    ['a dialog that does not exist', { of: 'dialog:nothing:there', pick: 'yes' }],
    ['a reply that does not exist', { of: 'answer:nothing', pick: 'constructor' }],
  ])('%s is no answer', (_what, button) => {
    const chat = chatAfter(...CHECK);
    replyOf(chat.take({ kind: 'message', text: '', button }));
    expect(topOf(chat)).toMatchObject({ questionId: 'weakness', path: ['right-now'] });
  });

  test('words beside a button that are not its label are read', () => {
    const chat = chatAfter(...CHECK);
    const button = { of: 'dialog:symptom-check:right-now', pick: 'none' };
    const turn = chat.take({ kind: 'message', text: "i can't feel my legs", button });
    expect(replyOf(turn).text).toContain(cards.get('emergency-spine')?.text);
  });

  test('a keyword button pressed twice has one effect and one reply', () => {
    const chat = chatAfter('what is an mri');
    expect(chat.take({ kind: 'message', text: '', command: 'menu' }).replies).toHaveLength(1);
    chat.hurry();
    expect(chat.take({ kind: 'message', text: '', command: 'menu' }).replies).toHaveLength(0);
    expect(chat.take({ kind: 'message', text: '', command: 'menu' }).replies).toHaveLength(1);
  });

  test('but words with a red flag beside it are answered', () => {
    const chat = chatAfter('what is an mri');
    chat.take({ kind: 'message', text: '', command: 'cancel' });
    chat.hurry();
    const turn = chat.take({ kind: 'message', text: "i can't feel my legs", command: 'cancel' });
    expect(replyOf(turn).text).toBe(cards.get('emergency-spine')?.text);
  });
});

describe('edge rule: an earlier answer can be corrected', () => {
  test.each(['go back', 'actually no', 'no wait', 'this was a mistake', 'I made a mistake', 'i meant yes'])(
    '"%s" asks the question before again, and the new answer counts',
    (text) => {
      const chat = chatAfter(...CHECK, 'no');
      const reply = replyOf(chat.say(text));
      expect(reply.text).toContain(WEAKNESS);
      expect(topOf(chat)).toMatchObject({ questionId: 'weakness', path: ['right-now'] });
      expect(replyOf(chat.say('New or getting worse')).urgency).toBe('emergency');
    },
  );

  test('picks are dropped first, then the question before', () => {
    const chat = chatAfter(...CHECK, 'no', 'no', 'no', 'Yes, now', '7');
    chat.say('go back');
    expect(topOf(chat)?.questionId).toBe('pain');
    expect(topOf(chat)?.answers).not.toHaveProperty('pain');
    chat.say('go back');
    expect(topOf(chat)?.questionId).toBe('cancer');
  });

  test('at the first question there is nothing to change', () => {
    expect(replyOf(chatAfter('check symptoms').say('go back')).text).toContain(texts['first-question']);
  });

  test('after an emergency "this was a mistake" takes it back and goes on at the same question', () => {
    const chat = chatAfter(...CHECK, 'no', 'New or getting worse');
    expect(replyOf(chat.say(texts.mistake)).choices[0]?.label).toBe(texts['resume-button']);
    expect(replyOf(chat.say('resume')).text).toContain(BLADDER);
    expect(chat.state?.warnings).toEqual([]);
  });
});

describe('edge rule: silence', () => {
  test('clears what was open or set aside, and says so once', () => {
    for (const messages of [[...CHECK], [...CHECK, 'menu']]) {
      const chat = chatAfter(...messages);
      chat.wait(31);
      expect(replyOf(chat.say('what is an mri')).text.startsWith(texts['welcome-back'])).toBe(true);
      expect(replyOf(chat.say('what is a ct scan')).text).not.toContain(texts['welcome-back']);
    }
  });

  test('says nothing where nothing was open', () => {
    const chat = chatAfter('what is an mri');
    chat.wait(31);
    expect(replyOf(chat.say('what is a ct scan')).text).not.toContain(texts['welcome-back']);
  });
});

describe('edge rule: other words and tongues', () => {
  test.each(['cáncer', 'cancer'])('"%s" is cancer, never cancel', (text) => {
    const chat = chatAfter('what is an mri');
    expect(replyOf(chat.say(text)).id).not.toBe('canceled');
    expect(chat.state?.phase).toBe('active');
  });
  test.each(['start, over', 'Start over.', 'cancel.', 'ｃａｎｃｅｌ'])('dictated or wide: "%s"', (text) =>
    expect(replyOf(chatAfter('what is an mri').say(text)).id).toMatch(/^(started-over|canceled)$/),
  );
  test('exit ends, and a red flag after it gets its card before any greeting', () => {
    const reply = replyOf(chatAfter('what is an mri', 'exit').say('i cant pee since yesterday'));
    expect(reply.text.startsWith(cards.get('emergency-spine')?.text ?? '?')).toBe(true);
  });
});

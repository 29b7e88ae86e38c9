import { Chat, chatsOf, realSources, replyOf, warned } from './harness/chat';

const sources = realSources();
const { texts } = sources.script;
const talk = sources.smallTalk;
const chatAfter = chatsOf(sources);
const LEGS = 'my legs are weak since tonight and i have breast cancer';
const HIS_LEGS = 'dad has lung cancer in his spine and his legs feel heavy today';

describe('while an emergency of the body stands', () => {
  test.each([
    'he says leave him alone',
    'bullshit he just needs sleep',
    'hes not having a stroke, he just trips',
    'maybe im just imagining it, they feel kind of heavy',
    'they feel kind of tingly too',
    'i feel strange',
  ])('"%s" gets the advice again, and not the question that a "no" would close', (text) => {
    const reply = replyOf(chatAfter(HIS_LEGS).say(text));
    expect(reply.id).not.toMatch(/^ask:/);
    expect(reply.text).toMatch(/911/);
    expect(reply.urgency).toBe('emergency');
  });

  test.each(['im thinking of ending my life', 'i wish i was dead'])(
    'a crisis is heard all the same: "%s"',
    (text) => expect(replyOf(chatAfter(LEGS).say(text)).text).toContain('988'),
  );

  test.each([
    'no way im calling 911',
    'theres no way im calling 911',
    'hes against calling an ambulance',
    'im not calling anybody',
  ])('"%s" is not taken for a call', (text) => {
    const { text: said } = replyOf(chatAfter(LEGS).say(text));
    expect(said).not.toContain(talk.get('going')?.reply);
    expect(said).not.toMatch(/good that you called/i);
  });

  test.each([
    ['can i wait till he wakes up at 6', 'go-anyway-wait'],
    ['i have an appointment on thursday, can i tell them then', 'go-anyway-wait'],
    ['can it wait until monday', 'go-anyway-wait'],
    ['but i can still walk', 'go-anyway-mild'],
    ['we have no car', 'go-anyway'],
  ] as const)('"%s" is answered by what keeps the person: %s', (text, key) =>
    expect(replyOf(chatAfter(LEGS).say(text)).text).toContain(texts[key]),
  );

  test.each([
    'they sent me home',
    'they sent me home they said its muscle',
    'they did an xray and said its muscle and sent me home with pain tablets',
  ])('"%s" gets what to do when sent home', (text) =>
    expect(replyOf(chatAfter(LEGS).say(text)).id).toBe('small-talk:sent-home'),
  );

  test.each([
    'were here at the er theres a big queue',
    'i am at the er waiting',
    'we are at the hospital now and they do a scan',
  ])('"%s" is help that is there', (text) =>
    expect(replyOf(chatAfter(LEGS).say(text)).text).toContain(texts['being-seen-thanks']),
  );

  test.each(['we were at the er last night', 'if i am at the er what do i say', 'not at the er yet'])(
    '"%s" is not',
    (text) => expect(replyOf(chatAfter(LEGS).say(text)).text).not.toContain(texts['being-seen-thanks']),
  );

  test.each([
    ['nobody picked up', 'no-answer'],
    ['what do i do now', 'worried'],
    ['i called my team', 'called'],
  ])('"%s" is not told to wait for anybody', (text, id) => {
    const reply = replyOf(chatAfter(LEGS).say(text));
    expect(reply.id).toBe(`small-talk:${id}`);
    expect(reply.text).toContain(talk.get(id)?.inEmergency);
    expect(reply.text).not.toMatch(/30 minutes|check symptoms/);
  });

  test('what is said to a carer has the buttons for a carer', () =>
    expect(replyOf(chatAfter(HIS_LEGS).say('can it wait')).choices).toContainEqual(
      expect.objectContaining({ label: texts['being-seen-other'] }),
    ));

  test('a "no" to a question that was open before the card takes no line away', () => {
    const chat = chatAfter('i have cancer and my back hurts', 'i feel strange');
    const reply = replyOf(chat.say('no'));
    expect(reply.text).toContain(texts['reminder-urgent']);
    expect(warned(chat.state)).toBe('urgent');
  });
});

describe('a card for too much medicine', () => {
  const TWICE = 'he took his dex twice today';

  test('stays when it was a mistake to take it, and says how to take it back', () => {
    const reply = replyOf(chatAfter(TWICE).say('this was a mistake'));
    expect(reply.text).toContain(texts['told-otherwise-overdose']);
    expect(reply.urgency).toBe('emergency');
  });

  test('goes by its own button, from the summary too', () => {
    const chat = new Chat(sources);
    expect(replyOf(chat.say(TWICE)).choices.map(({ label }) => label)).toContain(texts['got-me-wrong']);
    expect(replyOf(chat.say(texts['got-me-wrong'])).text).toContain(texts['taken-back']);
    expect(replyOf(chat.say('summary')).text).toBe(texts['summary-nothing']);
  });

  test.each([
    'hes on dex 8mg twice a day',
    'oxycodone 10mg two times a day',
    'i take gabapentin three times daily',
  ])('is not shown for how it is to be taken: "%s"', (text) =>
    expect(replyOf(new Chat(sources).say(text)).urgency).not.toBe('emergency'),
  );
});

describe('the summary', () => {
  test('does not say that legs are not weak once they gave way', () => {
    const { text } = replyOf(
      new Chat(sources).sayAll(
        'prostate cancer',
        'check symptoms',
        'none of these',
        'no',
        'actually my left leg gave way on tuesday',
        'summary',
      ),
    );
    expect(text).toContain('leg weakness');
    expect(text).not.toMatch(/Not there:.*weak legs/);
    expect(text).not.toContain('Cannot walk');
  });
});

describe('"go back" and more in one message', () => {
  test.each(['wait can i go back my leg did give way', 'go back my legs are numb', 'actually no i cant pee'])(
    'the red flag beside it is heard: "%s"',
    (text) => {
      const chat = chatAfter('check symptoms', 'none of these', 'no');
      expect(replyOf(chat.say(text)).urgency).toBe('emergency');
    },
  );

  test('alone it goes back', () =>
    expect(replyOf(chatAfter('check symptoms', 'none of these', 'no').say('go back')).id).toBe(
      'dialog:symptom-check:weakness',
    ));
});

describe('facts told inside the check', () => {
  test('use up no try', () => {
    const chat = chatAfter('check symptoms');
    for (const fact of [
      'i have prostate cancer',
      'had radiation 2019',
      'i have prostate cancer',
      'chemo too',
    ])
      expect(replyOf(chat.say(fact)).id).toBe('dialog:symptom-check:right-now');
  });
});

describe('a crisis that is said not to be', () => {
  test('stands, and its line is not above every answer from then on', () => {
    const chat = chatAfter('i want to kill myself', 'i am not suicidal');
    expect(chat.state?.warnings.map(({ urgency }) => urgency)).toEqual(['crisis']);
    expect(replyOf(chat.say('what is an mri')).text).not.toContain(texts['reminder-crisis']);
    expect(replyOf(chat.say('bye')).text).toContain('988');
    expect(replyOf(chat.say('i want to die')).urgency).toBe('crisis');
    expect(replyOf(chat.say('what is an mri')).text).toContain(texts['reminder-crisis']);
  });
});

describe('a cancer that is only feared', () => {
  test.each(['but how would i know if its cancer', 'what if it could be cancer'])(
    '"%s" is not noted as had',
    (text) => expect(chatAfter(text).state?.facts.cancer).toBeUndefined(),
  );

  test('"what if my cancer comes back" is', () =>
    expect(chatAfter('what if my cancer comes back').state?.facts.cancer).toBe('yes'));
});

describe('whose symptom it is', () => {
  test('a check for somebody else stays theirs where no words say otherwise', () => {
    const chat = chatAfter('check symptoms', 'its for my dad');
    expect(replyOf(chat.say('legs feel heavy i guess')).id).toBe('disposition:emergency-spine-other');
  });

  test('"he screams when i turn him" is about him', () => {
    const chat = chatAfter('my dad has lung cancer in his spine');
    expect(replyOf(chat.say('he screams when i turn him in bed')).text).not.toMatch(/your cancer team/i);
  });
});

describe('a cancer told of late', () => {
  const TO_PAIN = ['check symptoms', 'none of these', 'no', 'no', 'no', 'no'] as const;
  test.each([
    'wait i did have cancer',
    'sorry yes i had breast cancer 11 years before',
    'i pressed wrong i had cancer',
  ])('"%s" counts for the result of the check', (text) => {
    const chat = chatAfter(...TO_PAIN);
    const reply = replyOf(chat.say(text));
    expect(reply.id).toBe('dialog:symptom-check:pain');
    expect(reply.text).toContain(texts.noted);
    const result = replyOf(chat.sayAll('Worse at night or lying flat', 'that is all', 'no', 'no'));
    expect(result.urgency).toBe('urgent');
  });

  test('without it the same answers can wait some days', () =>
    expect(
      replyOf(chatAfter(...TO_PAIN).sayAll('Worse at night or lying flat', 'that is all', 'no', 'no'))
        .urgency,
    ).toBe('none'));

  test.each([
    'back pain 5 weeks, had breast cancer 11 years ago',
    'i had breast cancer 11 years ago and my back hurts 5 weeks',
  ])('with its date it makes back pain urgent: "%s"', (text) =>
    expect(replyOf(new Chat(sources).say(text)).id).toMatch(/^disposition:urgent/),
  );

  test.each([
    'she has cancer',
    'she has melanoma in her spine',
    'i had breast cancer 11 years ago',
    'my wife has kidney cancer in the spine',
    'he has stage 4 lung cancer',
  ])('alone it asks nothing: "%s"', (text) =>
    expect(replyOf(new Chat(sources).say(text)).id).not.toMatch(/^(?:ask|disposition):/),
  );
});

describe('after an urgent card', () => {
  const PAIN = 'i had breast cancer, new back pain';

  test.each([
    'can i wait monday',
    'so must i go today or can wait monday',
    'can it wait until my appointment',
  ])('"%s" is answered with no', (text) => {
    const reply = replyOf(chatAfter(PAIN).say(text));
    expect(reply.text).toContain(texts['call-anyway']);
    expect(reply.urgency).toBe('urgent');
  });
});

describe('in the waiting room', () => {
  test.each(['we sit here since 2 hrs nobody comes what now', 'i have been waiting 9 hours'])(
    '"%s" gets what to say there',
    (text) => {
      const reply = replyOf(chatAfter(LEGS, 'i am already being seen').say(text));
      expect(reply.text).toContain(texts['tell-again']);
    },
  );
});

describe('yes and no that are corrected in one message', () => {
  test('the last one counts', () => {
    const chat = chatAfter('check symptoms', 'none of these');
    expect(replyOf(chat.say('yes no i mean no')).id).toBe('dialog:symptom-check:bladder');
  });
});

describe('somebody who is hard to wake', () => {
  test.each([
    'my mom is so sleepy i can barely wake her',
    'i can barely wake him up',
    'my dad is really hard to rouse',
    'mom barely wakes up when i call her',
  ])('"%s" is an emergency', (text) =>
    expect(replyOf(new Chat(sources).say(text)).urgency).toBe('emergency'),
  );

  test.each(['can i give her an extra oxycodone', 'should i take an extra oxycodone'])(
    'a question about a dose is none: "%s"',
    (text) => expect(replyOf(new Chat(sources).say(text)).urgency).not.toBe('emergency'),
  );
});

describe('what takes no emergency back', () => {
  test.each([
    'this was a mistake the surgery they did made it like this',
    'it was a mistake the doctor made, its getting worse',
    'that was a mistake by the er they sent me home',
  ])('a mistake of somebody else: "%s"', (text) => {
    const chat = chatAfter(LEGS);
    chat.say(text);
    expect(warned(chat.state)).toBe('emergency');
  });

  test('"this was a mistake, he can feel them fine" does', () => {
    const chat = chatAfter('dad has lung cancer in his spine, he cant feel his feet');
    expect(replyOf(chat.say('this was a mistake he can feel them fine')).id).toBe('taken-back');
  });

  test.each([
    'she is in the hospital and i am alone at home',
    'my husband is a nurse he is at the hospital tonight',
    'hes at the er with our son so i have no ride',
    'i am still at the hospital parking and cant walk in',
  ])('somebody else in a hospital: "%s"', (text) =>
    expect(replyOf(chatAfter(LEGS).say(text)).id).not.toBe('being-seen'),
  );

  test('the carer in a hospital while he is at home', () =>
    expect(replyOf(chatAfter('my dad cant walk').say('im at the hospital, he is at home')).id).not.toBe(
      'being-seen',
    ));

  test.each([
    'my legs can no walk well',
    'nothing wrong with my legs no walk',
    'nothing wrong with my legs but no strength',
  ])('a "no" further on denies: "%s"', (text) =>
    expect(replyOf(new Chat(sources).say(text)).id).not.toBe('small-talk:well'),
  );
});

describe('a wish to die, danger at home, too much medicine', () => {
  test.each([
    ['i want to kill myself', 'nobody listens to us'],
    ['i want to kill myself', 'i dont want to go'],
    ['he hits me', 'i dont want to go'],
    ['my dad took too many morphine pills by mistake', 'they sent us home'],
  ])('get no words about the spine: "%s", "%s"', (first, second) =>
    expect(replyOf(chatAfter(first).say(second)).text).not.toMatch(/spinal cord|MRI|walking and bladder/),
  );

  test.each(['im at the hospital', 'it was a mistake'])('a crisis is not hushed by "%s"', (text) =>
    expect(replyOf(chatAfter('i want to kill myself', text).say('what is mri')).text).toContain('988'),
  );

  test('one that is only heard is asked about under an emergency too', () =>
    expect(replyOf(chatAfter('i cant feel my legs').say('i cant take it any longer')).text).toContain('988'));
});

describe("one's own emergency after that of somebody else", () => {
  test.each(['they think i have the flu but i cant walk', 'he is calm but i cant breathe'])('"%s"', (text) =>
    expect(replyOf(chatAfter('my dad cant walk').say(text)).id).not.toMatch(/-other$/),
  );
});

describe('the cancer of somebody else, told of in the check', () => {
  test('changes no answer about oneself', () => {
    const chat = chatAfter('check symptoms', 'none of these', 'no', 'no', 'no', 'no');
    chat.say('my mother had breast cancer');
    expect(chat.state?.dialogs.at(-1)?.position.answers.cancer).toEqual(['no']);
  });

  test('a cancer of one\'s own told of late is no "yes, now" in the summary', () => {
    const chat = chatAfter(
      'check symptoms',
      'none of these',
      'no',
      'no',
      'no',
      'no',
      'wait i did have cancer',
    );
    const { text } = replyOf(chat.say('summary'));
    expect(text).toMatch(/Cancer: yes\b/);
    expect(text).not.toContain('yes, now');
  });
});

describe("an emergency of one's own in words that name none", () => {
  test('does not get the card of somebody else', () => {
    const chat = chatAfter('dad is on chemo and has a fever of 102');
    const reply = replyOf(chat.say('i cant move right and something is very wrong with me'));
    expect(reply.id).not.toMatch(/fever/);
  });

  test('"i dont feel anything down there" after somebody else is one\'s own', () =>
    expect(
      replyOf(chatAfter('my dad has cancer').say('i dont feel anything down there when i wipe')).id,
    ).toBe('disposition:emergency-spine'));
});

describe('what is said beside other emergencies than of the spine', () => {
  test.each(['its probably nothing', 'can it wait until monday', 'what now', 'this is confusing'])(
    '"%s" speaks of no spine and no walking',
    (text) =>
      expect(replyOf(chatAfter('i have crushing chest pain').say(text)).text).not.toMatch(/spin|walk/i),
  );

  test('in the waiting room neither', () =>
    expect(
      replyOf(
        chatAfter('i have crushing chest pain', 'i am already being seen').say('i have been waiting 9 hours'),
      ).text,
    ).toContain(texts['tell-again']));
});

test("a number to end one's life by is not offered to whoever is only not understood", () => {
  const chat = chatAfter('i cant feel my legs');
  expect(replyOf(chat.say('my wife says what she says')).text).not.toContain('988');
});

test('"ok" long after the card is no call', () => {
  const chat = chatAfter('i cant feel my legs', 'this is bullshit');
  expect(replyOf(chat.say('ok')).text).not.toContain(talk.get('going')?.reply);
});

test('"my right leg is fine" says that the other is not', () =>
  expect(replyOf(new Chat(sources).say('my right leg is fine')).id).not.toBe('small-talk:well'));

test('"ill go monday" after an urgent card is answered with no', () =>
  expect(
    replyOf(chatAfter('i had breast cancer, new back pain').say('whatever ill go monday')).text,
  ).toContain(texts['call-anyway']));

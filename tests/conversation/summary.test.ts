import { Chat, chatsOf, realSources, replyOf } from './harness/chat';

const sources = realSources();
const { texts } = sources.script;

const chatAfter = chatsOf(sources);
const summaryOf = (chat: Chat, words = 'summary') => replyOf(chat.say(words)).text;

describe('the summary for the staff', () => {
  test('says situation, background, what was told and the request, in this order', () => {
    const chat = chatAfter(
      'check symptoms',
      'no',
      'no',
      'no',
      'One small area',
      'Yes, in the past',
      '6 7',
      'no',
      'skip',
    );
    const text = summaryOf(chat, 'Summary to show');
    const at = ['Situation', 'Background', 'What I told it', 'Request'].map((part) =>
      text.indexOf(`**${part}:**`),
    );
    expect(at.every((place) => place >= 0)).toBe(true);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(text).toContain('Please call today');
    expect(text).toContain('Cancer: yes, in the past.');
    expect(text).toMatch(/New or worse: .*one small area.*cough.*night or lying flat/);
    expect(text).toMatch(/Not there: .*weak legs.*bladder/);
    expect(text).toContain(texts['summary-request-urgent']);
  });

  test('after an urgent or emergency card alone it names the red flags', () => {
    const text = summaryOf(chatAfter("i can't feel my legs and i have breast cancer"));
    expect(text).toMatch(/New or worse: .*numbness/i);
    expect(text).toContain('Cancer: yes.');
    expect(text).toContain(texts['summary-request-emergency']);
  });

  test('speaks of the person cared for', () => {
    expect(summaryOf(chatAfter('check symptoms for someone else', 'no', 'New or getting worse'))).toContain(
      'the person I care for',
    );
  });

  test('leaves a line where nothing was told, and holds no words of the visitor', () => {
    const chat = chatAfter('my name is Zebulon and i cant pee since yesterday');
    const text = summaryOf(chat);
    expect(text).toContain('It began: days ago. Change: ________. Side: ________.');
    expect(text).not.toMatch(/zebulon/i);
  });

  test('of a check that found nothing urgent names its result', () => {
    const chat = chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'No', '6 7', 'no', 'skip');
    const text = summaryOf(chat);
    expect(text).toContain('Please book a visit in the next few days.');
    expect(text).toContain(texts['summary-request-soon']);
  });

  test('of a check that was left says so, and does not play down what was told', () => {
    const early = summaryOf(chatAfter('check symptoms', 'no'));
    expect(early).toContain('I did not finish its questions');
    const late = summaryOf(chatAfter('check symptoms', 'no', 'no', 'no', 'no', 'yes now', '7', '4 5'));
    expect(late).toContain('Cancer: yes');
    expect(late).toContain(texts['summary-request-urgent']);
  });

  test('of a crisis asks for help in private', () => {
    const text = summaryOf(chatAfter('check symptoms', 'Thoughts of ending life'));
    expect(text).toContain('Call or text 988.');
    expect(text).toContain(texts['summary-request-crisis']);
  });

  test('with nothing told there is none, and the check is offered', () => {
    const reply = replyOf(new Chat(sources).say('summary'));
    expect(reply.text).toContain(texts['summary-nothing']);
    expect(reply.choices).toContainEqual(expect.objectContaining({ label: texts['check-symptoms'] }));
  });

  test('is offered with every emergency and urgent card, and after "already being seen"', () => {
    for (const text of ["i can't feel my legs", 'back pain and i have breast cancer']) {
      const chat = new Chat(sources);
      expect(replyOf(chat.say(text)).choices).toContainEqual(
        expect.objectContaining({ label: texts['show-summary'] }),
      );
      expect(replyOf(chat.say(texts['being-seen'])).choices).toContainEqual(
        expect.objectContaining({ label: texts['show-summary'] }),
      );
    }
  });

  test('of a check that was corrected holds the corrected answer only', () => {
    const chat = chatAfter(
      'check symptoms',
      'no',
      'Same for a long time',
      'go back',
      'no',
      'New or getting worse',
    );
    const text = summaryOf(chat);
    expect(text).toMatch(/Not there: .*weak legs/);
    expect(text).not.toContain('There for long');
  });
});

describe('questions to ask', () => {
  test('fit how soon the visit is', () => {
    expect(replyOf(chatAfter("i can't feel my legs").say('questions to ask')).text).toContain(
      texts['ask-now'],
    );
    expect(replyOf(new Chat(sources).say('Questions to ask')).text).toContain(texts['ask-visit']);
  });
});

describe('what the conversation knows', () => {
  test('is told in plain words, one thing a line', () => {
    const chat = chatAfter(
      'i have breast cancer and i am on chemo and my back hurts',
      'what is an mri',
      'feedback',
    );
    chat.sayAll('helpful', 'skip', 'check symptoms', 'no', 'no', 'menu');
    const { text } = replyOf(chat.say('What do you know about me?'));
    for (const key of ['memory-cancer', 'memory-treatment', 'memory-pain', 'memory-open'] as const)
      expect(text).toContain(`- ${texts[key]}`);
    expect(text).toContain('The answers to 2 questions');
    expect(text).toContain('warning, 1 so far');
    expect(text).toContain('MRI scan');
    expect(text).toContain('Feedback you gave, 1 so far');
    expect(text).toContain(texts['memory-foot']);
  });

  test('nothing is nothing', () => {
    expect(replyOf(new Chat(sources).say('what do you know about me')).text).toContain(
      texts['memory-nothing'],
    );
  });

  test('"forget me" erases all of it at once, feedback too', () => {
    const chat = chatAfter(
      'back pain and i have breast cancer',
      'feedback',
      'helpful',
      'skip',
      'what is an mri',
    );
    const ids = chat.state?.feedbackIds;
    const reply = replyOf(chat.say('forget me'));
    expect(reply.text).toContain(texts.forgotten);
    expect(chat.effects.at(-1)).toEqual({ kind: 'erase-feedback', ids });
    expect(chat.state).toMatchObject({
      facts: {},
      warnings: [],
      dialogs: [],
      painTold: false,
      feedbackIds: [],
    });
    expect(chat.state).not.toHaveProperty('check');
    expect(replyOf(chat.say('what do you know about me')).text).toContain(texts['memory-nothing']);
  });

  test('after an emergency the warning is said once more before it is forgotten', () => {
    const reply = replyOf(chatAfter("i can't feel my legs").say('forget me'));
    expect(reply.text.startsWith(texts['before-you-go'])).toBe(true);
    expect(reply.urgency).toBe('emergency');
  });

  test.each(['1', '2'])('a bare number never erases anything: "%s"', (number) => {
    const chat = chatAfter('back pain and i have breast cancer', 'what do you know about me', number);
    expect(chat.state?.warnings).toHaveLength(1);
  });
});

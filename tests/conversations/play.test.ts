import { type Act, readConversations, startBot } from './harness/conversation';

const conversations = readConversations();
let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot('webchat');
});
afterAll(() => bot?.close());

/** The words of a reply that are missing or out of order, and those that should not be there. */
function wrongWords(text: string, { bot: wanted, never }: Act): string[] {
  let at = 0;
  const missing = wanted.filter((part) => {
    const found = text.indexOf(part, at);
    if (found >= 0) at = found + part.length;
    return found < 0;
  });
  return [
    ...missing.map((part) => `missing: ${part}`),
    ...never.filter((unwanted) => text.includes(unwanted)).map((unwanted) => `not wanted: ${unwanted}`),
  ];
}

test('there are at least forty conversations', () => {
  expect(conversations.length).toBeGreaterThanOrEqual(40);
});

test.each(conversations)('$title ($file)', async (conversation) => {
  await bot.play(conversation, (step, _said, sent) => {
    const messages = sent.filter(({ type }) => type === 'message');
    const reply = messages[0];
    const seen = {
      said: step,
      replies: messages.length,
      wrong: wrongWords(reply?.text ?? '', step),
      buttons: step.buttons.filter(
        (label) => reply?.suggestedActions?.actions.some(({ title }) => title === label) !== true,
      ),
      urgent: reply?.importance === 'high',
      ends: sent.some(({ type }) => type === 'endOfConversation'),
    };
    expect({ ...seen, text: reply?.text }).toEqual({
      ...seen,
      replies: step.silent === true ? 0 : 1,
      wrong: [],
      buttons: [],
      urgent: step.urgent ?? false,
      ends: step.ends ?? seen.ends,
      text: reply?.text,
    });
  });
});

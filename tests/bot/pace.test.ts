import { message } from '../server/fixtures/activities';
import { type Edge, startEdge } from '../server/fixtures/edge';

let edge: Edge;
beforeEach(async () => {
  edge = await startEdge();
});
afterEach(() => edge.close());

const say = async (text: string, conversation: string) => {
  const { text: body } = await edge.post(
    message(text, { conversation: { id: conversation }, id: undefined }),
  );
  return (JSON.parse(body).activities as { text: string }[]).map((activity) => activity.text);
};

test('a conversation over 60 messages a minute is told so once, with the emergency words, and then not answered', async () => {
  for (let n = 1; n <= 60; n++) expect(await say(`m${n}`, 'busy')).toContain(`re: m${n}`);
  expect(await say('one too many', 'busy')).toEqual(['Too many. Call 911 in an emergency.']);
  expect(await say('and another', 'busy')).toEqual([]);
  expect(edge.host.taken).toHaveLength(60);
  // Nobody else is held up.
  expect(await say('hello', 'other')).toContain('re: hello');
});

test('a red flag is answered all the same, but not without end', async () => {
  for (let n = 1; n <= 60; n++) await say(`m${n}`, 'busy');
  const answers = [];
  for (let n = 61; n <= 250; n++) answers.push(...(await say(`red flag ${n}`, 'busy')));
  expect(answers[0]).toBe('re: red flag 61');
  expect(answers).toHaveLength(180);
});

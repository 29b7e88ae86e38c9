import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { createBot } from '../../src/bot/createBot';
import { startHost } from '../turns/harness/host';

const words = z.array(z.string().min(1)).default([]);
const expected = {
  bot: words,
  never: words,
  buttons: words,
  urgent: z.boolean().optional(),
  ends: z.boolean().optional(),
  silent: z.boolean().optional(),
};
const step = z.union([
  z.strictObject({ visitor: z.string(), at: z.literal('once').optional(), ...expected }),
  z.strictObject({
    taps: z.string(),
    back: z.int().positive().default(1),
    at: z.literal('once').optional(),
    ...expected,
  }),
  z.strictObject({ opens: z.literal(true), ...expected }),
  z.strictObject({ closes: z.literal(true), ...expected }),
  z.strictObject({ waits: z.int().positive() }),
]);
const transcript = z.strictObject({ title: z.string(), talk: z.array(step).min(1) });
type Step = z.infer<typeof step>;
type Expected = Exclude<Step, { waits: number }>;

interface Button {
  readonly title: string;
  readonly text: string;
  readonly value: object;
}

/** What the bot sent for one activity, as a channel gets it. */
interface Sent {
  readonly type: string;
  readonly text?: string;
  readonly importance?: string;
  readonly suggestedActions?: { readonly actions: readonly Button[] };
}

const files = readdirSync(__dirname).filter((name) => name.endsWith('.yaml'));
const transcripts = files.map((file) => {
  const { title, talk } = transcript.parse(load(readFileSync(join(__dirname, file), 'utf8')));
  return { file, title, talk };
});

let service: Awaited<ReturnType<typeof startHost>>;
let receive: ReturnType<typeof createBot>['receive'];
beforeAll(async () => {
  service = await startHost();
  receive = createBot({
    host: service.host,
    labels: service.labels,
    log: service.log,
    allowedServiceHosts: [],
    connectorTimeoutMs: 1_000,
    idleMs: 30 * 60_000,
    maxConversations: 1_000,
    now: () => service.clock.now,
  }).receive;
});
afterAll(async () => {
  await service?.close();
  service?.remove();
});

let activities = 0;
async function send(conversation: string, more: object): Promise<readonly Sent[]> {
  activities += 1;
  const receipt = await receive('', {
    id: `activity-${activities}`,
    channelId: 'webchat',
    conversation: { id: conversation },
    from: { id: 'visitor' },
    recipient: { id: 'bot' },
    deliveryMode: 'expectReplies',
    ...more,
  });
  if (receipt.kind !== 'accepted') throw new Error(`the bot did not take it: ${JSON.stringify(receipt)}`);
  return (receipt.body as { activities?: readonly Sent[] } | undefined)?.activities ?? [];
}

/** @param offered - the buttons of every reply so far. */
function activityOf(step: Expected, offered: readonly (readonly Button[])[]): object {
  if ('taps' in step) {
    const found = offered.flatMap((buttons) => buttons.find(({ title }) => title === step.taps) ?? []);
    const button = found.at(-step.back);
    if (button === undefined) throw new Error(`no button "${step.taps}"`);
    return { type: 'message', text: button.text, value: button.value };
  }
  if ('visitor' in step) return { type: 'message', text: step.visitor };
  if ('closes' in step) return { type: 'event', name: 'close' };
  return { type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] };
}

/** The words of a reply that are missing or out of order, and those that should not be there. */
function wrongWords(text: string, { bot, never }: Expected): string[] {
  let at = 0;
  const missing = bot.filter((wanted) => {
    const found = text.indexOf(wanted, at);
    if (found >= 0) at = found + wanted.length;
    return found < 0;
  });
  return [
    ...missing.map((wanted) => `missing: ${wanted}`),
    ...never.filter((unwanted) => text.includes(unwanted)).map((unwanted) => `not wanted: ${unwanted}`),
  ];
}

test('there are at least forty conversations', () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

test.each(transcripts)('$title ($file)', async ({ file, talk }) => {
  const offered: (readonly Button[])[] = [];
  for (const [index, step] of talk.entries()) {
    if ('waits' in step) {
      service.clock.now += step.waits * 60_000;
      continue;
    }
    service.clock.now += 'at' in step && step.at === 'once' ? 500 : 7_000;
    const sent = await send(file, activityOf(step, offered));
    const messages = sent.filter(({ type }) => type === 'message');
    const reply = messages[0];
    offered.push(reply?.suggestedActions?.actions ?? []);
    const seen = {
      step: index + 1,
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
  }
});

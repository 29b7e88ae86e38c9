import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { createBot } from '../../../src/bot/createBot';
import { startHost } from '../../turns/harness/host';

const FOLDER = join(__dirname, '..');
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
const conversation = z.strictObject({ title: z.string(), talk: z.array(step).min(1) });
type Step = z.infer<typeof step>;

/** A step in which something is said or done. */
export type Act = Exclude<Step, { waits: number }>;

interface Conversation {
  readonly file: string;
  readonly title: string;
  readonly talk: readonly Step[];
}

interface Button {
  readonly title: string;
  readonly text: string;
  readonly value: object;
}

/** What the bot sent for one activity, as a channel gets it. */
export interface Sent {
  readonly type: string;
  readonly text?: string;
  readonly importance?: string;
  readonly suggestedActions?: { readonly actions: readonly Button[] };
}

/** All conversations of this folder. */
export function readConversations(): Conversation[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return files.map((file) => ({
    file,
    ...conversation.parse(load(readFileSync(join(FOLDER, file), 'utf8'))),
  }));
}

/** The real bot with a clock that the talks move. */
export async function startBot(channelId: string) {
  const service = await startHost();
  const { receive } = createBot({
    host: service.host,
    labels: service.labels,
    isUrgent: service.isUrgent,
    log: service.log,
    allowedServiceHosts: [],
    connectorTimeoutMs: 1_000,
    store: service.store,
  });
  let activities = 0;
  const send = async (id: string, more: object): Promise<readonly Sent[]> => {
    activities += 1;
    const receipt = await receive('', {
      id: `activity-${activities}`,
      channelId,
      conversation: { id },
      from: { id: 'visitor' },
      recipient: { id: 'bot' },
      deliveryMode: 'expectReplies',
      ...more,
    });
    if (receipt.kind !== 'accepted') throw new Error(`the bot did not take it: ${JSON.stringify(receipt)}`);
    return (receipt.body as { activities?: readonly Sent[] } | undefined)?.activities ?? [];
  };

  return {
    clock: service.clock,
    /** Plays one conversation. @param took - told of each step with what was sent to the bot, and by it. */
    async play({ file, talk }: Conversation, took: (act: Act, said: object, sent: readonly Sent[]) => void) {
      const offered: (readonly Button[])[] = [];
      for (const step of talk) {
        if ('waits' in step) {
          service.clock.now += step.waits * 60_000;
          continue;
        }
        service.clock.now += 'at' in step && step.at === 'once' ? 500 : 7_000;
        const said = activityOf(step, offered);
        const sent = await send(file, said);
        const reply = sent.find(({ type }) => type === 'message');
        offered.push(reply?.suggestedActions?.actions ?? []);
        took(step, said, sent);
      }
    },
    async close() {
      await service.close();
      service.remove();
    },
  };
}

/** @param offered - the buttons of every reply so far. */
function activityOf(step: Act, offered: readonly (readonly Button[])[]): object {
  if ('taps' in step) {
    const found = offered.flatMap((buttons) => buttons.find(({ title }) => title === step.taps) ?? []);
    const button = found.at(-step.back);
    if (button === undefined) throw new Error(`no button "${step.taps}"`);
    return { type: 'message', text: button.text, value: button.value };
  }
  if ('visitor' in step) return { type: 'message', text: step.visitor };
  if ('closes' in step) return { type: 'event', name: 'close' };
  return { type: 'conversationUpdate', membersAdded: [{ id: 'bot' }, { id: 'visitor' }] };
}

import { join } from 'node:path';
import fc from 'fast-check';
import { openChat } from '../../direct-line/harness/client';
import { type Service, startService } from './service';
import { within } from './within';

/** Words that mean something here, so that the fuzz reaches behind the first check. */
const WORDS = fc.constantFrom(
  ...['i', 'cant', 'feel', 'my', 'legs', 'back pain', 'mri', 'yes', 'no', 'cancer', 'feedback', 'forget me'],
  ...[
    'start over',
    'check symptoms',
    'par\u200balysis',
    '\u202e',
    '<at>',
    '</at>',
    '&lt;',
    '**',
    '[x](javascript:1)',
  ],
  ...[
    '\ud800',
    '\u0000',
    '\u0301\u0301\u0301',
    '911',
    'help',
    'exit',
    'stop',
    "'; drop table",
    '`1`',
    '/why',
  ],
);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(WORDS, { maxLength: 20 }).map((words) => words.join(' ')) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(WORDS, fc.integer({ min: 1, max: 6000 })).map(([word, n]) => word.repeat(n)),
  },
);
const anything = fc.jsonValue({ maxDepth: 4 });
const sometimes = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything });
const id = fc.integer({ min: 1, max: 200 }).map((n) => `c${n}`);

/** An activity in which any part may be of any kind. */
const activity = fc.record(
  {
    type: sometimes(
      fc.constantFrom('message', 'message', 'message', 'event', 'conversationUpdate', 'typing', 'invoke'),
    ),
    channelId: sometimes(fc.constantFrom('webchat', 'emulator', 'msteams', 'directline')),
    conversation: sometimes(fc.record({ id, isGroup: sometimes(fc.boolean()) })),
    from: sometimes(fc.record({ id })),
    recipient: sometimes(fc.record({ id: fc.constant('bot'), name: text })),
    text: sometimes(text),
    id: sometimes(fc.uuid()),
    name: sometimes(
      fc.constantFrom('start', 'close', 'webchat/join', 'adaptiveCard/action', 'message/submitAction'),
    ),
    value: anything,
    entities: sometimes(fc.array(fc.record({ type: fc.constant('mention'), mentioned: anything, text }))),
    attachments: sometimes(fc.array(fc.dictionary(fc.string(), anything), { maxLength: 3 })),
    membersAdded: sometimes(fc.array(fc.record({ id }))),
    locale: sometimes(fc.constantFrom('en-US', 'es', 'xx')),
    channelData: anything,
    timestamp: anything,
  },
  { requiredKeys: ['type', 'channelId', 'conversation', 'from'] },
);
/** Mostly activities, some JSON of any kind, some cut off. */
const body = fc.oneof(
  {
    weight: 20,
    arbitrary: activity.map((value) => JSON.stringify({ ...value, deliveryMode: 'expectReplies' })),
  },
  { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.tuple(activity, fc.nat(60)).map(([value, n]) => JSON.stringify(value).slice(0, n)),
  },
);

/** Answers that are in order. Of the others with 5xx only 503 is, which says that there is too much to do. */
const IN_ORDER = new Set([200, 201, 400, 403, 404, 408, 413, 415, 429, 501, 503]);
const AT_ONCE = 50;

export interface FuzzResult {
  readonly sent: number;
  readonly statuses: Readonly<Record<number, number>>;
  /** Growth of the heap after collection, from after the first tenth to the end. */
  readonly grownMb: number;
}

/**
 * Sends that many made-up activities to both doors of the built service, the messaging endpoint and Direct Line.
 *
 * @throws with the activities of a batch in which one was not answered as it should be.
 */
export async function fuzz(count: number, seed: number): Promise<FuzzResult> {
  const settings = {
    MAX_CONVERSATIONS: '500',
    // On a slow machine most would be turned away at the door, and nothing behind it would be tried.
    MAX_QUEUE_MS: '60000',
    CHAT_CALLS_PER_MINUTE: '10000000',
    CHAT_STARTS_PER_MINUTE: '1000000',
    LOG_LEVEL: 'info',
  };
  const service = await startService(settings, [
    '--expose-gc',
    '--require',
    join(__dirname, 'memoryProbe.cjs'),
  ]);
  const statuses: Record<number, number> = {};
  try {
    const warmUp = Math.max(AT_ONCE, Math.round(count / 10));
    await sendBatches(service, warmUp, seed, statuses);
    const before = await heapOf(service);
    await sendBatches(service, count - warmUp, seed + 1, statuses);
    const grown = (await heapOf(service)) - before;
    const { status } = await fetch(`${service.url}/healthz`);
    if (status !== 200) throw new Error(`/healthz answered ${status}`);
    return { sent: count, statuses, grownMb: grown / 1024 / 1024 };
  } finally {
    await service.dispose();
  }
}

async function sendBatches(service: Service, count: number, seed: number, statuses: Record<number, number>) {
  const batch = fc.array(body, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const check = fc.asyncProperty(batch, async (bodies) => {
    // Every batch has a chat of its own: a single one would soon be over the limit of messages anybody types.
    const chat = await openChat(service.url);
    const chatUrl = `${service.url}/v3/directline/conversations/${chat.id}/activities`;
    const answers = await Promise.all(
      bodies.map(async (text, index) => {
        const toChat = index % 5 === 0;
        const response = await fetch(toChat ? chatUrl : `${service.url}/api/messages`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(toChat ? { authorization: `Bearer ${chat.token}` } : {}),
          },
          body: text,
        });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    for (const status of answers) statuses[status] = (statuses[status] ?? 0) + 1;
    return answers.every((status) => IN_ORDER.has(status));
  });
  // Making a failing batch smaller would take minutes; the batch itself is printed, and the seed repeats it.
  await fc.assert(check, { numRuns: Math.ceil(count / AT_ONCE), seed, endOnFailure: true });
}

async function heapOf({ program }: Service): Promise<number> {
  const already = program.stdout().split('"msg":"heap"').length;
  program.process.kill('SIGUSR2');
  const printed = new RegExp(`(?:"msg":"heap","bytes":(\\d+)[\\s\\S]*){${already}}`);
  const [, bytes] = await within(program.printed(printed, 60_000), 60_000, 'the heap');
  return Number(bytes);
}

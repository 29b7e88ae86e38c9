import { z } from 'zod';

/** Sent by Web Chat and its client; other keys of channelData are dropped. */
const channelData = z.object({
  clientActivityID: z.string().max(200).optional(),
  clientTimestamp: z.string().max(40).optional(),
});

/** A button's payload is a word or a small flat object. */
const value = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  z
    .record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
    .refine((entries) => Object.keys(entries).length <= 20),
]);

/**
 * What a visitor's browser may send. Everything else of its body is dropped, so that nobody can pass for
 * another person, another conversation or the channel itself.
 */
const clientActivity = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().optional(),
  textFormat: z.literal('plain').optional().catch(undefined),
  name: z.string().max(100).optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,35}$/)
    .optional()
    .catch(undefined),
  value: value.optional().catch(undefined),
  channelData: channelData.optional().catch(undefined),
  attachments: z.array(z.unknown()).max(0).optional(),
});

export type ClientActivity = z.infer<typeof clientActivity>;

/** @returns the known parts of what a visitor's browser sent, or undefined when it is not such an activity. */
export function readClientActivity(body: unknown): ClientActivity | undefined {
  return clientActivity.safeParse(body).data;
}

const start = z.object({
  user: z.object({ id: z.string().optional() }).optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,35}$/)
    .optional()
    .catch(undefined),
});

/** @returns the language a new conversation asks for, if it names one. */
export function readLocale(body: unknown): string | undefined {
  return start.safeParse(body).data?.locale;
}

const generate = z
  .object({ user: z.object({ id: z.string().regex(/^dl_[\w-]{1,120}$/) }).optional() })
  .nullish();

/**
 * Reads the body of tokens/generate.
 *
 * @returns `undefined` when it names a user whose id does not begin with `dl_`, as the protocol demands.
 */
export function readGenerate(body: unknown): { readonly user?: string } | undefined {
  const parsed = generate.safeParse(body);
  if (!parsed.success) return undefined;
  const id = parsed.data?.user?.id;
  return id === undefined ? {} : { user: id };
}

/** Buttons that ask to start over; see the conversation core. Here they mean: forget what was said. */
const START_OVER = new Set(['restart', 'start-over']);

function commandOf({ value }: ClientActivity): string {
  const word = typeof value === 'object' ? value.command : value;
  return typeof word === 'string' ? word.trim().toLowerCase() : '';
}

/** True for a button that asks to start over. */
export function isStartOver(sent: ClientActivity): boolean {
  return sent.type === 'message' && START_OVER.has(commandOf(sent));
}

/** True when the visitor closed the chat. */
export function isClosing(sent: ClientActivity): boolean {
  return sent.type === 'event' && sent.name?.toLowerCase() === 'close';
}

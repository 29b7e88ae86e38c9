import { z } from 'zod';
import { Refusal } from './refusal';

/** Ids are kept in memory and put in URLs. Teams' longest, of a channel thread, are under 300 characters. */
const MAX_ID = 1024;
/** Real activities stay under ten levels; attached cards may reach twenty. */
const MAX_DEPTH = 64;

/**
 * A lone surrogate cannot be written into a URL, so an id that holds one could never be answered; PostgreSQL cannot
 * store a NUL character.
 */
const id = z
  .string()
  .max(MAX_ID)
  .regex(/^\P{Surrogate}*$/u)
  .refine((value) => !value.includes('\0'));
const filledId = id.min(1);
/** Some serializers write null for what is not there. */
const absent = <T extends z.ZodType>(shape: T) => shape.nullish().transform((value) => value ?? undefined);
const text = absent(z.string());
const account = z.looseObject({ id });
const objects = absent(z.array(z.looseObject({})));

/** The parts of an activity this service reads. Everything else is dropped before the SDK sees it. */
const activityShape = z.object({
  type: filledId,
  channelId: filledId,
  conversation: z.looseObject({ id: filledId }),
  from: account,
  recipient: absent(z.looseObject({ id: absent(id) })),
  id: absent(id),
  replyToId: absent(id),
  serviceUrl: text,
  deliveryMode: text,
  text,
  textFormat: text,
  locale: text,
  name: text,
  action: text,
  membersAdded: absent(z.array(account)),
  membersRemoved: absent(z.array(account)),
  attachments: objects,
  entities: objects,
  value: z.unknown().optional(),
});

/**
 * Checks that a JSON value is an activity the rest of the service can rely on.
 *
 * @returns only the known parts of it.
 * @throws {@link Refusal} 400.
 */
export function checkActivity(json: unknown): object {
  const parsed = isPlainAndShallow(json) ? activityShape.safeParse(json) : undefined;
  if (parsed?.success !== true) throw new Refusal('bad-activity');
  return parsed.data;
}

/**
 * Walks without recursion: the depth of the input must not become the depth of the stack. A key named
 * `__proto__` would change the prototype of every copy made of its object.
 */
function isPlainAndShallow(json: unknown): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    const objects = level.filter((value): value is object => typeof value === 'object' && value !== null);
    if (depth > MAX_DEPTH || objects.some((value) => Object.hasOwn(value, '__proto__'))) return false;
    level = objects.flatMap((value) => Object.values(value));
  }
  return true;
}

import type { InboundEvent } from '../conversation/events';
import type { Greeting } from '../storage/Store';

/** Beyond this many people of one group, introductions repeat, which the core takes calmly. */
const MAX_PEOPLE = 200;

const QUIET = new Set<InboundEvent['kind']>(['removed', 'rated', 'edited']);

/** What to do about the welcome in one turn. */
interface Welcome {
  /** True when the conversation was welcomed before, so that this opening says nothing. */
  readonly isRepeated: boolean;
  /** True when somebody else was welcomed here, so that this person is introduced to the core without a welcome. */
  readonly introduces: boolean;
  readonly greeting: Greeting | undefined;
}

/**
 * Keeps the welcome to one per conversation. Channels announce the same opening two or three times, at once or minutes
 * apart, and name different people in it; the core only knows the person it was told about.
 *
 * @param idleMs - after this silence a conversation starts afresh, as it does in the core.
 */
export function welcome(
  known: Greeting | undefined,
  event: InboundEvent,
  person: string,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Welcome {
  // Neither begins to talk: nobody is introduced for it.
  if (QUIET.has(event.kind)) return { isRepeated: false, introduces: false, greeting: known };
  const live = known !== undefined && now - known.at < idleMs ? known : undefined;
  const isRepeated = event.kind === 'opened' && live !== undefined;
  const people = live?.people ?? [];
  const isKnown = people.includes(person);
  return {
    isRepeated,
    introduces: event.kind !== 'opened' && live !== undefined && !isKnown,
    greeting: isRepeated
      ? live
      : { people: isKnown || people.length >= MAX_PEOPLE ? people : [...people, person], at: now },
  };
}

import type { Activity, ConversationReference } from 'botbuilder';
import type { Unsent } from '../storage/Store';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';

/** A reply in the store, with where it goes. */
export interface UnsentReply {
  readonly reference: Partial<ConversationReference>;
  readonly activity: Partial<Activity>;
}

interface ResendOptions {
  readonly store: StoreHealth;
  readonly log: Log;
  readonly send: (reply: UnsentReply) => Promise<void>;
  /** Longer than any one try can take: nobody else sends a reply meanwhile. */
  readonly leaseMs: number;
  /** Wait before the second try; it doubles with each. */
  readonly retryMs: number;
}

/** With the waits doubling, tries spread over some minutes. */
const MAX_TRIES = 6;

/** Sends again what a channel has not taken, in order for each conversation. */
export interface Resender {
  /**
   * One round.
   *
   * @param orphaned - also what another process seems to be sending: at the start of the only one.
   * @param stop - ends the round before the next reply; what is left waits for the next process.
   */
  round(orphaned: boolean, stop?: AbortSignal): Promise<void>;
}

/** Makes a sender of what is left over. */
export function createResender({ store, log, send, leaseMs, retryMs }: ResendOptions): Resender {
  /** @returns what is still to be sent in this round. */
  const sendFirst = async (first: Unsent, rest: readonly Unsent[]): Promise<readonly Unsent[]> => {
    const { id, attempts } = first;
    const conversation = conversationOf(first);
    try {
      await send(replyIn(first));
      await store.ask((kept) => kept.sent([id]));
      log.info('reply.resent', { conversation });
      return rest;
    } catch (error) {
      if (isFinal(error) || attempts + 1 >= MAX_TRIES) {
        log.error('reply.dropped', { conversation, error });
        await store.ask((kept) => kept.sent([id]));
        return rest;
      }
      // A later line must not come before an earlier one, so all of the conversation waits as long.
      const later = rest.filter((one) => conversationOf(one) === conversation);
      const waiting = [id, ...later.map((one) => one.id)];
      await store.ask((kept) => kept.postpone(waiting, retryMs * 2 ** attempts));
      return rest.filter((one) => !later.includes(one));
    }
  };

  return {
    async round(orphaned, stop) {
      let waiting: readonly Unsent[] = await store.ask((kept) => kept.unsent(leaseMs, orphaned));
      while (waiting.length > 0 && stop?.aborted !== true) {
        const before = waiting;
        // Anew for each: the sends of one round can together take longer than a lease.
        const held = await store.ask((kept) => kept.hold(before, leaseMs));
        const [next, ...rest] = held;
        // Somebody else is at it, and a later line must not overtake theirs. What is held here comes again.
        if (next === undefined || held.length < before.length) return;
        waiting = await sendFirst(next, rest);
      }
    },
  };
}

function replyIn({ activity }: Unsent): UnsentReply {
  return activity as UnsentReply;
}

function conversationOf(unsent: Unsent): string {
  return replyIn(unsent).reference.conversation?.id ?? '';
}

/** The channel says that it will never take this: the conversation is gone, or the reply is not to its liking. */
export function isFinal(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  const passing = [401, 403, 408, 412, 425, 429];
  return (
    typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && !passing.includes(statusCode)
  );
}

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
  const sendOne = async ({ id, attempts, activity }: Unsent, failed: Set<string>) => {
    const reply = activity as UnsentReply;
    const conversation = reply.reference.conversation?.id ?? '';
    // A later line must not come before an earlier one.
    if (failed.has(conversation)) return store.ask((kept) => kept.postpone(id, retryMs));
    try {
      await send(reply);
      await store.ask((kept) => kept.sent([id]));
      log.info('reply.resent', { conversation });
    } catch (error) {
      if (isFinal(error) || attempts + 1 >= MAX_TRIES) {
        log.error('reply.dropped', { conversation, error });
        return store.ask((kept) => kept.sent([id]));
      }
      failed.add(conversation);
      await store.ask((kept) => kept.postpone(id, retryMs * 2 ** attempts));
    }
  };

  return {
    async round(orphaned, stop) {
      const failed = new Set<string>();
      let waiting = await store.ask((kept) => kept.unsent(leaseMs, orphaned));
      while (waiting.length > 0 && stop?.aborted !== true) {
        const before = waiting;
        // Anew for each: the sends of one round can together take longer than a lease.
        const held = await store.ask((kept) => kept.hold(before, leaseMs));
        const [next, ...rest] = held;
        // Somebody else is at it, and a later line must not overtake theirs. What is held here comes again.
        if (next === undefined || held.length < before.length) return;
        await sendOne(next, failed);
        waiting = rest;
      }
    },
  };
}

/** The channel says that it will never take this: the conversation is gone, or the reply is not to its liking. */
export function isFinal(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  const passing = [401, 403, 408, 412, 425, 429];
  return (
    typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && !passing.includes(statusCode)
  );
}

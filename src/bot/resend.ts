import type { Activity, ConversationReference } from 'botbuilder';
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
  /** Longer than any try can take: nobody else sends a reply meanwhile. */
  readonly leaseMs: number;
  /** Wait before the second try; it doubles with each. */
  readonly retryMs: number;
}

/** With the waits doubling, tries spread over some minutes. */
const MAX_TRIES = 6;

/** Sends again what a channel has not taken, in order for each conversation. */
export interface Resender {
  /** One round. @param orphaned - also what another process seems to be sending: at the start of the only one. */
  round(orphaned: boolean): Promise<void>;
}

/** Makes a sender of what is left over. */
export function createResender({ store, log, send, leaseMs, retryMs }: ResendOptions): Resender {
  return {
    async round(orphaned) {
      const unsent = await store.ask((kept) => kept.unsent(leaseMs, orphaned));
      const failed = new Set<string>();
      for (const { id, attempts, activity } of unsent) {
        const reply = activity as UnsentReply;
        const conversation = reply.reference.conversation?.id ?? '';
        // A later line must not come before an earlier one.
        if (failed.has(conversation)) {
          await store.ask((kept) => kept.postpone(id, retryMs));
          continue;
        }
        try {
          await send(reply);
          await store.ask((kept) => kept.sent([id]));
          log.info('reply.resent', { conversation });
        } catch (error) {
          if (isFinal(error) || attempts + 1 >= MAX_TRIES) {
            log.error('reply.dropped', { conversation, error });
            await store.ask((kept) => kept.sent([id]));
            continue;
          }
          failed.add(conversation);
          await store.ask((kept) => kept.postpone(id, retryMs * 2 ** attempts));
        }
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

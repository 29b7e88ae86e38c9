import type { Activity } from './activity';

/** What became of a message that was not taken. */
export type SendFailure = 'too-many' | 'too-long' | 'not-sent';

/** How one attempt to send went. `again`: there was no answer, or the conversation is gone; it stays in the box. */
export type Attempt = 'sent' | 'again' | SendFailure;

/** Messages on their way, in order. One leaves the box when the service has answered it, never before. */
export interface Outbox {
  /** @returns the id under which the service will show it back. */
  add(activity: Activity): string;
  has(clientId: string): boolean;
  /** Takes out what is known to have arrived. */
  arrived(clientId: string): void;
  /** Sends what is in the box, one after the other, until one fails to get an answer. */
  flush(): Promise<void>;
  readonly size: number;
  clear(): void;
}

interface OutboxOptions {
  readonly attempt: (activity: Activity) => Promise<Attempt>;
  readonly done: (clientId: string, failure?: SendFailure) => void;
}

/** Makes an empty box. */
export function createOutbox({ attempt, done }: OutboxOptions): Outbox {
  const waiting = new Map<string, Activity>();
  let flushing: Promise<void> | undefined;

  async function sendAll(): Promise<void> {
    for (const [clientId, activity] of waiting) {
      const went = await attempt(activity);
      if (went === 'again') return;
      // Cleared meanwhile: nobody waits for it any more.
      if (!waiting.delete(clientId)) continue;
      if (went === 'sent') done(clientId);
      else done(clientId, went);
    }
  }

  return {
    get size() {
      return waiting.size;
    },
    add(activity) {
      const clientId = newId();
      const channelData = { ...activity.channelData, clientActivityID: clientId };
      waiting.set(clientId, { ...activity, channelData });
      return clientId;
    },
    has: (clientId) => waiting.has(clientId),
    arrived(clientId) {
      if (waiting.delete(clientId)) done(clientId);
    },
    flush() {
      flushing ??= sendAll().finally(() => {
        flushing = undefined;
      });
      return flushing;
    },
    clear: () => waiting.clear(),
  };
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import type { ServerResponse } from 'node:http';

/** Requests that are still being worked on or answered. */
export interface TurnsInFlight {
  /** Counts a request until both its work is done and its answer has left, or its client has. */
  track(work: Promise<unknown>, res: ServerResponse): void;
  /** Resolves with how many are left: 0, or more when `limitMs` is over first. */
  drained(limitMs: number): Promise<number>;
}

export function trackTurns(): TurnsInFlight {
  const open = new Set<Promise<unknown>>();
  return {
    track(work, res) {
      const left = new Promise<void>((resolve) => {
        if (res.closed) resolve();
        else res.once('close', resolve);
      });
      const both: Promise<unknown> = Promise.allSettled([work, left]).then(() => open.delete(both));
      open.add(both);
    },
    async drained(limitMs) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      await Promise.race([Promise.all(open), limit]);
      clearTimeout(timer);
      return open.size;
    },
  };
}

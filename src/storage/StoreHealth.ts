import type { Log } from '../telemetry/log';
import { KEY_UNKNOWN, StorageError } from './StorageError';
import type { Changes, Found, Store, TurnAt } from './Store';

interface HealthOptions {
  readonly log: Log;
  /** Longest time a turn may wait for the store; channels give up after 10 to 15 s. */
  readonly limitMs?: number;
  /** How often a store that failed is tried again. */
  readonly retryMs?: number;
}

/** The store as turns use it: never slower than a limit, and left alone while it is known to be down. */
export interface StoreHealth {
  readonly isUp: () => boolean;
  /**
   * As {@link Store.turn}, within the limit.
   *
   * @throws {@link StorageError} at once while the store is down.
   */
  turn<T>(at: TurnAt, decide: (found: Found) => { changes: Changes; result: T }): Promise<T>;
  /** The same for anything else. */
  ask<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): void;
}

/** The store with whoever watches over it. */
export interface WatchedStore extends StoreHealth {
  /** Looks whether it works though nobody asks, and whether its keys are still here: a backup may have been put under it. */
  check(): Promise<void>;
}

const LIMIT_MS = 6000;
const RETRY_MS = 1000;

/**
 * Watches over the store: the first fault is logged once, and it is tried again until it works. Where it comes back with
 * texts of another key, that is logged as well, and it stays away: what would be written beside them could be lost.
 */
export function watchStore(
  store: Store,
  { log, limitMs = LIMIT_MS, retryMs = RETRY_MS }: HealthOptions,
): WatchedStore {
  let retry: NodeJS.Timeout | undefined;
  let isUp = true;
  let saidKey = false;

  const again = () => {
    retry = setTimeout(async () => {
      try {
        await within(store.check(), limitMs);
        isUp = true;
        log.info('store.up');
      } catch (error) {
        if (isKeyUnknown(error) && !saidKey) log.error('store.down', { error });
        saidKey ||= isKeyUnknown(error);
        again();
      }
    }, retryMs);
    retry.unref();
  };

  const down = (error: unknown) => {
    isUp = false;
    saidKey = isKeyUnknown(error);
    log.error('store.down', { error });
    again();
  };

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (!isUp) throw new StorageError('the store is down');
    try {
      return await within(work(), limitMs);
    } catch (error) {
      if (error instanceof StorageError && error.isOutage && isUp) down(error);
      throw error;
    }
  }

  return {
    isUp: () => isUp,
    turn(at, decide) {
      // What comes too late must not be stored: the visitor has been told that it was not.
      const until = performance.now() + limitMs;
      return guarded(() => store.turn({ ...at, mayCommit: () => performance.now() < until }, decide));
    },
    ask: (work) => guarded(() => work(store)),
    async check() {
      if (!isUp) return;
      await within(store.check(), limitMs).catch((error: unknown) => {
        if (isUp) down(error);
      });
    },
    close: () => clearTimeout(retry),
  };
}

function isKeyUnknown(error: unknown): boolean {
  return error instanceof StorageError && error.code === KEY_UNKNOWN;
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StorageError('the store did not answer in time')), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

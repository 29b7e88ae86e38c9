import type { Log } from '../telemetry/log';
import { openStore, type StoreOptions } from './openStore';
import type { Store } from './Store';
import { type StoreHealth, watchStore } from './StoreHealth';

/** The store of the running service, with its housekeeping. */
export interface Storage {
  readonly store: StoreHealth;
  /** Tells of conversations in which another replica stored something; absent where there is only one. */
  readonly heard?: Store['heard'];
  /** Begins what must be done again and again; see {@link Chores}. */
  keepHouse(chores: Chores): void;
  close(): Promise<void>;
}

export interface StorageOptions extends StoreOptions {
  readonly log: Log;
  /** How often a store that failed is tried again. */
  readonly retryMs?: number;
}

interface Chores {
  /** Sends again what channels have not taken. @param orphaned - also what another process seems to be sending. @param stop - the service ends. */
  readonly resend: (orphaned: boolean, stop: AbortSignal) => Promise<void>;
  readonly contentVersion: string;
}

const SWEEP_MS = 60_000;
const RESEND_MS = 5000;

/**
 * Opens the store for the service.
 *
 * @throws {@link StorageError} naming the setting and what to do.
 */
export async function openStorage({ log, retryMs, ...options }: StorageOptions): Promise<Storage> {
  const { store } = await openStore(options);
  const health = watchStore(store, { log, ...(retryMs === undefined ? {} : { retryMs }) });
  const timers: NodeJS.Timeout[] = [];
  const stop = new AbortController();
  let busy: Promise<unknown> = Promise.resolve();

  /** One chore at a time; a fault is logged, and the chore comes again. */
  const every = (ms: number, name: string, chore: () => Promise<unknown>) => {
    const run = () => {
      busy = busy.then(chore).catch((error: unknown) => log.error(name, { error }));
    };
    const timer = setInterval(run, ms);
    timer.unref();
    timers.push(timer);
    run();
  };

  return {
    store: health,
    ...(store.heard === undefined ? {} : { heard: store.heard }),
    keepHouse({ resend, contentVersion }) {
      // A single process knows at its start that nobody else is sending.
      let orphaned = store.heard === undefined;
      busy = health
        .ask((kept) => kept.noteContent(contentVersion))
        .catch((error: unknown) => log.error('audit.failed', { error }));
      every(SWEEP_MS, 'sweep.failed', async () => {
        await health.check();
        await store.sweep();
      });
      every(RESEND_MS, 'resend.failed', async () => {
        if (!health.isUp() || stop.signal.aborted) return;
        await resend(orphaned, stop.signal);
        orphaned = false;
      });
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      stop.abort();
      health.close();
      await busy;
      await store.close();
    },
  };
}

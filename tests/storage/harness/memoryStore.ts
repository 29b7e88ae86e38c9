import { openStorage, type Storage } from '../../../src/storage/openStorage';
import type { StoreOptions } from '../../../src/storage/openStore';
import type { StoreHealth } from '../../../src/storage/StoreHealth';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real store on a SQLite database in memory, opened with its first use. */
export function memoryStore(options: Partial<StoreOptions> = {}): StoreHealth {
  let opened: Promise<Storage> | undefined;
  const store = async () => {
    opened ??= openStorage({
      dataDir: '',
      use: 'memory',
      idleMinutes: 30,
      feedbackRetentionDays: 90,
      maxConversations: 100,
      log: SILENT,
      ...options,
    });
    return (await opened).store;
  };
  return {
    isUp: () => true,
    turn: async (at, decide) => (await store()).turn(at, decide),
    ask: async (work) => (await store()).ask(work),
    close: () => void opened?.then(({ close }) => close()),
  };
}

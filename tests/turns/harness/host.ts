import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { ConversationKey } from '../../../src/conversation/events';
import { openStorage } from '../../../src/storage/openStorage';
import type { StoreHealth } from '../../../src/storage/StoreHealth';
import type { Log, LogFields } from '../../../src/telemetry/log';
import { createTurnHost } from '../../../src/turns/createTurnHost';
import { within } from '../../clients/harness/within';
import { TODAY } from '../../conversation/harness/chat';

export const KEY: ConversationKey = {
  channel: 'webchat',
  conversation: 'conversation-1',
  person: 'person-1',
};

/** A log that keeps its lines. */
export function keepingLog(): Log & {
  readonly lines: { level: string; event: string; fields: LogFields }[];
} {
  const lines: { level: string; event: string; fields: LogFields }[] = [];
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields });
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

/** The whole service behind the channels, with the real content and a data folder of its own. */
export async function startHost() {
  const folder = mkdtempSync(join(tmpdir(), 'spine-guide-host-'));
  const log = keepingLog();
  const clock = { now: Date.parse(`${TODAY}T12:00:00Z`) };
  const dataDir = join(folder, 'data');
  const options = { idleMinutes: 30, feedbackRetentionDays: 90, log, now: () => clock.now };
  const storage = await openStorage({ ...options, dataDir, maxConversations: 10_000, retryMs: 20 });
  const { store } = storage;
  const created = createTurnHost({ ...options, links: {}, store });
  return {
    ...created,
    log,
    clock,
    dataDir,
    store,
    say: (text: string, activityId?: string, key = KEY) =>
      created.host.take(key, { kind: 'message', text }, { activityId }),
    /** The feedback stored so far. */
    stored: () => storage.store.ask((kept) => kept.feedback()),
    /** Another program has locked the database. @returns how to end that; it resolves when the service has noticed. */
    breakStorage: () => {
      const letGo = hold(join(dataDir, 'spine-guide.db'));
      return async () => {
        letGo();
        await within(up(store), 5000, 'the store to be up again');
      };
    },
    close: storage.close,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Holds the database as another program would, so that the service cannot write. @returns how to let it go. */
function hold(file: string): () => void {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

/** Resolves when the store works again by itself. */
async function up({ isUp }: StoreHealth): Promise<void> {
  while (!isUp()) await new Promise((resolve) => setTimeout(resolve, 5));
}

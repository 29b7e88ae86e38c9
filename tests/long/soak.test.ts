import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openStorage } from '../../src/storage/openStorage';
import { createTurnHost } from '../../src/turns/createTurnHost';
import { TODAY } from '../conversation/harness/chat';

const TURNS = Number(process.env.SOAK_TURNS ?? 200_000);
const PER_CONVERSATION = 4;
const SAID = ['what is an mri', 'i feel weak', 'no', 'menu'];
/** Turns within the life of a conversation: from then on as much is deleted as is stored. */
const ALIVE = 10_000;
const LIFE_MS = 60 * 60_000;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test(
  `${TURNS} turns of ever new conversations: memory and database stop growing`,
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'spine-guide-soak-'));
    const clock = { now: Date.parse(`${TODAY}T12:00:00Z`) };
    const options = { idleMinutes: 30, feedbackRetentionDays: 90, log: SILENT, now: () => clock.now };
    const storage = await openStorage({ ...options, dataDir, maxConversations: 20_000 });
    const { host } = createTurnHost({ ...options, links: {}, store: storage.store });
    const heap: number[] = [];
    const bytes: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      clock.now += LIFE_MS / ALIVE;
      const conversation = `c-${Math.floor(turn / PER_CONVERSATION)}`;
      const key = { channel: 'directline', conversation, person: 'p' };
      const event = { kind: 'message', text: SAID[turn % PER_CONVERSATION] ?? '' } as const;
      const keep = (outcome: { replies: readonly object[] }) => ({ log: outcome.replies });
      await host.take(key, event, { activityId: String(turn), keep });
      if (turn % 1000 === 999) await storage.store.ask((store) => store.sweep());
      if (turn % (TURNS / 10) === TURNS / 10 - 1) {
        collect();
        heap.push(process.memoryUsage().heapUsed / 2 ** 20);
        bytes.push(statSync(join(dataDir, 'spine-guide.db')).size / 2 ** 20);
      }
    }
    await storage.close();
    rmSync(dataDir, { recursive: true });
    const shown = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' ');
    process.stderr.write(
      `${TURNS} turns: heap after collection ${shown(heap)} MB, database ${shown(bytes)} MB\n`,
    );
    // The first sample after which as much is deleted as is stored.
    const steady = Math.ceil((1.2 * ALIVE) / (TURNS / 10)) - 1;
    expect((heap.at(-1) ?? 0) - (heap[steady] ?? 0)).toBeLessThan(5);
    expect((bytes.at(-1) ?? 0) - (bytes[steady] ?? 0)).toBeLessThan(1);
  },
  90 * 60_000,
);

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationKey } from '../../../src/conversation/events';
import type { Log, LogFields } from '../../../src/telemetry/log';
import { createTurnHost } from '../../../src/turns/createTurnHost';
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
  const created = await createTurnHost({
    dataDir,
    idleMinutes: 30,
    maxConversations: 100,
    feedbackRetentionDays: 90,
    links: {},
    log,
    now: () => clock.now,
  });
  const feedbackPath = join(dataDir, 'feedback.jsonl');
  return {
    ...created,
    log,
    clock,
    dataDir,
    feedbackPath,
    say: (text: string, activityId?: string, key = KEY) =>
      created.host.take(key, { kind: 'message', text }, activityId),
    /** The feedback stored so far; a later line of the same one takes the place of an earlier one. */
    stored: () => {
      const lines = readFileSync(feedbackPath, 'utf8').trimEnd();
      const rows = lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line) as { id: string });
      return [...new Map(rows.map((row) => [row.id, row as Record<string, unknown>])).values()];
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

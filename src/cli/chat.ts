import { createInterface } from 'node:readline';
import { render } from '../channels/render';
import { loadDotEnv, readConfig } from '../config';
import type { ConversationKey, InboundEvent } from '../conversation/events';
import { openStorage } from '../storage/openStorage';
import { createLog } from '../telemetry/log';
import { createTurnHost } from '../turns/createTurnHost';
import { runCommand } from './runCommand';

const KEY: ConversationKey = { channel: 'terminal', conversation: 'terminal', person: 'terminal' };

/** `npm run chat`: the same service in a terminal. Ctrl+D or Ctrl+C leaves. */
async function main(): Promise<void> {
  loadDotEnv();
  const config = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const log = createLog('silent');
  // In memory: what is tried out here is no visitor's, and the service may run beside it.
  const storage = await openStorage({ ...config.storage, use: 'memory', log });
  const { host, labels } = createTurnHost({ ...config.turns, store: storage.store, log });
  const say = async (event: InboundEvent) => {
    for (const reply of (await host.take(KEY, event)).replies) {
      const choices = reply.choices.map(({ label }) => `[${label}]`).join(' ');
      process.stdout.write(
        `\n${render(reply, { channelId: KEY.channel, shared: false }, labels).text}\n${choices === '' ? '' : `\n${choices}\n`}`,
      );
    }
    process.stdout.write('\n> ');
  };
  await say({ kind: 'opened' });
  for await (const line of createInterface({ input: process.stdin }))
    await say({ kind: 'message', text: line });
  process.stdout.write('\n');
  await storage.close();
}

runCommand(main);

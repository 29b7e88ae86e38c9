import { createInterface } from 'node:readline';
import { render } from '../channels/render';
import { loadDotEnv, readConfig } from '../config';
import type { ConversationKey, InboundEvent } from '../conversation/events';
import { createLog } from '../telemetry/log';
import { createTurnHost } from '../turns/createTurnHost';
import { runCommand } from './runCommand';

const KEY: ConversationKey = { channel: 'terminal', conversation: 'terminal', person: 'terminal' };

/** `npm run chat`: the same service in a terminal. Ctrl+D or Ctrl+C leaves. */
async function main(): Promise<void> {
  loadDotEnv();
  const config = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { host, labels } = await createTurnHost({ ...config.turns, log: createLog('silent') });
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
}

runCommand(main);

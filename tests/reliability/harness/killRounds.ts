import { type Service, startService } from '../../clients/harness/service';
import { within } from '../../clients/harness/within';
import { Load, type Tally } from './load';

/** Nothing may be in the way of the load but the service itself. */
const UNLIMITED = {
  CHAT_STARTS_PER_MINUTE: '1000000',
  CHAT_CALLS_PER_MINUTE: '1000000',
};

/** Kills the service again and again while visitors talk. @returns what the logs say in the end. */
export async function killRounds(rounds: number, settings: Record<string, string>): Promise<Tally> {
  const load = new Load();
  const start = () => startService({ ...UNLIMITED, ...settings });
  let service = await start();
  try {
    load.urls = [service.url];
    for (let round = 0; round < rounds; round++) {
      // New ones each round: a person does not send more than a message a second for long.
      await load.begin(4);
      load.start();
      await within(load.acknowledged(8 + Math.floor(Math.random() * 12)), 30_000, 'some messages');
      await kill(service);
      service = await start();
      load.urls = [service.url];
      await within(load.acknowledged(4), 30_000, 'messages after the restart');
      await load.stop();
    }
    return await load.tally();
  } finally {
    load.quit();
    await service.dispose().catch(() => undefined);
  }
}

async function kill({ program }: Service): Promise<void> {
  program.process.kill('SIGKILL');
  await within(program.exit, 10_000, 'the service to be gone');
}

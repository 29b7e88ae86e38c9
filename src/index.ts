import { join } from 'node:path';
import { createBot } from './bot/createBot';
import { type Config, loadDotEnv, readConfig, SETTING_NAMES } from './config';
import { createServer } from './server/createServer';
import { startupMessage } from './server/startupMessage';
import { settingSlips } from './settingSlips';
import { openStorage } from './storage/openStorage';
import { createLog, type Log, type LogFields } from './telemetry/log';
import { createTurnHost } from './turns/createTurnHost';
import { createWebsite } from './website/createWebsite';

/** Health checks and the website are answered first; loading an SDK holds everybody up for about half a second. */
const WARM_UP_MS = 500;

/** Puts the service together and starts it: settings, content, conversation, bot, server. */
async function start(): Promise<void> {
  loadDotEnv();
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  for (const slip of settingSlips(process.env, SETTING_NAMES)) log.warn('setting.unknown', slip);
  const storage = await openStorage({ ...config.storage, log });
  const { store } = storage;
  const { host, isUrgent, labels, widgets, version, contentVersion, staffKnowledge } = createTurnHost({
    ...config.turns,
    store,
    log,
  });
  const { receive, run, resend, warmUp } = createBot({
    ...config.bot,
    takesMessages: config.takesMessages,
    host,
    store,
    labels,
    isUrgent,
    staffKnowledge,
    log,
  });
  const folder = join(__dirname, 'web');
  const website = createWebsite({ ...config.website, ...storage, folder, widgets, isUrgent, run, log });
  const server = createServer({
    ...config.server,
    ...(config.takesMessages ? { receive } : {}),
    website: { ...config.website, ...website },
    isUrgent,
    emergencyLine: labels.emergencyLine,
    ready: store.isUp,
    version,
    log,
  });

  const { address, port } = await server.listen(config.listen.port, config.listen.host);
  log.info('started', { host: address, port, version, ...inForce(config) });
  storage.keepHouse({ resend, contentVersion });
  setTimeout(warmUp, WARM_UP_MS).unref();
  if (config.bot.registration === undefined && config.takesMessages)
    log.warn(unsigned(config.server.loopbackOnly));
  stopOnSignals(log, async () => {
    await server.close();
    await storage.close();
  });
}

/** What an operator would otherwise have to infer from the settings and their defaults. */
function inForce({ takesMessages, website, storage }: Config): LogFields {
  return {
    store: storage.databaseUrl === undefined ? 'sqlite' : 'postgres',
    serves: takesMessages ? 'website and bot' : 'website',
    ...(website.publicOrigin === undefined ? {} : { publicHost: new URL(website.publicOrigin).host }),
    trustedProxies: website.trustedProxies,
  };
}

function unsigned(loopbackOnly: boolean): string {
  const from = loopbackOnly ? 'from this machine only' : 'from everyone who reaches this port';
  return `no MicrosoftAppId: accepting unsigned requests, ${from}`;
}

/** Stops in order on the first signal; a second one ends the process at once, as usual. */
function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  const onSignal = (signal: string) => {
    log.info('stopping', { reason: signal });
    stop().then(
      () => process.exit(0),
      (error) => fail(log, 'stop.failed', error),
    );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  // Also reached by rejections nobody handled; the default print-out would quote the error's message.
  process.on('uncaughtException', (error) => fail(log, 'crashed', error));
}

function fail(log: Log, event: string, error: unknown): void {
  log.error(event, { error });
  process.exit(1);
}

start().catch((error) => {
  const message = startupMessage(error);
  if (message === undefined) fail(createLog('error'), 'start.failed', error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});

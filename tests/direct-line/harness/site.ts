import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBot } from '../../../src/bot/createBot';
import { ContentReader } from '../../../src/content/ContentReader';
import { readWidgets } from '../../../src/content/readWidget';
import { createServer } from '../../../src/server/createServer';
import { createLog } from '../../../src/telemetry/log';
import { createWebsite, type Website, type WebsiteOptions } from '../../../src/website/createWebsite';
import { GENEROUS } from '../../server/fixtures/edge';
import { type FakeTurnHost, fakeTurnHost } from '../../server/fixtures/fakeTurnHost';
import { memoryStore } from '../../storage/harness/memoryStore';

const ROOT = join(__dirname, '../../..');
const SLOTS = { emergencyNumber: '911', crisisNumber: '988', mainPhone: '555-555-0100' };
const CARD = { level: 'Now', actions: [{ label: 'Call 911', url: 'tel:911' }] };
const LABELS = {
  source: 'Source',
  sources: 'Sources',
  checked: 'Checked on {date}.',
  picked: 'You picked: {what}',
  privateChat: 'Open a private chat with me',
  cards: { emergency: CARD, crisis: CARD, urgent: CARD },
  tooMany: 'Too many. Call 911 in an emergency.',
};

interface SiteOptions
  extends Partial<Omit<WebsiteOptions, 'run' | 'log' | 'widgets' | 'store' | 'isUrgent'>> {
  readonly idleMs?: number;
  readonly host?: FakeTurnHost;
  readonly startsPerMinute?: number;
  readonly trustedProxies?: number;
  readonly callsPerMinute?: number;
  readonly socketsPerAddress?: number;
  readonly maxInFlight?: number;
  readonly loopbackOnly?: boolean;
}

/** The website on a free port: real HTTP server, real channel, real bot; only the conversation core is a stand-in. */
export interface Site {
  readonly url: string;
  readonly port: number;
  readonly host: FakeTurnHost;
  readonly website: Website;
  logged(): string;
  close(): Promise<void>;
}

/** Starts the website. Its core answers `re: <text>`. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const { startsPerMinute = 1000, trustedProxies = 0, loopbackOnly = true } = options;
  const { callsPerMinute = 100_000, socketsPerAddress = 1000, maxInFlight = GENEROUS.maxInFlight } = options;
  const { idleMs = 60_000, maxConversations = 100, now = Date.now } = options;
  const {
    host = fakeTurnHost(undefined, memoryStore({ idleMinutes: idleMs / 60_000, maxConversations, now })),
  } = options;
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const dataDir = mkdtempSync(join(tmpdir(), 'spine-guide-site-'));
  const { receive, run } = createBot({
    labels: LABELS,
    isUrgent: GENEROUS.isUrgent,
    log,
    allowedServiceHosts: [],
    connectorTimeoutMs: 2000,
    store: host.store,
    host,
  });
  const website = createWebsite({
    folder: join(ROOT, 'dist/web'),
    dataDir,
    widgets: readWidgets(new ContentReader(ROOT), SLOTS),
    allowedOrigins: [],
    timeoutMs: 2000,
    maxConversations,
    ...options,
    store: host.store,
    isUrgent: GENEROUS.isUrgent,
    run,
    log,
  });
  const server = createServer({
    receive,
    website: { ...website, startsPerMinute, trustedProxies, callsPerMinute, socketsPerAddress },
    ready: () => true,
    version: '1.2.3',
    log,
    maxBodyBytes: 65_536,
    bodyTimeoutMs: 5000,
    drainTimeoutMs: 5000,
    loopbackOnly,
    ...GENEROUS,
    maxInFlight,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    host,
    website,
    logged: () => lines.join(''),
    async close() {
      await server.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

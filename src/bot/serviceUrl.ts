import { isLoopback } from './loopback';
import type { RefusalReason } from './receipt';
import type { Cloud } from './registration';

/**
 * Hosts of Microsoft's channels, by cloud. A leading dot means subdomains. trafficmanager.net itself is not
 * listed: anybody can rent a name under it. Source: agents-hosting 1.8.1 outboundHostValidator.ts, and the
 * government clouds of Teams, of which GCC belongs to the public cloud.
 */
const CHANNEL_HOSTS: Readonly<Record<Cloud, readonly string[]>> = {
  public: [
    'botframework.com',
    '.botframework.com',
    'smba.trafficmanager.net',
    'smba.infra.gcc.teams.microsoft.com',
  ],
  'us-government': [
    '.botframework.azure.us',
    'smba.infra.gov.teams.microsoft.us',
    'smba.infra.dod.teams.microsoft.us',
  ],
};

/** Which service URLs replies may be sent to. */
export type ServiceUrlPolicy =
  /** No app id: whoever sends the activity also chooses the URL, so only this machine is allowed. */
  | { readonly kind: 'loopback' }
  /** The hosts of one cloud and those the operator lists. */
  | { readonly kind: 'hosts'; readonly cloud: Cloud; readonly more: readonly string[] };

/**
 * Checks the URL an activity asks its replies to be sent to, because the bot will post there.
 *
 * @returns why it is refused, or undefined when it is allowed.
 */
export function serviceUrlProblem(serviceUrl: unknown, policy: ServiceUrlPolicy): RefusalReason | undefined {
  if (typeof serviceUrl !== 'string' || serviceUrl === '') return 'service-url-missing';
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined;
  if (url === undefined || !isPlain(url)) return 'service-url-refused';
  const allowed =
    policy.kind === 'loopback'
      ? isLoopback(url.hostname)
      : url.protocol === 'https:' && url.port === '' && isListed(url.hostname, policy);
  return allowed ? undefined : 'service-url-refused';
}

/** User info, query and fragment have no place here; they only serve to reach something else. */
function isPlain(url: URL): boolean {
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  return web && url.username === '' && url.password === '' && url.search === '' && !/[?#]/.test(url.href);
}

function isListed(host: string, { cloud, more }: { cloud: Cloud; more: readonly string[] }): boolean {
  return [...CHANNEL_HOSTS[cloud], ...more].some((entry) =>
    entry.startsWith('.') ? host.endsWith(entry) : host === entry,
  );
}

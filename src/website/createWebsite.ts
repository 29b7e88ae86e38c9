import type { Widget } from '../content/widget';
import { type AzureDirectLine, azureToken, type ChatToken } from '../direct-line/azureTokens';
import { DIRECT_LINE_PATH, type DirectLineOptions } from '../direct-line/DirectLine';
import { type Channel, openChannel } from '../direct-line/openChannel';
import { signingKey } from '../direct-line/signingKey';
import type { Store } from '../storage/Store';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import { createPages, type Page, type PageRequest } from './pages';

export interface WebsiteOptions {
  /** Folder of the built browser part. */
  readonly folder: string;
  readonly dataDir: string;
  readonly widgets: ReadonlyMap<string, Widget>;
  readonly run: DirectLineOptions['run'];
  readonly allowedOrigins: readonly string[];
  /** Where visitors reach this service, if that is known. */
  readonly publicOrigin?: string;
  /** Present: conversations run in Azure Direct Line, and the embedded channel stays closed. */
  readonly azure?: { readonly url: string; readonly secret: string };
  /** For callers of tokens/generate; absent: nobody may call it. */
  readonly secret?: string;
  readonly signingKey?: string;
  readonly tokenLifeMs?: number;
  readonly timeoutMs: number;
  readonly maxConversations: number;
  readonly store: StoreHealth;
  /** Says whether a message tells of a red flag. */
  readonly isUrgent: (text: string) => boolean;
  /** Tells of conversations in which another replica stored something; absent where there is only one. */
  readonly heard?: Store['heard'];
  readonly log: Log;
  readonly now?: () => number;
}

/** What the server needs to serve the website. */
export interface Website {
  page(request: PageRequest): Page | undefined;
  /** A token for a new conversation, for a page at this origin. Rejects when Azure gives none. */
  token(origin: string): Promise<ChatToken>;
  /** Absent in Azure mode. */
  readonly channel?: Channel;
  readonly secret?: string;
  readonly allowedOrigins: readonly string[];
  readonly publicOrigin?: string;
}

/** Azure's tokens live this long as well; clients refresh in half the time. */
const TOKEN_LIFE_MS = 30 * 60_000;

/**
 * Puts the website together: its pages, and the channel behind its chat.
 *
 * @throws when built files are missing or the signing key cannot be kept.
 */
export function createWebsite(options: WebsiteOptions): Website {
  const { azure, allowedOrigins, publicOrigin, secret } = options;
  const pages = createPages({
    ...options,
    ...(azure === undefined ? {} : { azureOrigin: new URL(azure.url).origin }),
  });
  const shared = {
    page: pages,
    allowedOrigins,
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
  };
  if (azure !== undefined)
    return { ...shared, token: (origin) => azureToken(azureFor(origin, azure, options)) };
  const channel = openChannel(channelOptions(options));
  return {
    ...shared,
    channel,
    ...(secret === undefined ? {} : { secret }),
    async token(origin) {
      const { token, conversationId, userId, expiresIn } = channel.directLine.grant();
      return { token, conversationId, userId, domain: origin + DIRECT_LINE_PATH, expires_in: expiresIn };
    },
  };
}

function azureFor(
  origin: string,
  azure: { url: string; secret: string },
  { allowedOrigins, timeoutMs }: WebsiteOptions,
): AzureDirectLine {
  return { ...azure, timeoutMs, trustedOrigins: [...new Set([origin, ...allowedOrigins])] };
}

function channelOptions(options: WebsiteOptions) {
  const { run, widgets, dataDir, tokenLifeMs = TOKEN_LIFE_MS, store, heard } = options;
  return {
    run,
    botName: widgets.get('en')?.texts.name ?? '',
    key: signingKey(options.signingKey, dataDir),
    tokenLifeMs,
    store,
    isUrgent: options.isUrgent,
    ...(heard === undefined ? {} : { heard }),
    maxConversations: options.maxConversations,
    log: options.log,
    now: options.now ?? Date.now,
  };
}

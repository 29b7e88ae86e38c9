import { z } from 'zod';
import { isLoopback } from './bot/loopback';
import type { Registration } from './bot/registration';

const wholeNumber = (min: number, max: number, byDefault: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(byDefault);
};

const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an address that starts with https://' })
  .optional();

/** `host` matches that host; `.host` matches its subdomains. */
const hostList = z
  .string()
  .regex(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*(\s*,\s*\.?[a-z0-9-]+(\.[a-z0-9-]+)*)*$/i, {
    error: 'must be host names separated by commas, without https:// or a path',
  })
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .default([]);

const ORIGIN_ERROR =
  'must be an origin such as https://www.hospital.example: https (http for this machine only), no path, no slash at the end';
/** An origin exactly as browsers send it. Unencrypted ones only for this machine. */
const origin = z.string().refine(isOrigin, { error: ORIGIN_ERROR });
const originList = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine((entries) => entries.every(isOrigin), {
    error:
      'must be origins such as https://www.hospital.example, separated by commas: https (http for this machine only), no path, no slash at the end',
  })
  .default([]);

const longSecret = z.string().min(32, { error: 'must have at least 32 characters' });

const channelUrl = z.string().refine((text) => URL.canParse(text) && isOrigin(new URL(text).origin), {
  error: 'must be an address that starts with https://',
});

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().optional(),
  PORT: wholeNumber(0, 65_535, 3978),
  DATA_DIR: z.string().default('./data'),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MicrosoftAppId: z.string().optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: oneOf(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MicrosoftAppTenantId: z.string().optional(),
  ALLOW_ANONYMOUS: z.stringbool({ error: 'must be true or false' }).default(false),
  ALLOWED_SERVICE_HOSTS: hostList,
  MAX_BODY_BYTES: wholeNumber(1024, 1_048_576, 65_536),
  BODY_TIMEOUT_MS: wholeNumber(100, 60_000, 10_000),
  CONNECTOR_TIMEOUT_MS: wholeNumber(100, 60_000, 10_000),
  DRAIN_TIMEOUT_MS: wholeNumber(0, 120_000, 10_000),
  HANDOFF_EVENTS: z.stringbool({ error: 'must be true or false' }).default(false),
  CONVERSATION_IDLE_MINUTES: wholeNumber(1, 1440, 30),
  MAX_CONVERSATIONS: wholeNumber(1, 1_000_000, 20_000),
  FEEDBACK_RETENTION_DAYS: wholeNumber(1, 3650, 180),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: originList,
  TRUSTED_PROXIES: wholeNumber(0, 5, 0),
  CHAT_STARTS_PER_MINUTE: wholeNumber(1, 1_000_000, 60),
  DIRECT_LINE_SIGNING_KEY: longSecret.optional(),
  DIRECT_LINE_SECRET: longSecret.optional(),
  AZURE_DIRECT_LINE_SECRET: z.string().optional(),
  AZURE_DIRECT_LINE_URL: channelUrl.default('https://directline.botframework.com/v3/directline'),
  SOURCE_PAGE_URL: httpsUrl,
  TERMS_URL: httpsUrl,
  PRIVACY_URL: httpsUrl,
});

type Settings = z.infer<typeof settings>;

/** The names of all settings; .env.example documents exactly these. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

/** The settings, grouped by the part of the service that uses them. */
export interface Config {
  readonly logLevel: string;
  readonly listen: { readonly port: number; readonly host: string };
  readonly turns: {
    readonly dataDir: string;
    readonly idleMinutes: number;
    readonly maxConversations: number;
    readonly feedbackRetentionDays: number;
    readonly links: { readonly sourcePage?: string; readonly terms?: string; readonly privacy?: string };
  };
  /** Whether activities of Bot Framework's channels are taken at /api/messages. */
  readonly takesMessages: boolean;
  readonly bot: {
    /** Absent: requests are not signed. */
    readonly registration?: Registration;
    readonly allowedServiceHosts: readonly string[];
    readonly connectorTimeoutMs: number;
    readonly handoffEvents: boolean;
    readonly idleMs: number;
    readonly maxConversations: number;
  };
  readonly server: {
    readonly maxBodyBytes: number;
    readonly bodyTimeoutMs: number;
    readonly drainTimeoutMs: number;
    readonly loopbackOnly: boolean;
  };
  readonly website: {
    readonly publicOrigin?: string;
    readonly allowedOrigins: readonly string[];
    readonly trustedProxies: number;
    readonly startsPerMinute: number;
    readonly signingKey?: string;
    readonly secret?: string;
    readonly azure?: { readonly url: string; readonly secret: string };
    readonly dataDir: string;
    readonly idleMs: number;
    readonly maxConversations: number;
    readonly timeoutMs: number;
  };
}

/** A setting is missing or wrong. Printed at start-up: names every bad setting, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`settings are wrong (see .env.example)\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads settings once, at start-up. An empty value counts as unset, as in a half-filled .env file.
 *
 * @throws {@link ConfigError} listing every bad setting by name.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));

  const problems = [...signingProblems(parsed.data), ...credentialProblems(parsed.data)];
  if (problems.length > 0) throw new ConfigError(problems);
  return grouped(parsed.data);
}

function grouped(given: Settings): Config {
  const registration = registrationOf(given);
  const host = given.HOST ?? (registration === undefined ? '127.0.0.1' : '0.0.0.0');
  return {
    logLevel: given.LOG_LEVEL,
    listen: { port: given.PORT, host },
    turns: {
      dataDir: given.DATA_DIR,
      idleMinutes: given.CONVERSATION_IDLE_MINUTES,
      maxConversations: given.MAX_CONVERSATIONS,
      feedbackRetentionDays: given.FEEDBACK_RETENTION_DAYS,
      links: linksOf(given),
    },
    takesMessages: takesMessages(given),
    bot: {
      ...(registration === undefined ? {} : { registration }),
      allowedServiceHosts: given.ALLOWED_SERVICE_HOSTS,
      connectorTimeoutMs: given.CONNECTOR_TIMEOUT_MS,
      handoffEvents: given.HANDOFF_EVENTS,
      idleMs: given.CONVERSATION_IDLE_MINUTES * 60_000,
      maxConversations: given.MAX_CONVERSATIONS,
    },
    server: {
      maxBodyBytes: given.MAX_BODY_BYTES,
      bodyTimeoutMs: given.BODY_TIMEOUT_MS,
      drainTimeoutMs: given.DRAIN_TIMEOUT_MS,
      loopbackOnly: registration === undefined && isLoopback(host),
    },
    website: websiteOf(given),
  };
}

function websiteOf(given: Settings): Config['website'] {
  const azure = given.AZURE_DIRECT_LINE_SECRET;
  return {
    ...(given.PUBLIC_URL === undefined ? {} : { publicOrigin: given.PUBLIC_URL }),
    allowedOrigins: given.ALLOWED_ORIGINS,
    trustedProxies: given.TRUSTED_PROXIES,
    startsPerMinute: given.CHAT_STARTS_PER_MINUTE,
    ...(given.DIRECT_LINE_SIGNING_KEY === undefined ? {} : { signingKey: given.DIRECT_LINE_SIGNING_KEY }),
    ...(given.DIRECT_LINE_SECRET === undefined ? {} : { secret: given.DIRECT_LINE_SECRET }),
    ...(azure === undefined
      ? {}
      : { azure: { url: given.AZURE_DIRECT_LINE_URL.replace(/\/$/, ''), secret: azure } }),
    dataDir: given.DATA_DIR,
    idleMs: given.CONVERSATION_IDLE_MINUTES * 60_000,
    maxConversations: given.MAX_CONVERSATIONS,
    timeoutMs: given.CONNECTOR_TIMEOUT_MS,
  };
}

/**
 * Unsigned activities are believed, so a service that the public reaches only takes them when told to; its
 * website works all the same, because its channel is inside.
 */
function takesMessages(given: Settings): boolean {
  return given.MicrosoftAppId !== undefined || given.ALLOW_ANONYMOUS || given.PUBLIC_URL === undefined;
}

function registrationOf(given: Settings): Registration | undefined {
  if (given.MicrosoftAppId === undefined) return undefined;
  return {
    appId: given.MicrosoftAppId,
    appType: given.MicrosoftAppType,
    ...(given.MicrosoftAppPassword === undefined ? {} : { appPassword: given.MicrosoftAppPassword }),
    ...(given.MicrosoftAppTenantId === undefined ? {} : { tenantId: given.MicrosoftAppTenantId }),
  };
}

function linksOf(given: Settings): Config['turns']['links'] {
  return {
    ...(given.SOURCE_PAGE_URL === undefined ? {} : { sourcePage: given.SOURCE_PAGE_URL }),
    ...(given.TERMS_URL === undefined ? {} : { terms: given.TERMS_URL }),
    ...(given.PRIVACY_URL === undefined ? {} : { privacy: given.PRIVACY_URL }),
  };
}

/** Without an app id requests are not signed, so anyone who reaches the port is believed. */
function signingProblems(given: Settings): string[] {
  // With PUBLIC_URL alone it is a website: the door for unsigned activities stays closed.
  if (given.MicrosoftAppId !== undefined || given.ALLOW_ANONYMOUS || given.PUBLIC_URL !== undefined)
    return [];
  const problems: string[] = [];
  if (given.NODE_ENV === 'production')
    problems.push(
      'MicrosoftAppId: set it in production, or PUBLIC_URL for the website alone, or ALLOW_ANONYMOUS=true to accept unsigned requests',
    );
  if (given.HOST !== undefined && !isLoopback(given.HOST))
    problems.push(
      'HOST: without MicrosoftAppId or PUBLIC_URL it must be this machine only, or set ALLOW_ANONYMOUS=true',
    );
  return problems;
}

function credentialProblems(given: Settings): string[] {
  if (given.MicrosoftAppId === undefined)
    return given.MicrosoftAppPassword === undefined
      ? []
      : ['MicrosoftAppId: set it, or unset MicrosoftAppPassword, which means nothing without it'];
  const problems: string[] = [];
  const managed = given.MicrosoftAppType === 'UserAssignedMSI';
  if (given.MicrosoftAppType !== 'MultiTenant' && given.MicrosoftAppTenantId === undefined)
    problems.push(`MicrosoftAppTenantId: set it for MicrosoftAppType=${given.MicrosoftAppType}`);
  if (!managed && given.MicrosoftAppPassword === undefined)
    problems.push(`MicrosoftAppPassword: set it for MicrosoftAppType=${given.MicrosoftAppType}`);
  if (managed && given.MicrosoftAppPassword !== undefined)
    problems.push('MicrosoftAppPassword: leave it unset for MicrosoftAppType=UserAssignedMSI');
  return problems;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin: own, protocol, hostname } = new URL(text);
  return own === text && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

/** Adds the settings of a file `.env` in the working folder, where there is one; what is set already wins. */
export function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

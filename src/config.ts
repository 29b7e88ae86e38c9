import { z } from 'zod';
import { BOT_SDKS, type BotSdk } from './bot/BotTurn';
import { isLoopback } from './bot/loopback';
import {
  APP_TYPES,
  CLOUDS,
  type Registration,
  registrationOf,
  registrationProblems,
  sdkProblems,
} from './bot/registration';
import {
  channelUrl,
  databaseUrl,
  dataKeys,
  hostList,
  httpsUrl,
  longSecret,
  oneOf,
  origin,
  originList,
  privateKey,
  publisherName,
  wholeNumber,
} from './settingKinds';
import { slipProblems } from './settingSlips';
import { type StorageSettings, sharedKeyProblems, storageOf } from './storage/storageSettings';

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().optional(),
  PORT: wholeNumber(0, 65_535, 3978),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  DATA_ENCRYPTION_KEYS: dataKeys.optional(),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MicrosoftAppId: z.string().optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: oneOf(APP_TYPES).default('SingleTenant'),
  MicrosoftAppTenantId: z.string().optional(),
  CertificateThumbprint: z
    .string()
    .regex(/^[0-9a-f]{40}$/i, { error: 'must be the 40 hex digits that Azure shows for the certificate' })
    .optional(),
  CertificatePrivateKey: privateKey,
  BOT_SDK: oneOf(BOT_SDKS).default('botbuilder'),
  AZURE_CLOUD: oneOf(CLOUDS).default('public'),
  ALLOW_ANONYMOUS: z.stringbool({ error: 'must be true or false' }).default(false),
  ALLOWED_SERVICE_HOSTS: hostList,
  MAX_BODY_BYTES: wholeNumber(1024, 1_048_576, 65_536),
  BODY_TIMEOUT_MS: wholeNumber(100, 60_000, 10_000),
  CONNECTOR_TIMEOUT_MS: wholeNumber(100, 60_000, 5000),
  DRAIN_TIMEOUT_MS: wholeNumber(0, 120_000, 10_000),
  HANDOFF_EVENTS: z.stringbool({ error: 'must be true or false' }).default(false),
  CONVERSATION_IDLE_MINUTES: wholeNumber(1, 1440, 30),
  MAX_CONVERSATIONS: wholeNumber(1, 1_000_000, 20_000),
  FEEDBACK_RETENTION_DAYS: wholeNumber(1, 3650, 180),
  // Fewer would point to a person.
  REPORT_MIN_CONVERSATIONS: wholeNumber(5, 1_000_000, 5),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: originList,
  TRUSTED_PROXIES: wholeNumber(0, 5, 0),
  CHAT_STARTS_PER_MINUTE: wholeNumber(1, 1_000_000, 60),
  CHAT_CALLS_PER_MINUTE: wholeNumber(1, 10_000_000, 3000),
  CHAT_SOCKETS_PER_ADDRESS: wholeNumber(1, 1_000_000, 500),
  MAX_IN_FLIGHT: wholeNumber(1, 100_000, 500),
  MAX_QUEUE_MS: wholeNumber(10, 60_000, 200),
  DIRECT_LINE_SIGNING_KEY: longSecret.optional(),
  DIRECT_LINE_SECRET: longSecret.optional(),
  AZURE_DIRECT_LINE_SECRET: z.string().optional(),
  AZURE_DIRECT_LINE_URL: channelUrl.default('https://directline.botframework.com/v3/directline'),
  SOURCE_PAGE_URL: httpsUrl,
  TERMS_URL: httpsUrl,
  PRIVACY_URL: httpsUrl,
  TEAMS_PUBLISHER: publisherName,
});

type Settings = z.infer<typeof settings>;

/** The names of all settings; .env.example documents exactly these. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

/** The settings, grouped by the part of the service that uses them. */
export interface Config {
  readonly logLevel: string;
  readonly listen: { readonly port: number; readonly host: string };
  readonly storage: StorageSettings;
  readonly turns: {
    readonly idleMinutes: number;
    readonly feedbackRetentionDays: number;
    readonly links: { readonly sourcePage?: string; readonly terms?: string; readonly privacy?: string };
  };
  readonly report: {
    /** A phrasing without an answer is shown once so many different conversations said it. */
    readonly minConversations: number;
  };
  /** Whether activities of Bot Framework's channels are taken at /api/messages. */
  readonly takesMessages: boolean;
  readonly bot: {
    readonly sdk: BotSdk;
    /** Absent: requests are not signed. */
    readonly registration?: Registration;
    readonly allowedServiceHosts: readonly string[];
    readonly connectorTimeoutMs: number;
    readonly handoffEvents: boolean;
  };
  readonly server: {
    readonly maxBodyBytes: number;
    readonly bodyTimeoutMs: number;
    readonly drainTimeoutMs: number;
    readonly maxInFlight: number;
    readonly maxQueueMs: number;
    readonly loopbackOnly: boolean;
  };
  readonly website: {
    readonly publicOrigin?: string;
    readonly allowedOrigins: readonly string[];
    readonly trustedProxies: number;
    readonly startsPerMinute: number;
    readonly callsPerMinute: number;
    readonly socketsPerAddress: number;
    readonly signingKey?: string;
    readonly secret?: string;
    readonly azure?: { readonly url: string; readonly secret: string };
    readonly dataDir: string;
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
  const given = parsed(settings, environment);
  const problems = [
    ...signingProblems(given),
    ...azureProblems(given),
    ...registrationProblems(given),
    ...sdkProblems(given, environment.DEBUG),
    ...sharedKeyProblems(given),
  ];
  if (problems.length > 0) throw new ConfigError([...problems, ...slipProblems(environment, SETTING_NAMES)]);
  return grouped(given);
}

function parsed<T>(shape: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const result = shape.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}

/** What an app package for Microsoft Teams must name; no secret is needed for it. */
const teamsApp = z.object({
  MicrosoftAppId: z.guid({ error: 'must be the app id of the Azure Bot registration' }),
  PUBLIC_URL: httpsUrl.unwrap(),
  TERMS_URL: httpsUrl.unwrap(),
  PRIVACY_URL: httpsUrl.unwrap(),
  TEAMS_PUBLISHER: publisherName,
});

/**
 * Reads the settings of the app package for Microsoft Teams.
 *
 * @throws {@link ConfigError} listing every one that is missing or wrong.
 */
export function readTeamsApp(environment: NodeJS.ProcessEnv) {
  const given = parsed(teamsApp, environment);
  return {
    appId: given.MicrosoftAppId,
    publicUrl: given.PUBLIC_URL,
    host: new URL(given.PUBLIC_URL).host,
    termsUrl: given.TERMS_URL,
    privacyUrl: given.PRIVACY_URL,
    publisher: given.TEAMS_PUBLISHER,
  };
}

function grouped(given: Settings): Config {
  const registration = registrationOf(given);
  const host = given.HOST ?? (registration === undefined ? '127.0.0.1' : '0.0.0.0');
  return {
    logLevel: given.LOG_LEVEL,
    listen: { port: given.PORT, host },
    storage: storageOf(given),
    turns: {
      idleMinutes: given.CONVERSATION_IDLE_MINUTES,
      feedbackRetentionDays: given.FEEDBACK_RETENTION_DAYS,
      links: linksOf(given),
    },
    report: { minConversations: given.REPORT_MIN_CONVERSATIONS },
    takesMessages: takesMessages(given),
    bot: {
      sdk: given.BOT_SDK,
      ...(registration === undefined ? {} : { registration }),
      allowedServiceHosts: given.ALLOWED_SERVICE_HOSTS,
      connectorTimeoutMs: given.CONNECTOR_TIMEOUT_MS,
      handoffEvents: given.HANDOFF_EVENTS,
    },
    server: {
      maxBodyBytes: given.MAX_BODY_BYTES,
      bodyTimeoutMs: given.BODY_TIMEOUT_MS,
      drainTimeoutMs: given.DRAIN_TIMEOUT_MS,
      maxInFlight: given.MAX_IN_FLIGHT,
      maxQueueMs: given.MAX_QUEUE_MS,
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
    callsPerMinute: given.CHAT_CALLS_PER_MINUTE,
    socketsPerAddress: given.CHAT_SOCKETS_PER_ADDRESS,
    ...(given.DIRECT_LINE_SIGNING_KEY === undefined ? {} : { signingKey: given.DIRECT_LINE_SIGNING_KEY }),
    ...(given.DIRECT_LINE_SECRET === undefined ? {} : { secret: given.DIRECT_LINE_SECRET }),
    ...(azure === undefined
      ? {}
      : { azure: { url: given.AZURE_DIRECT_LINE_URL.replace(/\/$/, ''), secret: azure } }),
    dataDir: given.DATA_DIR,
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

/**
 * With Azure Direct Line the conversations run there, and Azure hands each message to /api/messages, signed. A
 * service that cannot check the signature would show a chat that never answers, or believe anybody.
 */
function azureProblems(given: Settings): string[] {
  if (given.AZURE_DIRECT_LINE_SECRET === undefined || given.ALLOW_ANONYMOUS) return [];
  return given.MicrosoftAppId === undefined
    ? [
        'MicrosoftAppId: set it with AZURE_DIRECT_LINE_SECRET, because Azure hands on messages to that registration; or unset AZURE_DIRECT_LINE_SECRET to use the channel inside this service',
      ]
    : [];
}

/** Adds the settings of a file `.env` in the working folder, where there is one; what is set already wins. */
export function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

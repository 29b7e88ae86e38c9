import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig, SETTING_NAMES } from '../src/config';

const app = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'secret-1', MicrosoftAppTenantId: 'tenant' };

/** The names of the settings a set of variables is refused for; [] when it is accepted. */
function refusedFor(variables: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map((problem) => problem.split(':')[0] ?? '');
  }
}

test('without any setting it is a bot for this machine', () => {
  expect(readConfig({})).toEqual({
    logLevel: 'info',
    report: { minConversations: 5 },
    takesMessages: true,
    listen: { port: 3978, host: '127.0.0.1' },
    storage: {
      dataDir: './data',
      idleMinutes: 30,
      maxConversations: 20_000,
      feedbackRetentionDays: 180,
    },
    turns: { idleMinutes: 30, feedbackRetentionDays: 180, links: {} },
    bot: {
      allowedServiceHosts: [],
      sdk: 'botbuilder',
      connectorTimeoutMs: 5000,
      handoffEvents: false,
    },
    server: {
      maxBodyBytes: 65_536,
      bodyTimeoutMs: 10_000,
      drainTimeoutMs: 10_000,
      maxInFlight: 500,
      maxQueueMs: 200,
      loopbackOnly: true,
    },
    website: {
      allowedOrigins: [],
      trustedProxies: 0,
      startsPerMinute: 60,
      callsPerMinute: 3000,
      socketsPerAddress: 500,
      dataDir: './data',
      maxConversations: 20_000,
      timeoutMs: 5000,
    },
  });
});

test('with an app id it listens to everyone and checks every request', () => {
  const config = readConfig({ ...app, NODE_ENV: 'production' });
  expect(config.listen.host).toBe('0.0.0.0');
  expect(config.server.loopbackOnly).toBe(false);
  expect(config.bot.registration).toEqual({
    appId: 'app',
    appType: 'SingleTenant',
    cloud: 'public',
    credential: { kind: 'password', password: 'secret-1' },
    tenantId: 'tenant',
  });
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const thumbprint = '0123456789abcdef0123456789ABCDEF01234567';
const certified = {
  MicrosoftAppId: 'app',
  MicrosoftAppTenantId: 'tenant',
  CertificateThumbprint: thumbprint,
  CertificatePrivateKey: pem,
};

test.each([
  ['as it is', pem],
  ['on one line', pem.replaceAll('\n', '\\n')],
])('a certificate instead of a password, its key %s', (_form, key) => {
  const { registration } = readConfig({ ...certified, CertificatePrivateKey: key }).bot;
  expect(registration?.credential).toEqual({ kind: 'certificate', thumbprint, privateKey: pem });
});

test('a managed identity needs no secret, and a government bot names its cloud', () => {
  const { registration } = readConfig({
    MicrosoftAppId: 'app',
    MicrosoftAppTenantId: 'tenant',
    MicrosoftAppType: 'UserAssignedMSI',
    AZURE_CLOUD: 'us-government',
  }).bot;
  expect(registration).toEqual({
    appId: 'app',
    appType: 'UserAssignedMSI',
    cloud: 'us-government',
    tenantId: 'tenant',
  });
});

test.each([
  [{ BOT_SDK: 'agents' }, []],
  [{ ...app, BOT_SDK: 'agents', NODE_ENV: 'production' }, []],
  [{ BOT_SDK: 'agents', NODE_ENV: 'production', ALLOW_ANONYMOUS: 'true' }, ['BOT_SDK']],
  [{ BOT_SDK: 'agents', DEBUG: 'express,agents:*' }, ['DEBUG']],
  [{ BOT_SDK: 'agents', DEBUG: '*' }, ['DEBUG']],
  [{ BOT_SDK: 'agents', DEBUG: 'express' }, []],
  [{ DEBUG: '*' }, []],
  [{ BOT_SDK: 'teams' }, ['BOT_SDK']],
])('the Agents SDK, where it can do its work and keeps quiet: %p', (variables, refused) => {
  expect(refusedFor(variables)).toEqual(refused);
});

test('an empty value counts as unset', () => {
  const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, ' ']));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test('links and hosts are passed on', () => {
  const config = readConfig({
    SOURCE_PAGE_URL: 'https://a.example/x',
    TERMS_URL: 'https://a.example/t',
    PRIVACY_URL: 'https://a.example/p',
    ALLOWED_SERVICE_HOSTS: 'Bridge.example, .relay.example',
  });
  expect(config.turns.links).toEqual({
    sourcePage: 'https://a.example/x',
    terms: 'https://a.example/t',
    privacy: 'https://a.example/p',
  });
  expect(config.bot.allowedServiceHosts).toEqual(['bridge.example', '.relay.example']);
});

test('the website: where it is, who may show it, and where its conversations run', () => {
  const { website } = readConfig({
    ...app,
    PUBLIC_URL: 'https://chat.example',
    ALLOWED_ORIGINS: 'https://www.a.example, http://127.0.0.1:8080',
    AZURE_DIRECT_LINE_SECRET: 'azure-secret',
    AZURE_DIRECT_LINE_URL: 'https://europe.directline.example/v3/directline/',
  });
  expect(website).toMatchObject({
    publicOrigin: 'https://chat.example',
    allowedOrigins: ['https://www.a.example', 'http://127.0.0.1:8080'],
    azure: { url: 'https://europe.directline.example/v3/directline', secret: 'azure-secret' },
  });
  // Unsigned activities are believed, so a public service without an app id does not take any.
  expect(readConfig({ PUBLIC_URL: 'https://chat.example' }).takesMessages).toBe(false);
  expect(readConfig({ ...app, PUBLIC_URL: 'https://chat.example' }).takesMessages).toBe(true);
});

describe('rules', () => {
  test.each<[string, NodeJS.ProcessEnv, string[]]>([
    ['production needs an app id', { NODE_ENV: 'production' }, ['MicrosoftAppId']],
    ['unless it says so', { NODE_ENV: 'production', ALLOW_ANONYMOUS: 'true' }, []],
    ['unsigned needs a HOST of this machine', { HOST: '0.0.0.0' }, ['HOST']],
    ['unless it says so', { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' }, []],
    ['or is a website', { NODE_ENV: 'production', HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example' }, []],
    ['localhost is this machine', { HOST: 'localhost' }, []],
    ['::1 is this machine', { HOST: '::1' }, []],
    ['signed may listen anywhere', { ...app, HOST: '0.0.0.0' }, []],
    ['single tenant needs its tenant', { ...app, MicrosoftAppTenantId: '' }, ['MicrosoftAppTenantId']],
    ['a password without an app id is a slip', { MicrosoftAppPassword: 'secret-1' }, ['MicrosoftAppId']],
    ['single tenant needs its password', { ...app, MicrosoftAppPassword: '' }, ['MicrosoftAppPassword']],
    ['many tenants need none', { ...app, MicrosoftAppTenantId: '', MicrosoftAppType: 'MultiTenant' }, []],
    [
      'managed identity has no password',
      { ...app, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppPassword'],
    ],
    [
      'managed identity has no certificate',
      { ...certified, MicrosoftAppType: 'UserAssignedMSI' },
      ['CertificateThumbprint', 'CertificatePrivateKey'],
    ],
    ['a certificate is enough', certified, []],
    [
      'a certificate and a password are one too many',
      { ...certified, MicrosoftAppPassword: 'x' },
      ['MicrosoftAppPassword'],
    ],
    ['a certificate needs its key', { ...certified, CertificatePrivateKey: '' }, ['CertificatePrivateKey']],
    ['a key needs its certificate', { ...certified, CertificateThumbprint: '' }, ['CertificateThumbprint']],
    ['a certificate without an app id is a slip', { ...certified, MicrosoftAppId: '' }, ['MicrosoftAppId']],
    [
      'Azure Direct Line needs a registration to hand messages to',
      { AZURE_DIRECT_LINE_SECRET: 'azure', PUBLIC_URL: 'https://chat.example' },
      ['MicrosoftAppId'],
    ],
    ['Azure Direct Line with one', { ...app, AZURE_DIRECT_LINE_SECRET: 'azure' }, []],
    [
      'Azure Direct Line to try out, unsigned',
      { AZURE_DIRECT_LINE_SECRET: 'azure', ALLOW_ANONYMOUS: 'true' },
      [],
    ],
    [
      'managed identity needs its tenant',
      { MicrosoftAppId: 'app', MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppTenantId'],
    ],
  ])('%s', (_rule, variables, names) => expect(refusedFor(variables)).toEqual(names));
});

test.each([
  ['PORT', '70000'],
  ['PORT', 'abc'],
  ['PORT', '1.5'],
  ['PORT', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['MicrosoftAppType', 'singletenant'],
  ['AZURE_CLOUD', 'china'],
  ['CertificateThumbprint', 'AB:CD'],
  ['CertificatePrivateKey', '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----'],
  ['ALLOW_ANONYMOUS', 'maybe'],
  ['ALLOWED_SERVICE_HOSTS', 'https://a.example'],
  ['ALLOWED_SERVICE_HOSTS', 'a.example,,b'],
  ['ALLOWED_SERVICE_HOSTS', '*'],
  ['MAX_BODY_BYTES', '10'],
  ['BODY_TIMEOUT_MS', '0'],
  ['CONNECTOR_TIMEOUT_MS', '0'],
  ['DRAIN_TIMEOUT_MS', '-1'],
  ['CONVERSATION_IDLE_MINUTES', '0'],
  ['MAX_CONVERSATIONS', '0'],
  ['FEEDBACK_RETENTION_DAYS', '0'],
  ['REPORT_MIN_CONVERSATIONS', '4'],
  ['PUBLIC_URL', 'https://a.example/chat'],
  ['PUBLIC_URL', 'http://a.example'],
  ['PUBLIC_URL', 'https://a.example/'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'www.a.example'],
  ['ALLOWED_ORIGINS', 'https://a.example, https://b.example/path'],
  ['TRUSTED_PROXIES', '9'],
  ['CHAT_STARTS_PER_MINUTE', '0'],
  ['DIRECT_LINE_SIGNING_KEY', 'short'],
  ['DIRECT_LINE_SECRET', 'short'],
  ['AZURE_DIRECT_LINE_URL', 'http://directline.example/v3/directline'],
  ['SOURCE_PAGE_URL', 'http://a.example'],
  ['TERMS_URL', 'javascript:alert(1)'],
  ['PRIVACY_URL', 'a page'],
])('%s=%s is refused by name', (name, value) => {
  expect(refusedFor({ [name]: value })).toEqual([name]);
});

test('all bad settings are listed at once, and no value is shown', () => {
  const variables = {
    PORT: 'value-1',
    LOG_LEVEL: 'value-2',
    TERMS_URL: 'value-3',
    ALLOW_ANONYMOUS: 'value-4',
  };
  expect(refusedFor(variables)).toEqual(['PORT', 'LOG_LEVEL', 'ALLOW_ANONYMOUS', 'TERMS_URL']);
  expect(() => readConfig(variables)).toThrow(
    /^settings are wrong \(see \.env\.example\)\n {2}PORT: must be a whole/,
  );
  expect(() => readConfig(variables)).not.toThrow(/value-/);
  expect(() => readConfig({ ...app, MicrosoftAppTenantId: '' })).not.toThrow(/secret-1/);
});

test('a setting that is missing because it was misspelt is asked for', () => {
  const misspelt = { NODE_ENV: 'production', PUBLIC_ULR: 'https://value-1.example' };
  expect(() => readConfig(misspelt)).toThrow(/PUBLIC_ULR: no such setting; is PUBLIC_URL meant\?/);
  expect(() => readConfig(misspelt)).not.toThrow(/value-1/);
});

test('.env.example documents every setting, in one sentence each, and nothing else', () => {
  const blocks = readFileSync(join(__dirname, '../.env.example'), 'utf8').trim().split('\n\n').slice(1);
  const documented = blocks.map((block) => {
    const match = /^# ([A-Z"a-z].*[.;].*)\n# (\w+)=.*$/.exec(block);
    expect([block, match]).toEqual([block, expect.anything()]);
    return match?.[2];
  });
  expect(documented.toSorted()).toEqual([...SETTING_NAMES].toSorted());
});

test('the defaults shown in .env.example are the defaults', () => {
  const text = readFileSync(join(__dirname, '../.env.example'), 'utf8').replace(/^# (?=\w+=)/gm, '');
  const shown: Record<string, string> = Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const examples = [
    'NODE_ENV',
    'PUBLIC_URL',
    'ALLOWED_ORIGINS',
    'SOURCE_PAGE_URL',
    'TERMS_URL',
    'PRIVACY_URL',
  ];
  const defaults = Object.fromEntries(Object.entries(shown).filter(([name]) => !examples.includes(name)));
  expect(readConfig(defaults)).toEqual(readConfig({}));
});

describe('a database that replicas share', () => {
  const KEY = `${'A'.repeat(43)}=`;
  const shared = {
    DATABASE_URL: 'postgres://u:p@db/x',
    DATA_ENCRYPTION_KEYS: `${KEY}, ${KEY}`,
    DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
  };

  test('comes with the keys that every process must have', () => {
    expect(readConfig(shared).storage).toMatchObject({
      databaseUrl: 'postgres://u:p@db/x',
      dataKeys: [KEY, KEY],
    });
    expect(refusedFor({ DATABASE_URL: shared.DATABASE_URL })).toEqual([
      'DATA_ENCRYPTION_KEYS',
      'DIRECT_LINE_SIGNING_KEY',
    ]);
  });

  test.each([
    ['another kind of database', { DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL'],
    ['a key that is too short', { DATA_ENCRYPTION_KEYS: 'QUJD' }, 'DATA_ENCRYPTION_KEYS'],
    ['one good key and one that is none', { DATA_ENCRYPTION_KEYS: `${KEY},x` }, 'DATA_ENCRYPTION_KEYS'],
  ])('%s is refused', (_what, wrong, name) => {
    expect(refusedFor({ ...shared, ...wrong })).toContain(name);
  });

  test.each([
    'postgres://spine:a/b+c@d#e@db.internal/spine',
    'postgres://spine:a#b@db.internal/spine',
    'postgres://spine:1#b@db.internal/spine',
    'postgres://spine:1/b@db.internal/spine',
    'postgres://spine:a?b@db.internal/spine',
    'postgres://spine:%ff@db.internal/spine',
    'postgres://db.internal:port/spine',
  ])('an address that cannot be read is refused once, with what to write: %s', (url) => {
    const given = { ...shared, DATABASE_URL: url };
    expect(refusedFor(given)).toEqual(['DATABASE_URL']);
    expect(() => readConfig(given)).toThrow(/write \/ as %2F, @ as %40, # as %23/);
    expect(() => readConfig(given)).not.toThrow(/db\.internal/);
  });

  test.each([
    'postgres://spine:a%2Fb%40c%23d@db.internal:5432/spine?sslmode=verify-full',
    'postgresql://spine:a@b@db.internal/spine',
    'postgres://spine:secret@[::1]/spine',
    'postgres://spine:secret@/spine?host=/run/postgresql',
    'postgres://%2Frun%2Fpostgresql/spine',
    'postgres:///spine',
  ])('an address that the driver reads is taken as it is: %s', (url) => {
    expect(readConfig({ ...shared, DATABASE_URL: url }).storage.databaseUrl).toBe(url);
  });
});

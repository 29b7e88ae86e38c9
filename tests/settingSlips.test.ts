import { SETTING_NAMES } from '../src/config';
import { settingSlips } from '../src/settingSlips';

const slips = (environment: NodeJS.ProcessEnv) => settingSlips(environment, SETTING_NAMES);

test.each([
  ['TRUSTED_PROXIE', 'TRUSTED_PROXIES'],
  ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
  ['TRUSTEDPROXIES', 'TRUSTED_PROXIES'],
  ['trusted_proxies', 'TRUSTED_PROXIES'],
  ['TURSTED_PORXIES', 'TRUSTED_PROXIES'],
  ['PUBLIC_ULR', 'PUBLIC_URL'],
  ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['DATA_ENCRYPTION_KEY', 'DATA_ENCRYPTION_KEYS'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['BODY_TIMEOUT', 'BODY_TIMEOUT_MS'],
  ['MICROSOFT_APP_ID', 'MicrosoftAppId'],
  ['DIRECTLINE_SIGNINGKEY', 'DIRECT_LINE_SIGNING_KEY'],
])('%s is taken for a slip of %s', (given, meant) => {
  expect(slips({ [given]: '1' })).toEqual([{ given, meant }]);
});

test('variables that systems and platforms set are left alone', () => {
  const usual =
    'HOME PATH USER LOGNAME SHELL LANG TERM PWD OLDPWD TMPDIR HOSTNAME HOSTTYPE POST PORTS EDITOR MAIL TZ DEBUG ' +
    'XDG_DATA_DIRS XDG_DATA_HOME XDG_STATE_HOME STATE_DIRECTORY INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET ' +
    'NODE NODE_PATH NODE_OPTIONS NODE_VERSION NODE_EXTRA_CA_CERTS npm_config_loglevel npm_package_name INIT_CWD ' +
    'KUBERNETES_SERVICE_HOST KUBERNETES_PORT APP_PORT DB_HOST DB_PORT DATABASE_HOST REDIS_URL BASE_URL PRIVATE_URL ' +
    'PGHOST PGPORT PGDATABASE PGPASSWORD POSTGRES_DB POSTGRES_PASSWORD HTTP_PROXY HTTPS_PROXY NO_PROXY ' +
    'AZURE_CLIENT_ID AZURE_TENANT_ID WEBSITE_HOSTNAME CONTAINER_APP_NAME IDENTITY_ENDPOINT LOG_FORMAT';
  expect(slips(Object.fromEntries(usual.split(' ').map((name) => [name, '1'])))).toEqual([]);
});

test('a setting is no slip, nor what stands beside the setting it resembles, nor an empty variable', () => {
  expect(slips(Object.fromEntries(SETTING_NAMES.map((name) => [name, '1'])))).toEqual([]);
  expect(slips({ DATABASE_URL: 'postgres://db/x', DATABASE_URI: '1' })).toEqual([]);
  expect(slips({ TRUSTED_PROXIE: ' ' })).toEqual([]);
});

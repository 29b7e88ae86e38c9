import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { readConfig, SETTING_NAMES } from '../../src/config';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface ComposeService {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly env_file?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** YAML 1.2 has no merge; Compose does it. */
  readonly '<<'?: ComposeService;
  readonly ports?: readonly string[];
}

const compose = load(read('compose.yaml')) as {
  readonly 'x-app': ComposeService;
  readonly services: Readonly<Record<string, ComposeService>>;
};
const lastStage =
  read('Dockerfile')
    .split(/^FROM /m)
    .at(-1) ?? '';

test('the image holds everything that a start needs, keeps to DATA_DIR, and answers a red flag', () => {
  const script = join(ROOT, 'scripts/rehearseImage.mjs');
  const lines = execFileSync(process.execPath, [script, '--quick'], { encoding: 'utf8' }).trim().split('\n');
  const report = JSON.parse(lines.at(-1) ?? '');
  expect(report.reply).toBe('**This could be an emergency. Please get help now.**');
  expect(report.version).toBe(JSON.parse(read('package.json')).version);
});

test('the image runs without rights, under an init process, with a health check, reachable from outside it', () => {
  expect(lastStage).toMatch(/^USER node$/m);
  expect(lastStage).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini", "--"\]$/m);
  expect(lastStage).toMatch(/^HEALTHCHECK .*\/healthz/m);
  expect(lastStage).toMatch(/^ENV NODE_ENV=production HOST=0\.0\.0\.0 /m);
  expect(read('Dockerfile')).toMatch(/^RUN npm ci --omit=dev$/m);
});

test('the two replicas cannot write their image, have no privileges, and only the proxy is open, to this machine', () => {
  const { app1, app2, ...others } = compose.services;
  for (const app of [app1, app2])
    expect({ ...app?.['<<'], ...app }).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  const open = Object.entries({ app1, app2, ...others }).filter(
    ([, service]) => service?.ports !== undefined,
  );
  expect(open.map(([name, service]) => [name, service?.ports])).toEqual([['proxy', ['127.0.0.1:8080:8080']]]);
  // Never left out by the proxy: one that answers 503 to some still answers emergencies.
  expect(read('container/nginx.conf').match(/server (app\d):3978 max_fails=0;/g)).toHaveLength(2);
});

test('both proxies let through more than the service takes, so that it answers itself', () => {
  const limits = ['container/nginx.conf', 'docs/operating.md'].map(
    (file) => /client_max_body_size (\d+)k;/.exec(read(file))?.[1],
  );
  expect(limits).toEqual(['128', '128']);
  expect(readConfig({ ALLOW_ANONYMOUS: 'true' }).server.maxBodyBytes).toBeLessThan(128 * 1024);
});

test('every setting that the image and the compose file give exists', () => {
  const inImage = [...lastStage.matchAll(/^ENV (.*)$/gm)].flatMap(([, pairs = '']) =>
    pairs.split(' ').map((pair) => pair.split('=', 1)[0] ?? ''),
  );
  const inCompose = Object.keys(compose['x-app'].environment ?? {});
  expect(inImage).toEqual(['NODE_ENV', 'HOST', 'PORT', 'DATA_DIR']);
  expect(inCompose).toEqual(expect.arrayContaining(['DATABASE_URL', 'DATA_ENCRYPTION_KEYS', 'PUBLIC_URL']));
  expect([...inImage, ...inCompose].filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
});

test('both replicas get every setting of container.env, and nothing but the address of the database overrides it', () => {
  const { app1, app2 } = compose.services;
  for (const app of [app1, app2]) {
    const { env_file, environment = {} } = { ...app?.['<<'], ...app };
    expect(env_file).toEqual(['container.env']);
    const fixed = Object.entries(environment).filter(([name, value]) => !value.startsWith(`\${${name}:`));
    expect(fixed.map(([name]) => name)).toEqual(['DATABASE_URL']);
  }
});

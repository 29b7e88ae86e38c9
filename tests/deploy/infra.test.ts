import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_NAMES } from '../../src/config';

/**
 * The compiler for Bicep is not to be had from npm, and nothing here reaches Azure. These tests hold what can be held
 * without it: names that must be the same in two places, and slips that a reader would find.
 */
const INFRA = join(__dirname, '../../infra');
const read = (file: string) => readFileSync(join(INFRA, file), 'utf8');
const files = readdirSync(INFRA).filter((file) => file.endsWith('.bicep'));
const main = read('main.bicep');

/** Names that follow a word at the beginning of a line: `param NAME`, `resource NAME`. */
function declared(text: string, ...kinds: string[]): string[] {
  return [...text.matchAll(new RegExp(`^(?:${kinds.join('|')}) (\\w+)`, 'gm'))].map(([, name = '']) => name);
}

/** The text without comments and without the inside of strings, but with what strings insert. */
function codeOf(text: string): string {
  return text
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/'([^'\n]*)'/g, (_string, inside: string) =>
      [...inside.matchAll(/\$\{([^}]*)\}/g)].map(([, expression]) => ` ${expression} `).join(''),
    );
}

test('every setting that the service gets exists, and every secret it refers to is there', () => {
  const names = [...main.matchAll(/\{ name: '(\w+)', (?:value|secretRef):/g)].map(([, name = '']) => name);
  const settings = names.filter((name) => /[A-Z]/.test(name));
  expect(settings).toEqual(expect.arrayContaining(['PUBLIC_URL', 'DATABASE_URL', 'MicrosoftAppPassword']));
  expect(settings.filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
  const secrets = [...main.matchAll(/\{ name: '([\w-]+)', value: /g)].map(([, name]) => name);
  const used = [...main.matchAll(/secretRef: '([\w-]+)'/g)].map(([, name]) => name);
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((name) => !secrets.includes(name))).toEqual([]);
});

test('the health paths, the port and the path of messages are those of the service', () => {
  const routes = readFileSync(join(__dirname, '../../src/server/createServer.ts'), 'utf8');
  const paths = [...main.matchAll(/path: '([^']+)', port: (\d+)/g)];
  for (const [, path, port] of paths) {
    expect(routes).toContain(`'${path}'`);
    expect(port).toBe('3978');
  }
  expect(paths).toHaveLength(3);
  expect(routes).toContain("'/api/messages'");
  expect(main).toMatch(/endpoint: '\$\{publicOrigin\}\/api\/messages'/);
});

test('every parameter is explained, and what has no default is given', () => {
  for (const file of ['main.bicep', 'registry.bicep']) {
    const text = read(file);
    const bare = declared(text, 'param').filter(
      (name) => !new RegExp(`@description\\('[^']{10,}'\\)\\n(?:@.*\\n)*param ${name} `).test(text),
    );
    expect([file, bare]).toEqual([file, []]);
  }
  const given = declared(read('main.bicepparam'), 'param');
  const required = [...main.matchAll(/^param (\w+) \w+$/gm)].map(([, name]) => name);
  expect(given).toEqual(expect.arrayContaining(required));
  expect(given.filter((name) => !declared(main, 'param').includes(name))).toEqual([]);
});

test.each(files)(
  '%s: passwords and keys are secure parameters, never outputs, and have no default that works',
  (file) => {
    const text = read(file);
    const secret = declared(text, 'param').filter((name) => /password|key/i.test(name));
    for (const name of secret)
      expect(text).toMatch(new RegExp(`@secure\\(\\)\\n(?:@.*\\n)*param ${name} string(?: = '')?\\n`));
    expect(text).not.toMatch(/^output .*(?:password|key)/im);
  },
);

test.each(files)('%s: brackets close, and every name it uses is declared', (file) => {
  const code = codeOf(read(file));
  const open: string[] = [];
  for (const sign of code.match(/[[\](){}]/g) ?? []) {
    if ('[({'.includes(sign)) open.push(sign);
    else expect([open.pop(), sign]).toEqual([{ ']': '[', ')': '(', '}': '{' }[sign], sign]);
  }
  expect(open).toEqual([]);
  const known = declared(code, 'param', 'var', 'resource', 'module');
  const used = [...code.matchAll(/(?<![.\w])([a-z]\w*)\.(?:properties|outputs|id|name|listKeys)\b/g)];
  expect(used.map(([, name]) => name).filter((name = '') => !known.includes(name))).toEqual([]);
});

test('modules are there and get exactly their parameters', () => {
  const modules = [...main.matchAll(/^module \w+ '([\w.]+)' = \{\n(?:.*\n)*?\s*params: \{([^}]*)\}/gm)];
  expect(modules).toHaveLength(2);
  for (const [, file = '', params = ''] of modules) {
    expect(existsSync(join(INFRA, file))).toBe(true);
    const given = [...params.matchAll(/(\w+):/g)].map(([, name]) => name);
    expect(given.toSorted()).toEqual(declared(read(file), 'param').toSorted());
  }
});

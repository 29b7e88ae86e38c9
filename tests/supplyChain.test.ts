import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const ROOT = join(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const locked: [string, Locked][] = Object.entries(
  JSON.parse(read('package-lock.json')).packages as Record<string, Locked>,
).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Versions of a package that run in operation, without repetition. */
function versionsOf(name: string): string[] {
  const found = locked.filter(([path, { dev }]) => nameOf(path) === name && dev !== true);
  return [...new Set(found.map(([, { version = '' }]) => version))].sort(compare);
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

test('every package asked for is asked for in one exact version', () => {
  const asked = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

test('every locked package has a checksum, and none names where it was fetched', () => {
  expect(locked.filter(([, { integrity, link }]) => integrity === undefined && link !== true)).toEqual([]);
  expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('every package with an install script has been decided about', () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = [...new Set(scripted.map(([path]) => nameOf(path)))];
  expect(names.filter((name) => !(name in manifest.allowScripts))).toEqual([]);
});

describe('advisories considered in docs/security.md', () => {
  const [, table = ''] = read('docs/security.md').split('### Advisories considered');
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| package'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('there are some', () => expect(rows.length).toBeGreaterThan(8));

  test.each(
    rows.map(
      ([, name = '', , fixed = '', here = '', decision = '']) => [name, { fixed, here, decision }] as const,
    ),
  )(
    '%s: the table tells the versions that are installed, and they are fixed or out of reach',
    (name, { fixed, here, decision }) => {
      expect(here === '-' ? [] : here.split(', ')).toEqual(versionsOf(name));
      const behind = versionsOf(name).filter((version) => fixed !== '-' && compare(version, fixed) < 0);
      if (behind.length > 0) expect(decision).toMatch(/^not reachable: /);
    },
  );
});

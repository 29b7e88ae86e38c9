import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Paths of all files that a release would hold. The build is not run: other tests use what is built. */
function packed(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const json = execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [found] = Object.values(JSON.parse(json)) as {
    readonly files: readonly { readonly path: string }[];
  }[];
  return (found?.files ?? []).map(({ path }) => path);
}

const below = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

describe('a release', () => {
  const files = packed();

  test('holds the program, the chat page, all content, its license and the notices', () => {
    const content = below('knowledge').filter((file) => !file.startsWith('knowledge/examples/'));
    expect(content.length).toBeGreaterThan(100);
    expect(files).toEqual(
      expect.arrayContaining([
        ...content,
        ...below('dialogs'),
        ...['index.js', 'cli/chat.js', 'web/widget.js', 'web/chat.js', 'web/chat.html'].map(
          (file) => `dist/${file}`,
        ),
        ...['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', '.env.example', 'package.json'],
        'knowledge/spelling/SCOWL-COPYRIGHT.txt',
      ]),
    );
  });

  test('holds the commands of an operator, which need no compiler there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const name of ['keys:rotate', 'privacy', 'report']) {
      const [, file] = /^node (dist\/cli\/\w+\.js)$/.exec(scripts[name]) ?? [];
      expect(files).toContain(file);
      expect(scripts[`pre${name}`]).toBeUndefined();
    }
  });

  test('holds nothing of development: no sources, tests, labelled messages, data or caches', () => {
    const strange = files.filter((file) => !/^(?:dist|knowledge|dialogs|docs)\/|^[\w.]+$/.test(file));
    expect(strange).toEqual([]);
    expect(files.filter((file) => /^knowledge\/examples\/|tsbuildinfo|\.env$|\.jsonl$/.test(file))).toEqual(
      [],
    );
  });
});

test('the notice names every package whose code is inside the chat page', () => {
  const bundled = [
    ...readFileSync(join(ROOT, 'web/chat/markdown.ts'), 'utf8').matchAll(/from '([a-z][\w-]*)'/g),
  ];
  const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8');
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(bundled.map(([, name = '']) => name)).toEqual(['streaming-markdown']);
  for (const [, name = ''] of bundled) expect(notice).toContain(`${name} ${devDependencies[name]}`);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from '@swc/core';

const SRC = join(__dirname, '../src');
const MAX_LINES = 300;

/**
 * Room of src -> rooms, single files and packages it may import. `types` allows `import type` only.
 * A room may always import itself. Everything that is not listed is refused.
 */
const MAY_IMPORT: Readonly<Record<string, { values: readonly string[]; types?: readonly string[] }>> = {
  understanding: { values: [] },
  'understanding/matching': { values: ['understanding', 'fuse.js'] },
  dialog: { values: [] },
  conversation: { values: ['understanding', 'dialog'] },
  content: {
    values: [
      'conversation/texts',
      'conversation/requests',
      'understanding',
      'dialog',
      'zod',
      'js-yaml',
      'node:fs',
      'node:path',
      'node:crypto',
    ],
    types: ['conversation'],
  },
  channels: { values: [], types: ['conversation', 'storage/Store'] },
  storage: {
    values: ['zod', 'node:crypto', 'node:fs', 'node:path'],
    types: ['conversation', 'dialog', 'telemetry', 'understanding'],
  },
  'storage/sqlite': { values: ['@photostructure/sqlite', 'node:fs', 'node:path', 'node:timers/promises'] },
  'storage/postgres': { values: ['pg', 'node:crypto'] },
  telemetry: { values: ['pino', 'node:crypto'] },
  turns: {
    values: [
      'dialog/chosen',
      'content',
      'conversation',
      'understanding',
      'storage',
      'telemetry',
      'node:crypto',
      'node:fs',
      'node:path',
    ],
  },
  bot: {
    values: [
      '@microsoft/agents-hosting',
      'jsonwebtoken',
      'channels',
      'botbuilder',
      'botframework-connector/lib/connectorApi/models/mappers',
      'node:crypto',
      'node:timers/promises',
      'rate-limiter-flexible',
    ],
    types: [
      'conversation',
      'storage',
      'telemetry',
      'turns/TurnHost',
      'turns/staffKnowledge',
      'understanding/commands',
    ],
  },
  'direct-line': {
    values: [
      'storage/Store',
      'storage/StorageError',
      'jsonwebtoken',
      'rate-limiter-flexible',
      'ws',
      'zod',
      'node:crypto',
      'node:fs',
      'node:path',
    ],
    types: ['channels/delivery', 'storage', 'telemetry', 'node:http', 'node:stream'],
  },
  website: {
    values: ['direct-line', 'node:crypto', 'node:fs', 'node:path', 'node:zlib'],
    types: ['content/widget', 'storage', 'telemetry'],
  },
  server: {
    values: [
      'bot/loopback',
      'direct-line/page',
      'direct-line/DirectLine',
      'website/pages',
      'helmet',
      'rate-limiter-flexible',
      'restify',
      'zod',
      'node:crypto',
      'node:http',
      'node:net',
    ],
    types: ['bot/receipt', 'direct-line', 'telemetry', 'website'],
  },
  config: {
    values: [
      'bot/BotTurn',
      'storage/storageSettings',
      'bot/loopback',
      'bot/registration',
      'settingKinds',
      'settingSlips',
      'zod',
    ],
  },
  settingKinds: { values: ['bot/loopback', 'node:crypto', 'zod'] },
  settingSlips: { values: [] },
  cli: {
    values: [
      'bot/visitorText',
      'node:path',
      'turns/createTurnHost',
      'fflate',
      'config',
      'content',
      'conversation',
      'dialog/draw',
      'storage',
      'understanding',
      'channels',
      'server/startupMessage',
      'telemetry',
      'turns',
      'zod',
      'node:fs',
      'node:path',
      'node:readline',
      'node:util',
    ],
  },
  index: {
    values: [
      'bot',
      'config',
      'server',
      'settingSlips',
      'storage',
      'telemetry',
      'turns',
      'website',
      'node:path',
    ],
  },
};

/** Rooms whose results depend on nothing but their arguments: no clock, no chance, no waiting, no process. */
const PURE = ['understanding', 'dialog', 'conversation'];
const IMPURE_GLOBALS = new Set([
  'process',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'clearTimeout',
  'clearInterval',
  'Promise',
  'crypto',
  'fetch',
  'globalThis',
  'global',
  'console',
]);
const VAGUE_NAMES = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers']);

type Node = Readonly<Record<string, unknown>>;

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Every rule that the files break, as `file: what`. Files are paths below src with their text. */
function problemsIn(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const nodes = nodesOf(parseSync(text, { syntax: 'typescript' }));
    return [
      ...nodes.flatMap(importsOf).flatMap((found) => importProblem(file, found)),
      ...(PURE.includes(roomOf(file)) ? nodes.flatMap(impurity) : []),
      ...shapeProblems(file, text),
    ].map((problem) => `${file}: ${problem}`);
  });
}

function importProblem(file: string, { target, typeOnly }: Import): string[] {
  const inner = `${posix.dirname(file)}`;
  const rules = MAY_IMPORT[inner] ?? MAY_IMPORT[roomOf(file)];
  if (rules === undefined) return [`the folder "${roomOf(file)}" has no import rule`];
  const to = target.startsWith('.') ? posix.join(inner, target) : target;
  const allowed = [roomOf(file), ...rules.values, ...(typeOnly ? (rules.types ?? []) : [])];
  const isAllowed = allowed.some(
    (rule) => to === rule || (target.startsWith('.') && to.startsWith(`${rule}/`)),
  );
  return isAllowed ? [] : [`may not import ${typeOnly ? 'types of ' : ''}${to}`];
}

function roomOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}

function shapeProblems(file: string, text: string): string[] {
  const words = file
    .replace(/\.ts$/, '')
    .replace(/([a-z])([A-Z])/g, '$1/$2')
    .toLowerCase()
    .split(/[/.-]/);
  const vague = words.filter((word) => VAGUE_NAMES.has(word));
  const lines = text.replace(/\n$/, '').split('\n').length;
  return [
    ...vague.map((word) => `"${word}" says nothing about what is inside`),
    ...(lines > MAX_LINES ? [`has ${lines} lines, at most ${MAX_LINES}`] : []),
    ...(/\/index\.ts$/.test(file) ? ['an index.ts inside a folder hides who imports whom'] : []),
  ];
}

/** All syntax nodes of a file; comments and the inside of strings are not among them. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value as Node, ...inside] : inside;
}

function importsOf(node: Node): Import[] {
  const found = (source: unknown, typeOnly: boolean): Import[] => {
    const { type, value } = (source ?? {}) as Node;
    return [{ target: type === 'StringLiteral' ? String(value) : 'a computed path', typeOnly }];
  };
  const all = (node.specifiers as readonly Node[] | undefined) ?? [];
  const named = all.length > 0 && all.every(({ isTypeOnly }) => isTypeOnly === true);
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return node.source ? found(node.source, node.typeOnly === true || named) : [];
    case 'TsExternalModuleReference':
      return found(node.expression, false);
    case 'TsImportType':
      return found(node.argument, true);
    case 'CallExpression': {
      const callee = node.callee as Node;
      const loads = callee.type === 'Import' || callee.value === 'require';
      const [first] = node.arguments as readonly { expression: Node }[];
      return loads ? found(first?.expression, false) : [];
    }
    default:
      return [];
  }
}

/** What a syntax node does that depends on more than arguments: for each kind of node one question. */
const IMPURITIES: Readonly<Record<string, (node: Node) => string | false>> = {
  Identifier: ({ ctxt, value }) => ctxt === 1 && IMPURE_GLOBALS.has(String(value)) && String(value),
  TsTypeReference: ({ typeName }) => is(typeName, 'Promise') && 'Promise',
  MemberExpression: ({ object, property }) =>
    (is(object, 'Date') && is(property, 'now') && 'Date.now') ||
    (is(object, 'Math') && is(property, 'random') && 'Math.random'),
  NewExpression: (node) =>
    is(node.callee, 'Date') && ((node.arguments as unknown[] | null) ?? []).length === 0 && 'new Date()',
  CallExpression: ({ callee }) => is(callee, 'Date') && 'Date()',
  AwaitExpression: () => 'await',
  ForOfStatement: (node) => node.await === true && 'for await',
};

function impurity(node: Node): string[] {
  const what = node.async === true ? 'async' : (IMPURITIES[String(node.type)]?.(node) ?? false);
  return what === false ? [] : [`must stay pure, but uses ${what}`];
}

function is(node: unknown, name: string): boolean {
  return (node as Node | undefined)?.value === name;
}

const files = Object.fromEntries(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join(SRC, name), 'utf8')]),
);

/** Read once: every package is looked for in them. */
const importsByFile = new Map(
  Object.entries(files).map(([file, text]) => [
    file,
    nodesOf(parseSync(text, { syntax: 'typescript' })).flatMap(importsOf),
  ]),
);

test('the source is there to be checked', () => {
  expect(Object.keys(files).length).toBeGreaterThan(60);
  expect(new Set(Object.keys(files).map(roomOf))).toEqual(
    new Set(Object.keys(MAY_IMPORT).filter((room) => !room.includes('/'))),
  );
});

test.each(Object.keys(files))('src/%s keeps to the import borders and the rules of its folder', (file) => {
  expect(problemsIn({ [file]: files[file] ?? '' })).toEqual([]);
});

describe.each([
  ['botbuilder', /^bot\//],
  ['restify', /^server\//],
  ['rate-limiter-flexible', /^(?:bot|server|direct-line)\//],
  ['helmet', /^server\//],
  ['ws', /^direct-line\//],
  ['jsonwebtoken', /^(?:direct-line|bot\/agents)\//],
  ['@microsoft/agents-hosting', /^bot\/agents\//],
  ['fuse.js', /^understanding\/matching\//],
  ['zod', /^(?:content|direct-line|server|storage|cli)\/|^(?:config|settingKinds)\.ts$/],
  ['js-yaml', /^content\//],
  ['pino', /^telemetry\//],
  ['@photostructure/sqlite', /^storage\/sqlite\//],
  ['pg', /^storage\/postgres\//],
])('the package %s', (name, home) => {
  test('is named only where it belongs', () => {
    const naming = [...importsByFile]
      .filter(([, found]) => found.some((one) => names(one, name)))
      .map(([file]) => file);
    expect(naming.length).toBeGreaterThan(0);
    expect(naming.filter((file) => !home.test(file))).toEqual([]);
  });
});

function names({ target }: Import, packageName: string): boolean {
  return target === packageName || target.startsWith(`${packageName}/`);
}

test('the browser code brings its own files, one parser, and nothing of the service but types', () => {
  const web = join(__dirname, '../web');
  const imports = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      nodesOf(parseSync(readFileSync(join(web, name), 'utf8'), { syntax: 'typescript' })).flatMap(importsOf),
    );
  const foreign = imports.filter(({ target }) => !/^\.\/\w+$/.test(target));
  expect(new Set(foreign.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target))).toEqual(
    new Set(['streaming-markdown']),
  );
  expect(new Set(foreign.filter(({ typeOnly }) => typeOnly).map(({ target }) => target))).toEqual(
    new Set(['../../src/content/widget']),
  );
});

describe('a planted violation is found', () => {
  test.each([
    ['a package that belongs elsewhere', 'conversation/a.ts', `import { z } from 'zod';`, 'zod'],
    ['fuse.js outside matching', 'understanding/a.ts', `import Fuse from 'fuse.js';`, 'fuse.js'],
    [
      'a room that lies further out',
      'understanding/a.ts',
      `import { c } from '../conversation/converse';`,
      'conv',
    ],
    [
      'the same from a folder further in',
      'understanding/red-flags/a.ts',
      `import '../../dialog/types';`,
      'dialog',
    ],
    [
      'dialog importing understanding',
      'dialog/a.ts',
      `import { u } from '../understanding/understand';`,
      'und',
    ],
    ['a type import', 'channels/a.ts', `import type { Activity } from 'botbuilder';`, 'botbuilder'],
    ['an inline type import', 'dialog/a.ts', `import { type C } from '../content/types';`, 'content'],
    [
      'a value where only types may be',
      'channels/a.ts',
      `import { newState } from '../conversation/state';`,
      'state',
    ],
    ['a value beside a type', 'server/a.ts', `import { type A, b } from '../bot/receipt';`, 'bot/receipt'],
    ['an import for its effect', 'server/a.ts', `import '../bot/receipt';`, 'bot/receipt'],
    ['an import type expression', 'dialog/a.ts', `type T = import('../bot/SpineBot').SpineBot;`, 'bot'],
    ['import = require', 'storage/a.ts', `import restify = require('restify');`, 'restify'],
    ['a dynamic import', 'content/a.ts', `const late = () => import('botbuilder');`, 'botbuilder'],
    ['require', 'telemetry/a.ts', `const { z } = require('zod');`, 'zod'],
    ['a computed path', 'turns/a.ts', `const any = (name: string) => require(name);`, 'computed'],
    ['passing on with export from', 'bot/a.ts', `export { z } from 'zod';`, 'zod'],
    ['passing on everything', 'bot/a.ts', `export * from '../content/types';`, 'content'],
    ['files in a pure room', 'conversation/a.ts', `import { readFileSync } from 'node:fs';`, 'node:fs'],
    ['config reaching into the bot', 'config.ts', `import { SpineBot } from './bot/SpineBot';`, 'SpineBot'],
    ['a folder with no rule', 'plugins/a.ts', `import { z } from 'zod';`, 'no import rule'],
  ])('%s', (_name, file, text, found) => {
    const problems = problemsIn({ [file]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(found);
  });

  test.each([
    ['process', 'export const a = process.env.HOME;'],
    ['Date.now', 'export const a = () => Date.now();'],
    ['new Date()', 'export const a = () => new Date();'],
    ['new Date()', 'export const a = () => new Date;'],
    ['Date()', 'export const a = () => Date();'],
    ['Math.random', 'export const a = () => Math.random();'],
    ['performance', 'export const a = () => performance.now();'],
    ['setTimeout', 'export const a = () => setTimeout(() => 1, 5);'],
    ['globalThis', 'export const a = () => globalThis.Date;'],
    ['Promise', 'export const a = () => Promise.resolve(1);'],
    ['Promise', 'export declare function a(): Promise<string>;'],
    ['async', 'export async function a() {}'],
    ['async', 'export const a = async () => 1;'],
    ['await', 'export const b = await a; declare const a: string;'],
  ])('%s in a pure room', (what, text) => {
    expect(problemsIn({ 'understanding/a.ts': text }).join()).toContain(`must stay pure, but uses ${what}`);
  });

  test.each([
    ['dialog/utils.ts', '', 'utils'],
    ['server/requestHelpers.ts', '', 'helpers'],
    ['bot/SessionManager.ts', '', 'manager'],
    ['common/words.ts', '', 'common'],
    ['dialog/index.ts', '', 'index.ts'],
    ['dialog/long.ts', 'const a = 1;\n'.repeat(301).replaceAll('const a', '// a'), '301 lines'],
  ])('%s', (file, text, found) => {
    expect(problemsIn({ [file]: text }).join()).toContain(found);
  });

  test('and nothing is found where the words are a comment, a string, an own name or a property', () => {
    const text = `
      // import { z } from 'zod'; Date.now()
      /** process.env and new Date() */
      const note = "import { z } from 'zod'; setTimeout()";
      export const at = (process: { now: number }, time: number) => [process.now, new Date(time), note];
      export const turn = { performance: 1, fetch: 2 }.performance;
    `;
    expect(problemsIn({ 'conversation/a.ts': text })).toEqual([]);
  });

  test('a file of exactly 300 lines, the root index.ts and its own room are in order', () => {
    expect(problemsIn({ 'dialog/long.ts': '// a\n'.repeat(300) })).toEqual([]);
    expect(problemsIn({ 'index.ts': `import { readConfig } from './config';` })).toEqual([]);
    expect(problemsIn({ 'understanding/red-flags/a.ts': `import { t } from '../utterance';` })).toEqual([]);
    expect(problemsIn({ 'understanding/matching/a.ts': `import Fuse from 'fuse.js';` })).toEqual([]);
  });
});

// Builds and runs the image without a container engine: every step of the Dockerfile in a clean folder, then the
// program as a user without rights, from files it cannot change. Says how large and how fast the result is.
//
//   node scripts/rehearseImage.mjs            everything, with both installs; needs the npm registry
//   node scripts/rehearseImage.mjs --quick    takes node_modules/ and dist/ of this project instead
//
// The last line is JSON. Exit 1 when a step fails, /healthz does not answer, or the turn goes wrong.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contextFilter, copyOf, envOf, stagesOf, wordsOf } from './dockerfile.mjs';
import { listing, megabytes, rehearseRuns } from './rehearseRuns.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const QUICK = process.argv.includes('--quick');
/** `nobody`: has no rights on anything here. */
const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;
const SAY = (line) => process.stdout.write(`${line}\n`);

/** Copies what the context holds: files that git knows or would take, less .dockerignore. */
function makeContext(folder) {
  const isIn = contextFilter(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  const files = String(names)
    .split('\0')
    .filter((file) => file !== '' && isIn(file) && existsSync(join(ROOT, file)));
  for (const file of files) cpSync(join(ROOT, file), join(folder, file));
  SAY(`context: ${files.length} files, ${megabytes(folder)} MB`);
}

/** Runs the steps of one stage; its file system is a folder. */
function buildStage(stage, folders, context) {
  const root = folders.get(stage.name);
  const image = { root, cwd: '/', env: {}, leftOut: [] };
  for (const { keyword, args } of stage.steps) {
    if (keyword === 'WORKDIR') enter(args, image);
    else if (keyword === 'ENV') Object.assign(image.env, envOf(args));
    else if (keyword === 'COPY') copy(args, image, folders, context);
    else if (keyword === 'RUN') run(args, image);
    else image[keyword] = args;
  }
  return image;
}

function enter(folder, image) {
  image.cwd = resolve(image.cwd, folder);
  mkdirSync(join(image.root, image.cwd), { recursive: true });
}

function copy(args, { root, cwd }, folders, context) {
  const { from, sources, target } = copyOf(args);
  const origin = from === undefined ? context : folders.get(from);
  const isFolder = sources.length > 1 || target.endsWith('/');
  for (const source of sources) {
    const path = join(origin, source);
    const to = isFolder ? join(target, source.split('/').at(-1)) : target;
    if (!existsSync(path)) throw new Error(`COPY ${args}: ${source} is not there`);
    cpSync(path, join(root, resolve(cwd, to)), { recursive: true, verbatimSymlinks: true });
  }
}

/** Steps that only make sense in an image are done by other means, or named; unknown ones are an error. */
function run(args, image) {
  const cwd = join(image.root, image.cwd);
  const [, mode, folder] = /^install -d -m (\d+) -o node -g node (\S+)$/.exec(args) ?? [];
  if (args.startsWith('apt-get ')) image.leftOut.push(args);
  else if (folder !== undefined) makeOwned(join(image.root, folder), Number.parseInt(mode, 8));
  else if (!/^npm (?:ci|run)\b/.test(args)) throw new Error(`RUN ${args}: the rehearsal has no such step`);
  else if (QUICK) standIn(args, cwd);
  else {
    const from = performance.now();
    execFileSync('sh', ['-c', args], {
      cwd,
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    SAY(`RUN ${args}: ${Math.round((performance.now() - from) / 1000)} s`);
  }
}

function makeOwned(folder, mode) {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, mode);
  if (IS_ROOT && !QUICK) chownSync(folder, NOBODY, NOBODY);
}

function standIn(args, cwd) {
  if (args.startsWith('npm ci')) symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
  else cpSync(join(ROOT, 'dist'), join(cwd, 'dist'), { recursive: true });
}

/** Without what npm tells its scripts about this project. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle|command)|^NODE_/.test(name)),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'spine-guide-image-'));
chmodSync(folder, 0o755);
try {
  const context = join(folder, 'context');
  makeContext(context);
  const stages = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const folders = new Map(stages.map(({ name }) => [name, join(folder, 'stages', name)]));
  for (const path of folders.values()) mkdirSync(path, { recursive: true });
  const image = stages.map((stage) => buildStage(stage, folders, context)).at(-1);
  for (const step of image.leftOut) SAY(`left out, for an image only: ${step}`);

  const before = listing(image.root);
  const sizes = QUICK
    ? {}
    : { modulesMb: megabytes(join(image.root, image.cwd, 'node_modules')), imageMb: megabytes(image.root) };
  const report = await rehearseRuns({
    cwd: join(image.root, image.cwd),
    env: { ...image.env, DATA_DIR: join(image.root, image.env.DATA_DIR) },
    entry: wordsOf(image.ENTRYPOINT),
    command: wordsOf(image.CMD),
    healthcheck: wordsOf(image.HEALTHCHECK),
    starts: QUICK ? 1 : 5,
    ...(IS_ROOT && !QUICK ? { uid: NOBODY } : {}),
  });
  const written = listing(image.root).filter((entry) => !before.includes(entry));
  const stray = written.filter((entry) => !entry.startsWith(image.env.DATA_DIR.slice(1)));
  SAY(`written: ${written.map((entry) => entry.split(' ')[0]).join(', ')}`);
  if (stray.length > 0) throw new Error(`written outside of DATA_DIR: ${stray.join(', ')}`);
  SAY(JSON.stringify({ ...sizes, ...report }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

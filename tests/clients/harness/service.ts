import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram, stopProgram } from './childProcess';

const ROOT = join(__dirname, '../../..');

/** The built service as its own process, with a folder of its own. */
export interface Service {
  readonly url: string;
  readonly program: Program;
  /** Paths of all files it has written, seen from its working folder; DATA_DIR is `data`. */
  files(): string[];
  /** Where a file of that path is. */
  path(file: string): string;
  /** Its log so far, one object a line. */
  log(): Record<string, unknown>[];
  /** Stops it with SIGTERM, once; throws unless it exits with 0 and printed nothing as an error. */
  stop(): Promise<void>;
  /** Stops it if it still runs and removes its folder. */
  dispose(): Promise<void>;
}

/** The path of a built program. @throws when the project has not been built. */
export function built(file: string): string {
  const path = join(ROOT, 'dist', file);
  if (!existsSync(path)) throw new Error(`dist/${file} is missing: run "npm run build" before these tests`);
  return path;
}

/** A new empty folder outside the project. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'spine-guide-client-'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** Starts dist/index.js on a free port of this machine and waits until it is healthy. */
export async function startService(
  settings: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Service> {
  const entry = built('index.js');
  const folder = temporaryFolder();
  // See tests/agents.
  const { TEST_BOT_SDK: BOT_SDK = '' } = process.env;
  const env = { PORT: '0', DATA_DIR: 'data', BOT_SDK, ...settings };
  const program = startProgram([...nodeOptions, entry], { cwd: folder.path, env });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopCleanly(program);
    return stopped;
  };
  const dispose = () => stop().finally(folder.remove);
  try {
    const url = await healthyUrl(program);
    return {
      url,
      program,
      files: () => filesIn(folder.path),
      path: (file) => join(folder.path, file),
      log: () => logOf(program),
      stop,
      dispose,
    };
  } catch (error) {
    program.process.kill('SIGKILL');
    folder.remove();
    throw error;
  }
}

async function healthyUrl(program: Program): Promise<string> {
  const [, port] = await program.printed(/"port":(\d+).*"msg":"started"/);
  const url = `http://127.0.0.1:${port}`;
  const { status } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000) });
  if (status !== 200) throw new Error(`/healthz answered ${status}`);
  return url;
}

async function stopCleanly(program: Program): Promise<void> {
  const code = await stopProgram(program);
  if (code !== 0 || program.stderr() !== '')
    throw new Error(`the service did not stop cleanly (${code}):\n${program.stdout()}${program.stderr()}`);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function logOf(program: Program): Record<string, unknown>[] {
  const lines = program.stdout().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

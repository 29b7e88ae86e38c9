import { type ChildProcess, spawn } from 'node:child_process';
import { within } from './within';

/** A node program under test, with what it has printed so far. */
export interface Program {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the first match in what it prints; rejects when it ends without, or after the limit. */
  printed(pattern: RegExp, limitMs?: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or with the name of the signal that ended it. */
  readonly exit: Promise<number | string>;
}

const STARTED = new Set<ChildProcess>();
// A test that fails half-way must not leave programs behind.
process.once('exit', () => {
  for (const child of STARTED) child.kill('SIGKILL');
});

/** Starts a node program with exactly this environment (and PATH). */
export function startProgram(
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Program {
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
  STARTED.add(child);
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exit = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      STARTED.delete(child);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const seen = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const look = () => {
        const match = pattern.exec(stdout);
        if (match === null) return;
        listeners.delete(look);
        resolve(match);
      };
      listeners.add(look);
      look();
    });
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    exit,
    printed: (pattern, limitMs = 20_000) => {
      const ended = exit.then((code) => {
        throw new Error(`ended (${code}) before printing ${pattern}:\n${stdout}${stderr}`);
      });
      return within(Promise.race([seen(pattern), ended]), limitMs, `print ${pattern}`);
    },
  };
}

/** Asks a program to stop; one that does not is killed, and reported by what it resolves with. */
export async function stopProgram(
  { process: child, exit }: Program,
  limitMs = 15_000,
): Promise<number | string> {
  child.kill('SIGTERM');
  return within(exit, limitMs, 'exit after SIGTERM').catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
}

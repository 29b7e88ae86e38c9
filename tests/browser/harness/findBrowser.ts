import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A browser that starts on this machine. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

const ROOT = join(__dirname, '../../..');
/** Inside the project: a folder that others could write to is no place for a program that is going to be run. */
const CACHE = join(ROOT, 'node_modules/.cache/spine-guide-chromium-147.0.0');
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Looks for a browser in a fixed order. @returns undefined when none starts. */
export function findBrowser(): FoundBrowser | undefined {
  const { CHROME_PATH } = process.env;
  const candidates = [
    ...(CHROME_PATH === undefined ? [] : [CHROME_PATH]),
    ...packaged(),
    ...SYSTEM,
    ...playwrightCache(),
  ];
  for (const executablePath of candidates.filter((path) => existsSync(path)))
    for (const env of environments()) if (starts(executablePath, env)) return { executablePath, env };
  return undefined;
}

function starts(executablePath: string, env: Record<string, string>): boolean {
  return spawnSync(executablePath, ['--version'], { env, timeout: 20_000 }).status === 0;
}

/** As the machine is, and with the libraries that came with the package for machines that lack them. */
function environments(): Record<string, string>[] {
  const plain = { ...process.env } as Record<string, string>;
  return [plain, { ...plain, LD_LIBRARY_PATH: join(CACHE, 'al2023/lib') }];
}

/** The Chromium of the development dependency; it is built for Linux on x64 only. */
function packaged(): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const executable = join(CACHE, 'chromium');
  if (!existsSync(executable)) unpack();
  return [executable];
}

/** Unpacks beside the final place and then moves it, so that two test files can do this at once. */
function unpack(): void {
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
  const folder = mkdtempSync(`${CACHE}-`);
  const script = join(__dirname, 'unpackChromium.cjs');
  const env = { ...process.env, TMPDIR: folder };
  const { status } = spawnSync(process.execPath, [script], { env, timeout: 60_000 });
  try {
    if (status !== 0) throw new Error('nothing was unpacked');
    renameSync(folder, CACHE);
  } catch {
    rmSync(folder, { recursive: true });
  }
}

function playwrightCache(): string[] {
  const folder = join(homedir(), '.cache/ms-playwright');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('chromium'))
    .map((name) => join(folder, name, 'chrome-linux/chrome'));
}

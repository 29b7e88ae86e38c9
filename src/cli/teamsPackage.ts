import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { loadDotEnv, readTeamsApp } from '../config';
import { packageVersion, projectRoot } from '../turns/createTurnHost';
import { runCommand } from './runCommand';

const ICONS = ['color.png', 'outline.png'];
/** The same settings give the same file, byte by byte; a zip cannot name an earlier day. */
const MODIFIED = '1980-01-02';

/** `npm run teams:package [-- FILE.zip]`: builds the app package for Microsoft Teams from the settings. */
function main(): void {
  loadDotEnv();
  const values = { ...readTeamsApp(process.env), version: packageVersion(projectRoot()) };
  const folder = join(projectRoot(), 'teams');
  const manifest = filled(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), values);
  const files: Zippable = { 'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
  for (const icon of ICONS) files[icon] = readFileSync(join(folder, icon));
  const target = resolve(process.argv[2] ?? 'spine-guide-teams.zip');
  writeFileSync(target, zipSync(files, { mtime: MODIFIED }));
  process.stdout.write(`${target}\n`);
}

/** Puts the settings into the places that the manifest leaves for them, written `{name}`. */
function filled(part: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof part === 'string')
    return part.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
  if (Array.isArray(part)) return part.map((item) => filled(item, values));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, values)]));
}

runCommand(main);

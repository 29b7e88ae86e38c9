import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentError, type ContentProblem } from '../../../src/content/ContentError';
import { loadContent } from '../../../src/content/loadContent';
import { ROOT, TODAY } from '../../conversation/harness/chat';

/** A change of one file: a new text made from the old one, or `undefined` to remove the file or folder. */
export type Edits = Readonly<Record<string, ((text: string) => string) | undefined>>;

/** Replaces the one place where the old words stand, so that an edit never silently does nothing. */
export function swap(from: string | RegExp, to: string): (text: string) => string {
  return (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to replace: ${from}`);
    return changed;
  };
}

/** Copies the project's content to a new folder, edits it, and lists the problems that a start would find. */
export function problemsAfter(edits: Edits, today = TODAY): readonly ContentProblem[] {
  const root = editedCopy(edits);
  try {
    loadContent({ root, today, version: '1.2.3', feedbackRetentionDays: 90, idleMinutes: 30, links: {} });
    return [];
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A new folder with the project's content, edited. Whoever asks for it removes it. */
export function editedCopy(edits: Edits): string {
  const root = mkdtempSync(join(tmpdir(), 'spine-guide-content-'));
  for (const part of ['knowledge', 'dialogs']) link(join(ROOT, part), join(root, part));
  symlinkSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  for (const [file, edit] of Object.entries(edits)) {
    const path = join(root, file);
    const text = edit?.(readFileSync(path, 'utf8'));
    rmSync(path, { recursive: true });
    if (text !== undefined) writeFileSync(path, text);
  }
  return root;
}

/** Files are links: most stay as they are, and copying all of them takes longer than reading them. */
function link(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) link(source, target);
    else symlinkSync(source, target);
  }
}

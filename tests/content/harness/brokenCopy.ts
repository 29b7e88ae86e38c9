import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  for (const part of ['knowledge', 'dialogs', 'package.json'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  for (const [file, edit] of Object.entries(edits)) {
    const path = join(root, file);
    if (edit === undefined) rmSync(path, { recursive: true });
    else writeFileSync(path, edit(readFileSync(path, 'utf8')));
  }
  return root;
}

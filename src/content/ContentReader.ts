import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import type { ContentProblem } from './ContentError';

/**
 * Reads content files below the project folder and collects every problem instead of stopping at the
 * first, so that one start shows an author everything there is to mend.
 */
export class ContentReader {
  readonly problems: ContentProblem[] = [];

  constructor(private readonly root: string) {}

  /** Notes a problem found by a later check. */
  report(rule: string, file: string, path: string, message: string): void {
    this.problems.push({ rule, file, path, message });
  }

  /** File names in a folder with this ending, sorted, so that order never depends on the disk. */
  list(folder: string, ending: string): string[] {
    try {
      return readdirSync(join(this.root, folder))
        .filter((name) => name.endsWith(ending))
        .sort();
    } catch {
      this.report('folder-missing', folder, '', 'this folder cannot be read; restore it');
      return [];
    }
  }

  text(file: string): string | undefined {
    try {
      return readFileSync(join(this.root, file), 'utf8');
    } catch {
      this.report('file-missing', file, '', 'this file cannot be read; restore it');
      return undefined;
    }
  }

  bytes(file: string): Buffer | undefined {
    try {
      return readFileSync(join(this.root, file));
    } catch {
      this.report('file-missing', file, '', 'this file cannot be read; restore it');
      return undefined;
    }
  }

  /** Reads a YAML 1.2 file and checks its shape. */
  yaml<T>(file: string, shape: z.ZodType<T>): T | undefined {
    const text = this.text(file);
    return text === undefined ? undefined : this.parse(file, text, shape);
  }

  /** Checks YAML 1.2 text; a bare `no` stays the word "no", and a repeated or unknown key is a problem. */
  parse<T>(file: string, text: string, shape: z.ZodType<T>): T | undefined {
    let data: unknown;
    try {
      data = load(text, { schema: CORE_SCHEMA });
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const line = error.mark === undefined ? '' : `line ${error.mark.line + 1}`;
      this.report('yaml', file, line, error.reason ?? error.name);
      return undefined;
    }
    const parsed = shape.safeParse(data);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) this.report('shape', file, issue.path.join('.'), issue.message);
    return undefined;
  }
}

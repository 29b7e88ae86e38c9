import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import type { ContentProblem } from './ContentError';
import { lineOf } from './lineOf';
import type { Rule } from './rules';

/** A problem before the line is looked for, which only those who read it need. */
interface Found extends Omit<ContentProblem, 'line'> {
  /** Words of the file that are wrong, where no key path leads to them. */
  readonly near: string | undefined;
}

/**
 * Reads content files below the project folder and collects every problem instead of stopping at the
 * first, so that one start shows an author everything there is to mend.
 */
export class ContentReader {
  private readonly found: Found[] = [];

  constructor(private readonly root: string) {}

  /** Everything found so far, each with its line. */
  get problems(): ContentProblem[] {
    const texts = new Map<string, string>();
    return this.found.map(({ near, ...problem }) => {
      const text = texts.get(problem.file) ?? this.whole(problem.file);
      texts.set(problem.file, text);
      return { ...problem, line: lineOf(text, problem.path, near) };
    });
  }

  get isSound(): boolean {
    return this.found.length === 0;
  }

  /**
   * Notes a problem.
   *
   * @param path - a key path, a heading, or empty.
   * @param near - words of the file that are wrong, to find the line by.
   */
  report(rule: Rule, file: string, path: string, message: string, near?: string): void {
    this.found.push({ rule, file, path, message, near });
  }

  private whole(file: string): string {
    try {
      return readFileSync(join(this.root, file), 'utf8').replace(/\r\n/g, '\n');
    } catch {
      return '';
    }
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

  /**
   * Checks YAML 1.2 text; a bare `no` stays the word "no", and a repeated or unknown key is a problem.
   *
   * @param before - lines of the file before this text.
   */
  parse<T>(file: string, text: string, shape: z.ZodType<T>, before = 0): T | undefined {
    let data: unknown;
    try {
      data = load(text, { schema: CORE_SCHEMA });
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const line = error.mark === undefined ? '' : `line ${error.mark.line + 1 + before}`;
      this.report('yaml', file, line, error.reason ?? error.name);
      return undefined;
    }
    const parsed = shape.safeParse(data);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      this.report('shape', file, issue.path.join('.'), issue.message, unknown && `${unknown}:`);
    }
    return undefined;
  }
}

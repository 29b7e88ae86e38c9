/** One thing wrong in a content file: where it is, which rule it breaks and how to mend it. */
export interface ContentProblem {
  /** Short name of the rule, so that a fault can be looked up in docs/errors.md. */
  readonly rule: string;
  /** Path from the project folder, for example `knowledge/topics/mri.md`. */
  readonly file: string;
  /** Where in the file: a key path such as `classes.leg`, or a heading. Empty for the whole file. */
  readonly path: string;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/** Content is wrong, so the service must not start: a wrong file could become a wrong clinical answer. */
export class ContentError extends Error {
  override readonly name = 'ContentError';

  constructor(readonly problems: readonly ContentProblem[]) {
    super(`${problems.length} problem(s) in the content\n${problems.map(problemLine).join('\n')}`);
  }
}

function problemLine({ rule, file, path, message }: ContentProblem): string {
  return `  ${file}${path === '' ? '' : ` at ${path}`}: ${message} [${rule}]`;
}

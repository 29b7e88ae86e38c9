import { RULES, type Rule } from './rules';

/** One thing wrong in a content file: where it is and which rule it breaks. */
export interface ContentProblem {
  /** What the rule is for and how to mend it: {@link RULES}, docs/content-rules.md. */
  readonly rule: Rule;
  /** Path from the project folder, for example `knowledge/topics/mri.md`. */
  readonly file: string;
  /** Where in the file: a key path such as `classes.leg`, or a heading. Empty for the whole file. */
  readonly path: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** What is wrong. */
  readonly message: string;
}

/** Content is wrong, so the service must not start: a wrong file could become a wrong clinical answer. */
export class ContentError extends Error {
  override readonly name = 'ContentError';

  constructor(readonly problems: readonly ContentProblem[]) {
    super(`${problems.length} problem(s) in the content\n\n${problemsText(problems)}`);
  }
}

/** Problems for a person to work through: by rule, each with its place, and then once why and how to mend it. */
function problemsText(problems: readonly ContentProblem[]): string {
  const rules = [...new Set(problems.map(({ rule }) => rule))];
  return rules
    .map((rule) => {
      const lines = problems.filter((problem) => problem.rule === rule).map(problemLine);
      return [...lines, `    why: ${RULES[rule].why}`, `    fix: ${RULES[rule].fix}`].join('\n');
    })
    .join('\n\n');
}

function problemLine({ rule, file, path, line, message }: ContentProblem): string {
  return `${file}:${line}${path === '' ? '' : ` at ${path}`}: ${message} [${rule}]`;
}

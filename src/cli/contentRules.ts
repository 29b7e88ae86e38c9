import { RULES } from '../content/rules';

/** Every rule of the content check as Markdown, for docs/content-rules.md. */
export function contentRulesText(): string {
  const rows = Object.entries(RULES).map(([rule, { why, fix }]) => `| \`${rule}\` | ${why} | ${fix} |`);
  return [
    '# Rules of the content check',
    '',
    'Made by `npm run docs:content-rules`; do not edit.',
    '',
    '`npm run knowledge:check` shows every place that breaks a rule as `file:line at path: what is wrong [rule]`, and',
    'then why the rule is there and how to put it right. All rules but three are also checked at every start, and a start',
    'is refused when one is broken. `ask-elsewhere`, `examples-retired` and `examples-topic` take about a second and run in',
    'the command and the tests only.',
    '',
    '| rule | why | how to mend it |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

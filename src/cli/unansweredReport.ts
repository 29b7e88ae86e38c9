import type { Unanswered } from '../storage/UnansweredRows';

/**
 * What visitors asked and got no answer to, for the people who write answers.
 *
 * @param conversations - fewer different ones are not shown.
 */
export function unansweredReport(unanswered: readonly Unanswered[], conversations: number): string {
  const rows = unanswered.map(
    ({ conversations: said, day, phrasing }) =>
      `${String(said).padEnd(15)}${new Date(day).toISOString().slice(0, 10)}  ${phrasing}`,
  );
  const said = `said in at least ${conversations} conversations of the last 30 days`;
  if (rows.length === 0) return `Nothing without an answer was ${said}.\n`;
  return [`Without an answer: words, sorted, ${said}`, 'conversations  last        words', ...rows, ''].join(
    '\n',
  );
}

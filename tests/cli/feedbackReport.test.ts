import { feedbackReport } from '../../src/cli/feedbackReport';
import type { Feedback } from '../../src/conversation/effects';

const DAY = Date.parse('2026-11-24T12:00:00Z');
const given = (id: string, rating: string, about: string, comment?: string, at = DAY): Feedback => ({
  id,
  at,
  rating,
  about,
  ...(comment === undefined ? {} : { comment }),
});
const nameOf = (about: string) => about.replace('answer:', 'The answer ');

test('ratings are counted by what they are about, the most often rated first', () => {
  const report = feedbackReport(
    [
      given('a', 'helpful', 'answer:mri'),
      given('b', 'not-helpful', 'answer:ct'),
      given('c', 'partly', 'answer:mri'),
      given('d', 'helpful', 'answer:mri'),
    ],
    nameOf,
  );
  const rows = report.split('\n').map((line) => line.split(/\s{2,}/));
  expect(rows.slice(0, 4)).toEqual([
    ['all', 'helpful', 'partly', 'not-helpful', 'about'],
    ['4', '2', '1', '1', 'everything'],
    ['3', '2', '1', '0', 'The answer mri'],
    ['1', '0', '0', '1', 'The answer ct'],
  ]);
});

test('comments stand newest first, in one line each, without contact details', () => {
  const report = feedbackReport(
    [
      given('a', 'helpful', 'answer:mri', 'older', DAY - 86_400_000),
      given('b', 'partly', 'answer:ct', 'call me:\n412-555-0100'),
    ],
    nameOf,
  );
  expect(report).toContain(
    '2026-11-24  partly  The answer ct: call me: [removed]\n2026-11-23  helpful  The answer mri: older\n',
  );
});

test('nothing is nothing', () => {
  expect(feedbackReport([], nameOf)).toBe('No feedback yet.\n');
  expect(feedbackReport([given('a', 'helpful', '')], nameOf)).toContain('No comments.');
});

import { withoutContacts } from '../conversation/contacts';
import type { Feedback } from '../conversation/effects';

const RATINGS = ['helpful', 'partly', 'not-helpful'] as const;

/**
 * Feedback for a person to read: ratings by what they were about, the most often rated first, and then the
 * comments, newest first.
 *
 * @param nameOf - the title of what a reply id stands for.
 */
export function feedbackReport(feedback: readonly Feedback[], nameOf: (about: string) => string): string {
  if (feedback.length === 0) return 'No feedback yet.\n';
  const subjects = [...new Set(feedback.map(({ about }) => nameOf(about)))].map((name) => ({
    name,
    given: feedback.filter(({ about }) => nameOf(about) === name),
  }));
  const rows = subjects
    .sort((a, b) => b.given.length - a.given.length || a.name.localeCompare(b.name))
    .map(({ name, given }) => row(name, given));
  const comments = feedback
    .filter(({ comment }) => comment !== undefined)
    .sort((a, b) => b.at - a.at)
    .map(({ at, rating, about, comment }) => {
      const day = new Date(at).toISOString().slice(0, 10);
      // Stored without contact details; older lines may be from before that.
      return `${day}  ${rating}  ${nameOf(about)}: ${oneLine(withoutContacts(comment ?? ''))}`;
    });
  return [
    ['all', ...RATINGS, 'about']
      .map((title) => title.padEnd(13))
      .join('')
      .trimEnd(),
    row('everything', feedback),
    ...rows,
    '',
    comments.length === 0 ? 'No comments.' : 'Comments, newest first',
    ...comments,
    '',
  ].join('\n');
}

function row(name: string, given: readonly Feedback[]): string {
  const counts = RATINGS.map((rating) => given.filter((one) => one.rating === rating).length);
  return [given.length, ...counts].map((count) => String(count).padEnd(13)).join('') + name;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

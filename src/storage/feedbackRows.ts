import type { Feedback } from '../conversation/effects';
import type { Queries } from './Database';
import type { FieldCipher } from './FieldCipher';

interface FeedbackRow extends Record<string, string | number | null> {
  id: string;
  given_at: number;
  rating: string;
  about: string;
  comment: string | null;
}

/** Stores feedback; a comment that comes later joins its rating. */
export async function addFeedback(
  queries: Queries,
  cipher: FieldCipher,
  { id, at, rating, about, comment }: Feedback,
  expiresAt: number,
): Promise<void> {
  await queries.run(
    `INSERT INTO feedback (id, given_at, rating, about, comment, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET given_at = excluded.given_at, rating = excluded.rating,
       about = excluded.about, comment = excluded.comment, expires_at = excluded.expires_at`,
    id,
    at,
    rating,
    about,
    comment === undefined ? null : cipher.encrypt(comment, place(id)),
    expiresAt,
  );
}

/** All feedback that is not past its time, the oldest first. */
export async function readFeedback(queries: Queries, cipher: FieldCipher, now: number): Promise<Feedback[]> {
  const rows = await queries.rows<FeedbackRow>(
    'SELECT id, given_at, rating, about, comment FROM feedback WHERE expires_at > $1 ORDER BY given_at, id',
    now,
  );
  return rows.map((row) => feedbackOf(row, cipher));
}

/** The feedback with these ids. */
export async function findFeedback(
  queries: Queries,
  cipher: FieldCipher,
  ids: readonly string[],
): Promise<Feedback[]> {
  const found: Feedback[] = [];
  for (const id of ids) {
    const [row] = await queries.rows<FeedbackRow>(
      'SELECT id, given_at, rating, about, comment FROM feedback WHERE id = $1',
      id,
    );
    if (row !== undefined) found.push(feedbackOf(row, cipher));
  }
  return found;
}

function feedbackOf(
  { id, given_at: at, rating, about, comment }: FeedbackRow,
  cipher: FieldCipher,
): Feedback {
  const words = comment === null ? undefined : cipher.decrypt(comment, place(id));
  return { id, at, rating, about, ...(words === undefined ? {} : { comment: words }) };
}

function place(id: string): string {
  return `feedback ${id}`;
}

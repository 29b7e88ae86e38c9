import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Feedback } from '../conversation/effects';
import type { Database } from './Database';
import type { FieldCipher } from './FieldCipher';
import { addFeedback } from './feedbackRows';
import { StorageError } from './StorageError';

/** Where feedback was kept before there was a database. */
const FILE = 'feedback.jsonl';

const line = z.object({
  id: z.string(),
  at: z.number(),
  rating: z.string(),
  comment: z.string().exactOptional(),
  about: z.string(),
});

/**
 * Takes over the feedback of an older version of this service. The file goes once its lines are stored; should the
 * process end between the two, they are stored a second time under the same ids.
 */
export async function importFeedback(
  database: Database,
  cipher: FieldCipher,
  folder: string,
  feedbackMs: number,
): Promise<number> {
  const file = join(folder, FILE);
  const rows = read(file).split('\n').flatMap(parseLine);
  if (rows.length > 0)
    await database.transaction('', async (queries) => {
      for (const feedback of rows) await addFeedback(queries, cipher, feedback, feedback.at + feedbackMs);
    });
  rmSync(file, { force: true });
  return rows.length;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new StorageError(`DATA_DIR: cannot read ${FILE} (${code})`, error);
  }
}

/** A line cut short by a crash is not JSON. */
function parseLine(row: string): Feedback[] {
  try {
    const { data } = line.safeParse(JSON.parse(row));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}

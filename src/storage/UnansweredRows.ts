import { createHmac, randomBytes } from 'node:crypto';
import type { Queries } from './Database';
import type { FieldCipher } from './FieldCipher';

/** A phrasing that enough conversations said. */
export interface Unanswered {
  readonly phrasing: string;
  readonly conversations: number;
  /** The last day on which it was said, in ms since 1970. */
  readonly day: number;
}

interface UnansweredRow extends Record<string, string | number> {
  phrase: string;
  conversation: string;
  body: string;
}

const DAY_MS = 24 * 60 * 60_000;
const KEPT_DAYS = 30;
/** More come from a flood only. */
const MAX_ROWS = 100_000;
const KEY_NAME = 'unanswered-key';

/**
 * What got no answer, one row for each phrasing and conversation. Both are named by a keyed hash and the time by its
 * day, so that rows cannot be tied to anybody without the key.
 */
export class UnansweredRows {
  private constructor(
    private readonly cipher: FieldCipher,
    private readonly key: string,
    private readonly now: () => number,
  ) {}

  /** Reads the key of the hashes, which stays while the keys of texts change; makes it the first time. */
  static async open(queries: Queries, cipher: FieldCipher, now: () => number): Promise<UnansweredRows> {
    const place = `meta ${KEY_NAME}`;
    await queries.run(
      `INSERT INTO meta (name, value) VALUES ('${KEY_NAME}', $1) ON CONFLICT (name) DO NOTHING`,
      cipher.encrypt(randomBytes(32).toString('base64'), place),
    );
    const [row] = await queries.rows(`SELECT value FROM meta WHERE name = '${KEY_NAME}'`);
    return new UnansweredRows(cipher, cipher.decrypt(String(row?.value), place) ?? '', now);
  }

  /** A conversation that says the same again still counts once. */
  async add(queries: Queries, conversation: string, phrasing: string): Promise<void> {
    const names = this.#names(conversation, phrasing);
    await queries.run(
      `INSERT INTO unanswered (phrase, conversation, day, body) VALUES ($1, $2, $3, $4)
       ON CONFLICT (phrase, conversation) DO UPDATE SET day = excluded.day`,
      ...names,
      this.#today(),
      this.cipher.encrypt(phrasing, unansweredPlace(...names)),
    );
  }

  /** It was answered after all. */
  async takeBack(queries: Queries, conversation: string, phrasing: string): Promise<void> {
    await queries.run(
      'DELETE FROM unanswered WHERE phrase = $1 AND conversation = $2',
      ...this.#names(conversation, phrasing),
    );
  }

  /** Deletes what one conversation said. @returns how many rows. */
  forget(queries: Queries, conversation: string): Promise<number> {
    return queries.run('DELETE FROM unanswered WHERE conversation = $1', this.#hash(conversation));
  }

  /** The phrasings of one conversation. */
  async of(queries: Queries, conversation: string): Promise<string[]> {
    const rows = await queries.rows<UnansweredRow>(
      'SELECT phrase, conversation, body FROM unanswered WHERE conversation = $1',
      this.#hash(conversation),
    );
    return rows.flatMap((row) => this.#read(row) ?? []).sort();
  }

  /** What the texts of {@link of} begin with, which names their keys. */
  async keyIdsOf(queries: Queries, conversation: string): Promise<string[]> {
    const rows = await queries.rows<{ id: string }>(
      'SELECT substr(body, 1, 9) AS id FROM unanswered WHERE conversation = $1',
      this.#hash(conversation),
    );
    return rows.map(({ id }) => id);
  }

  /** What at least so many different conversations said in the last 30 days, the most often said first. */
  async frequent(queries: Queries, conversations: number): Promise<Unanswered[]> {
    const rows = await queries.rows<UnansweredRow & { said: number; day: number }>(
      `SELECT many.phrase, many.said, many.day, unanswered.conversation, unanswered.body FROM
         (SELECT phrase, COUNT(*) AS said, MAX(day) AS day, MIN(conversation) AS one FROM unanswered WHERE day > $1
          GROUP BY phrase HAVING COUNT(*) >= $2) AS many
       JOIN unanswered ON unanswered.phrase = many.phrase AND unanswered.conversation = many.one
       ORDER BY many.said DESC, many.day DESC, many.phrase`,
      this.#today() - KEPT_DAYS,
      conversations,
    );
    return rows.flatMap((row) => {
      const phrasing = this.#read(row);
      return phrasing === undefined ? [] : [{ phrasing, conversations: row.said, day: row.day * DAY_MS }];
    });
  }

  /** Deletes what is past its time, and the oldest of too many. @returns how many rows. */
  async sweep(queries: Queries, batch: number): Promise<number> {
    return queries.run(
      `DELETE FROM unanswered WHERE (phrase, conversation) IN
         (SELECT phrase, conversation FROM unanswered WHERE day <= $1 LIMIT ${batch})
       OR (phrase, conversation) IN
         (SELECT phrase, conversation FROM unanswered ORDER BY day DESC LIMIT ${batch} OFFSET ${MAX_ROWS})`,
      this.#today() - KEPT_DAYS,
    );
  }

  #read({ phrase, conversation, body }: UnansweredRow): string | undefined {
    return this.cipher.decrypt(body, unansweredPlace(phrase, conversation));
  }

  #names(conversation: string, phrasing: string): [string, string] {
    return [this.#hash(phrasing), this.#hash(conversation)];
  }

  #hash(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }

  #today(): number {
    return Math.floor(this.now() / DAY_MS);
  }
}

/** Where a phrasing is stored, for its encryption. */
export function unansweredPlace(phrase: string, conversation: string): string {
  return `unanswered ${phrase} ${conversation}`;
}

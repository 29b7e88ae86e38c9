import type { Queries } from './Database';
import type { DataRights } from './dataRights';
import type { FieldCipher } from './FieldCipher';
import { addFeedback } from './feedbackRows';
import { appendLog } from './logRows';
import { KEY_UNKNOWN, StorageError } from './StorageError';
import { type Changes, conversationKey, type Found, type TurnAt } from './Store';
import { readState, writeState } from './storedState';
import type { UnansweredRows } from './UnansweredRows';

export interface StoreLimits {
  /** Silence after which a conversation is forgotten, in ms. */
  readonly conversationMs: number;
  readonly feedbackMs: number;
  readonly maxConversations: number;
  readonly now: () => number;
}

/** Whoever stored a reply sends it; after this time it must have died. */
const OUTBOX_LEASE_MS = 60_000;
/** A reply that could not be delivered for this long would only confuse. */
const OUTBOX_LIFE_MS = 15 * 60_000;
/** Replies of one turn; more are never said. */
const POSITIONS_PER_TURN = 1000;
const NOTHING: Found = { state: undefined, greeting: undefined, last: 0, repeated: undefined };

/** What a turn begins with. `turns` counts those before it. */
interface Beginning {
  readonly found: Found;
  readonly turns: number;
}

interface FoundRow extends Record<string, string | number | null> {
  last_seq: number;
  turns: number;
  greeting: string | null;
  expires_at: number;
  state: string | null;
}

const KEY_MISSING =
  'DATA_ENCRYPTION_KEYS: a conversation was written under a key that is not among them; give every replica all keys';

/** The statements of turns, inside the transaction they are given. */
export class TurnRows {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly limits: StoreLimits,
    private readonly rights: DataRights,
    private readonly unanswered: UnansweredRows,
  ) {}

  async find(queries: Queries, at: TurnAt): Promise<Beginning> {
    const key = conversationKey(at.key);
    const [row] = await queries.rows<FoundRow>(
      `SELECT c.last_seq, c.turns, c.greeting, c.expires_at, s.body AS state
       FROM conversation c LEFT JOIN state s ON s.conversation = c.key AND s.person = $2 WHERE c.key = $1`,
      key,
      at.key.person,
    );
    if (row === undefined) return { found: NOTHING, turns: 0 };
    // Past its time it is as if it were gone; only the numbers of its log go on.
    if (row.expires_at <= this.limits.now()) {
      await queries.run('DELETE FROM conversation WHERE key = $1', key);
      return { found: { ...NOTHING, last: row.last_seq }, turns: 0 };
    }
    // Another replica has a newer key: taken for nothing, what is known of the person would be written over.
    if (row.state !== null && !this.cipher.hasKeyOf(row.state))
      throw new StorageError(KEY_MISSING, { code: KEY_UNKNOWN });
    const text = row.state === null ? undefined : this.cipher.decrypt(row.state, placeOfState(at));
    const found: Found = {
      state: text === undefined ? undefined : readState(text),
      greeting: row.greeting === null ? undefined : JSON.parse(row.greeting),
      last: row.last_seq,
      repeated: await this.#repeated(queries, at),
    };
    return { found, turns: row.turns };
  }

  /** Stores everything that a turn changes. */
  async write(queries: Queries, at: TurnAt, changes: Changes, { found, turns }: Beginning): Promise<void> {
    const key = conversationKey(at.key);
    if (changes.forgets === true) await this.rights.forget(queries, key);
    if (changes.startsOver === true) await queries.run('DELETE FROM log WHERE conversation = $1', key);
    await this.#writeConversation(queries, key, changes, found);
    if (changes.state !== undefined)
      await queries.run(
        `INSERT INTO state (conversation, person, body) VALUES ($1, $2, $3)
         ON CONFLICT (conversation, person) DO UPDATE SET body = excluded.body`,
        key,
        at.key.person,
        this.cipher.encrypt(writeState(changes.state), placeOfState(at)),
      );
    await this.#writeProcessed(queries, at, changes, turns + 1);
    await appendLog(queries, this.cipher, key, found.last, changes.log ?? []);
    await this.#writeOutbox(queries, key, changes, turns + 1);
    const { now, feedbackMs } = this.limits;
    for (const feedback of changes.feedback ?? [])
      await addFeedback(queries, this.cipher, feedback, now() + feedbackMs);
    for (const id of changes.erasedFeedback ?? [])
      await queries.run('DELETE FROM feedback WHERE id = $1', id);
    for (const phrasing of changes.answered ?? []) await this.unanswered.takeBack(queries, key, phrasing);
    for (const phrasing of changes.unanswered ?? []) await this.unanswered.add(queries, key, phrasing);
  }

  async #repeated(queries: Queries, at: TurnAt): Promise<string | undefined> {
    if (at.activityId === undefined) return undefined;
    const [row] = await queries.rows<{ note: string | null }>(
      'SELECT note FROM processed WHERE conversation = $1 AND activity = $2',
      conversationKey(at.key),
      activityOf(at),
    );
    if (row === undefined) return undefined;
    return row.note === null ? '' : (this.cipher.decrypt(row.note, placeOfNote(at)) ?? '');
  }

  async #writeConversation(queries: Queries, key: string, changes: Changes, found: Found): Promise<void> {
    const now = this.limits.now();
    const greeting = changes.greeting === undefined ? found.greeting : (changes.greeting ?? undefined);
    await queries.run(
      `INSERT INTO conversation
         (key, visitor, locale, last_seq, bytes, turns, greeting, ended_at, touched_at, expires_at)
       VALUES ($1, $2, $3, $4, 0, 1, $5, $6, $7, $8)
       ON CONFLICT (key) DO UPDATE SET last_seq = excluded.last_seq, turns = conversation.turns + 1,
         greeting = excluded.greeting, ended_at = COALESCE(excluded.ended_at, conversation.ended_at),
         touched_at = excluded.touched_at, expires_at = excluded.expires_at`,
      key,
      changes.begins?.visitor ?? '',
      changes.begins?.locale ?? '',
      found.last + (changes.log?.length ?? 0),
      greeting === undefined ? null : JSON.stringify(greeting),
      changes.ends === true ? now : null,
      now,
      now + this.limits.conversationMs,
    );
  }

  async #writeProcessed(queries: Queries, at: TurnAt, { note }: Changes, turn: number): Promise<void> {
    if (at.activityId === undefined) return;
    await queries.run(
      'INSERT INTO processed (conversation, activity, turn, note, taken_at) VALUES ($1, $2, $3, $4, $5)',
      conversationKey(at.key),
      activityOf(at),
      turn,
      note === undefined ? null : this.cipher.encrypt(note, placeOfNote(at)),
      this.limits.now(),
    );
  }

  async #writeOutbox(queries: Queries, key: string, { outbox = [] }: Changes, turn: number): Promise<void> {
    const now = this.limits.now();
    for (const [index, { id, activity }] of outbox.entries())
      await queries.run(
        `INSERT INTO outbox (id, conversation, position, body, attempts, next_at, expires_at)
         VALUES ($1, $2, $3, $4, 0, $5, $6)`,
        id,
        key,
        turn * POSITIONS_PER_TURN + index,
        this.cipher.encrypt(JSON.stringify(activity), `outbox ${id}`),
        now + OUTBOX_LEASE_MS,
        now + OUTBOX_LIFE_MS,
      );
  }
}

/** The same id from another person is another message. */
function activityOf({ key, activityId = '' }: TurnAt): string {
  return JSON.stringify([key.person, activityId]);
}

function placeOfState({ key }: TurnAt): string {
  return `state ${conversationKey(key)} ${key.person}`;
}

function placeOfNote(at: TurnAt): string {
  return `note ${conversationKey(at.key)} ${activityOf(at)}`;
}

import { createHash } from 'node:crypto';
import type { Queries } from './Database';
import type { FieldCipher } from './FieldCipher';
import { findFeedback } from './feedbackRows';
import { readLog } from './logRows';
import { type ConversationId, conversationKey, type Export, type Greeting } from './Store';
import { readState } from './storedState';
import { addAudit } from './sweepRows';
import type { UnansweredRows } from './UnansweredRows';
import { refuseUnreadable } from './unreadableTexts';

/** What a person may ask for: everything stored about their conversation, or that it goes. */
export interface DataRights {
  export(queries: Queries, key: string): Promise<Export | undefined>;
  /** Erases all of it, and notes that. @returns false when there was nothing. Both refuse what they cannot read. */
  erase(queries: Queries, key: string): Promise<boolean>;
  /** Erases all of it but the row of the conversation itself, which goes on. */
  forget(queries: Queries, key: string): Promise<void>;
}

interface ConversationRow extends Record<string, string | number | null> {
  locale: string;
  last_seq: number;
  greeting: string | null;
  touched_at: number;
  expires_at: number;
}

/** Export and erasure over the tables of one conversation. */
export function dataRights(cipher: FieldCipher, unanswered: UnansweredRows, now: () => number): DataRights {
  const statesOf = async (queries: Queries, key: string) => {
    const rows = await queries.rows<{ person: string; body: string }>(
      'SELECT person, body FROM state WHERE conversation = $1 ORDER BY person',
      key,
    );
    return rows.flatMap(({ person, body }) => {
      const text = cipher.decrypt(body, `state ${key} ${person}`);
      const state = text === undefined ? undefined : readState(text);
      return state === undefined ? [] : [{ person, state }];
    });
  };

  /** The states, once it is sure that nothing of the conversation would be left out. */
  const readableStates = async (queries: Queries, key: string, outcome: string) => {
    const states = await statesOf(queries, key);
    const feedbackIds = states.flatMap(({ state }) => state.feedbackIds);
    await refuseUnreadable(queries, { cipher, unanswered }, { key, feedbackIds }, outcome);
    return { states, feedbackIds };
  };

  const unsentOf = async (queries: Queries, key: string) => {
    const rows = await queries.rows<{ id: string; body: string }>(
      'SELECT id, body FROM outbox WHERE conversation = $1 ORDER BY position',
      key,
    );
    return rows.flatMap(({ id, body }) => {
      const text = cipher.decrypt(body, `outbox ${id}`);
      return text === undefined ? [] : [JSON.parse(text) as unknown];
    });
  };

  return {
    async export(queries, key) {
      const [row] = await queries.rows<ConversationRow>(
        'SELECT locale, last_seq, greeting, touched_at, expires_at FROM conversation WHERE key = $1',
        key,
      );
      const phrasings = await unanswered.of(queries, key);
      // What got no answer stays longer than the conversation.
      if (row === undefined && phrasings.length === 0) return undefined;
      const { states, feedbackIds } = await readableStates(queries, key, 'Nothing was exported.');
      const log = await readLog(queries, cipher, key, 0);
      await addAudit(queries, now(), 'export', nameOf(key), '');
      return {
        conversation: {
          key: JSON.parse(key),
          ...(row === undefined ? {} : described(row)),
        },
        states: states.map(({ person, state }) => ({
          person,
          state: { ...state, lastAt: written(state.lastAt) },
        })),
        log: log.map(({ json }) => JSON.parse(json)),
        unsent: await unsentOf(queries, key),
        feedback: (await findFeedback(queries, cipher, feedbackIds)).map((one) => ({
          ...one,
          at: written(one.at),
        })),
        unanswered: phrasings,
      };
    },

    async erase(queries, key) {
      const { feedbackIds } = await readableStates(queries, key, 'Nothing was erased.');
      for (const id of feedbackIds) await queries.run('DELETE FROM feedback WHERE id = $1', id);
      const unsent = await queries.run('DELETE FROM outbox WHERE conversation = $1', key);
      const found = await queries.run('DELETE FROM conversation WHERE key = $1', key);
      const all = unsent + found + (await unanswered.forget(queries, key));
      if (all > 0) await addAudit(queries, now(), 'erase', nameOf(key), 'by command');
      return all > 0;
    },

    async forget(queries, key) {
      await queries.run('DELETE FROM log WHERE conversation = $1', key);
      await queries.run('DELETE FROM processed WHERE conversation = $1', key);
      await queries.run('DELETE FROM outbox WHERE conversation = $1', key);
      await unanswered.forget(queries, key);
      await queries.run('UPDATE conversation SET bytes = 0 WHERE key = $1', key);
      await addAudit(queries, now(), 'erase', nameOf(key), 'asked for in the chat');
    },
  };
}

function described({ locale, greeting, touched_at, expires_at }: ConversationRow): Record<string, unknown> {
  const greeted = greeting === null ? null : (JSON.parse(greeting) as Greeting);
  return {
    locale,
    greeting: greeted === null ? null : { ...greeted, at: written(greeted.at) },
    lastSignOfLife: written(touched_at),
    expires: written(expires_at),
  };
}

/** A time for a person to read. */
function written(at: number): string {
  return new Date(at).toISOString();
}

/** What the audit table calls a conversation. */
export function auditName(id: ConversationId): string {
  return nameOf(conversationKey(id));
}

/** Enough to show that one request was carried out, and not the id itself. */
function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

import type { Queries } from './Database';
import { StorageError } from './StorageError';

/**
 * Steps from one version of the schema to the next, in SQL that both databases understand. A step that was
 * released is never changed; a new one is added.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE conversation (
       key TEXT PRIMARY KEY,
       visitor TEXT NOT NULL,
       locale TEXT NOT NULL,
       last_seq BIGINT NOT NULL,
       bytes BIGINT NOT NULL,
       turns BIGINT NOT NULL,
       greeting TEXT,
       ended_at BIGINT,
       touched_at BIGINT NOT NULL,
       expires_at BIGINT NOT NULL
     )`,
    'CREATE INDEX conversation_expiry ON conversation (expires_at)',
    'CREATE INDEX conversation_quiet ON conversation (touched_at)',
    `CREATE TABLE state (
       conversation TEXT NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
       person TEXT NOT NULL,
       body TEXT NOT NULL,
       PRIMARY KEY (conversation, person)
     )`,
    `CREATE TABLE processed (
       conversation TEXT NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
       activity TEXT NOT NULL,
       turn BIGINT NOT NULL,
       note TEXT,
       taken_at BIGINT NOT NULL,
       PRIMARY KEY (conversation, activity)
     )`,
    'CREATE INDEX processed_age ON processed (taken_at)',
    `CREATE TABLE log (
       conversation TEXT NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
       seq BIGINT NOT NULL,
       body TEXT NOT NULL,
       PRIMARY KEY (conversation, seq)
     )`,
    `CREATE TABLE outbox (
       id TEXT PRIMARY KEY,
       conversation TEXT NOT NULL,
       position BIGINT NOT NULL,
       body TEXT NOT NULL,
       attempts BIGINT NOT NULL,
       next_at BIGINT NOT NULL,
       expires_at BIGINT NOT NULL
     )`,
    'CREATE INDEX outbox_due ON outbox (next_at)',
    'CREATE INDEX outbox_conversation ON outbox (conversation, position)',
    `CREATE TABLE feedback (
       id TEXT PRIMARY KEY,
       given_at BIGINT NOT NULL,
       rating TEXT NOT NULL,
       about TEXT NOT NULL,
       comment TEXT,
       expires_at BIGINT NOT NULL
     )`,
    'CREATE INDEX feedback_expiry ON feedback (expires_at)',
    `CREATE TABLE audit (
       id TEXT PRIMARY KEY,
       at BIGINT NOT NULL,
       action TEXT NOT NULL,
       object TEXT NOT NULL,
       detail TEXT NOT NULL,
       expires_at BIGINT NOT NULL
     )`,
    'CREATE INDEX audit_time ON audit (at)',
  ],
  [
    `CREATE TABLE unanswered (
       phrase TEXT NOT NULL,
       conversation TEXT NOT NULL,
       day BIGINT NOT NULL,
       body TEXT NOT NULL,
       PRIMARY KEY (phrase, conversation)
     )`,
    'CREATE INDEX unanswered_conversation ON unanswered (conversation)',
    'CREATE INDEX unanswered_day ON unanswered (day)',
  ],
];

/**
 * Brings the tables to the version of this program, in the transaction it is given.
 *
 * @throws {@link StorageError} when they are of a newer program: it may have changed what this one would misread.
 */
export async function migrate(queries: Queries): Promise<void> {
  await queries.run('CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const [row] = await queries.rows("SELECT value FROM meta WHERE name = 'schema'");
  const version = Number(row?.value ?? 0);
  if (version > MIGRATIONS.length)
    throw new StorageError(
      `the database is of a newer version of this service (schema ${version}, this one knows ${MIGRATIONS.length}): update the service, or restore an older backup`,
    );
  for (const step of MIGRATIONS.slice(version)) for (const statement of step) await queries.run(statement);
  if (version < MIGRATIONS.length)
    await queries.run(
      "INSERT INTO meta (name, value) VALUES ('schema', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      String(MIGRATIONS.length),
    );
}

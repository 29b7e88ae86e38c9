import { type Service, startService } from '../../clients/harness/service';
import { KEYS } from '../../storage/harness/databases';
import { postgresDatabase } from '../../storage/harness/postgres';

/** Two replicas of the built service on a PostgreSQL database of their own. */
export interface Replicas {
  readonly database: Awaited<ReturnType<typeof postgresDatabase>>;
  readonly one: Service;
  readonly two: Service;
  remove(): Promise<void>;
}

/** Starts both at the same moment: only one of them may make the tables. */
export async function startReplicas(): Promise<Replicas> {
  const database = await postgresDatabase();
  const settings = {
    DATABASE_URL: database.url,
    DATA_ENCRYPTION_KEYS: KEYS[0],
    DIRECT_LINE_SIGNING_KEY: 'k'.repeat(32),
  };
  const [one, two] = await Promise.all([startService(settings), startService(settings)]);
  return {
    database,
    one,
    two,
    remove: async () => {
      await one.dispose();
      await two.dispose();
      await database.remove();
    },
  };
}

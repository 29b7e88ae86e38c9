import { StorageError } from '../StorageError';

/** What an operator can do about it, by the code of the server or of the network. */
const REASONS: Readonly<Record<string, string>> = {
  '3D000': 'there is no such database on the server; create it, or correct its name',
  '28P01': 'the server refuses this user or password',
  '28000': 'the server refuses this user or password, or wants TLS (sslmode)',
  '42501': 'this user may not make tables; give it a schema of its own',
  '53300': 'the server has no free connection',
  '57P03': 'the server is starting or stopping; try again in a moment',
  ECONNREFUSED: 'no server takes connections at this host and port',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host is not known at the moment',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'the server cannot be reached from here',
};

/** Says why PostgreSQL could not be used at the start. Neither the address nor what the server said is quoted. */
export function postgresProblem(error: unknown): unknown {
  if (!(error instanceof StorageError) || !error.message.startsWith('PostgreSQL: ')) return error;
  const { code } = error;
  const reason =
    code === undefined
      ? 'the server does not answer, or not over such a connection; check host, port and sslmode'
      : `${REASONS[code] ?? 'PostgreSQL cannot be used'} (${code})`;
  return new StorageError(`DATABASE_URL: ${reason}`, error);
}

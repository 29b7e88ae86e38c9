import { StorageError } from '../StorageError';

const CA_UNKNOWN = 'the certificate is not from a known CA; name its file with sslrootcert in DATABASE_URL';

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
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CA_UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT: CA_UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CA_UNKNOWN,
  SELF_SIGNED_CERT_IN_CHAIN: CA_UNKNOWN,
  DEPTH_ZERO_SELF_SIGNED_CERT: CA_UNKNOWN,
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name than the host in DATABASE_URL',
  ENOENT: 'there is no such file as sslrootcert names',
  EACCES: 'the file that sslrootcert names may not be read',
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

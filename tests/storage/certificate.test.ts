import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { temporaryFolder } from '../clients/harness/service';
import { KEYS, opened } from './harness/databases';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const withOpenssl = hasOpenssl ? test : test.skip;
if (!hasOpenssl) process.stderr.write('\nSKIPPED: the tests of certificates need the command openssl\n\n');

describe('PostgreSQL with a certificate of a CA of its own', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let server: Server;
  const ca = () => join(folder.path, 'ca.pem');
  beforeAll(async () => {
    folder = temporaryFolder();
    if (!hasOpenssl) return;
    const key = join(folder.path, 'key.pem');
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', ca(), '-days', '2'];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', ...made, ...name], { stdio: 'ignore' });
    const secureContext = createSecureContext({ key: readFileSync(key), cert: readFileSync(ca()) });
    // Takes the connection as PostgreSQL does (protocol 3.0, SSLRequest), and hangs up after the handshake.
    server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write('S');
        const secure = new TLSSocket(socket, { isServer: true, secureContext });
        secure.on('error', () => secure.destroy());
        secure.once('data', () => secure.destroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  });
  afterAll(() => {
    server?.close();
    folder.remove();
  });
  const start = (query: string) => {
    const { port } = server.address() as AddressInfo;
    const databaseUrl = `postgres://spine:secret@localhost:${port}/spine?sslmode=verify-full${query}`;
    return opened({ dataDir: '', databaseUrl, dataKeys: [KEYS[0]], use: 'command' });
  };

  withOpenssl('the start says that the CA is not known, and which part of the setting names it', async () => {
    await expect(start('')).rejects.toThrow(
      /^DATABASE_URL: the certificate is not from a known CA; name its file with sslrootcert in DATABASE_URL \([A-Z_]+\)$/,
    );
  });

  withOpenssl('with sslrootcert it is taken', async () => {
    await expect(start(`&sslrootcert=${ca()}`)).rejects.toThrow(/^DATABASE_URL: the server does not answer/);
  });

  withOpenssl('a file that is not there is said to be missing', async () => {
    await expect(start(`&sslrootcert=${join(folder.path, 'none.pem')}`)).rejects.toThrow(
      'DATABASE_URL: there is no such file as sslrootcert names (ENOENT)',
    );
  });
});

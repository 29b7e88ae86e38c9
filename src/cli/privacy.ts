import { loadDotEnv, readConfig } from '../config';
import { auditName } from '../storage/dataRights';
import { openStore } from '../storage/openStore';
import type { ConversationId, Store } from '../storage/Store';
import { conversationHash } from '../telemetry/log';
import { runCommand } from './runCommand';

const DIRECT_LINE = 'directline';
const USAGE = `usage: npm run -s privacy -- export|erase ID|HASH [CHANNEL]
  ID is the conversation's id, HASH the 12 characters that the log has for it ("conversation").
  CHANNEL is where it is; unless given, ${DIRECT_LINE} (the chat on the website) for an ID, and any for a HASH.
`;

/** `npm run privacy`: everything that is stored of one conversation, for the person it is about, or that it goes. */
async function main(): Promise<void> {
  const [action, name, channel] = process.argv.slice(2);
  if (name === undefined || (action !== 'export' && action !== 'erase')) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  loadDotEnv();
  const { storage } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { store } = await openStore({ ...storage, use: 'command' });
  try {
    const ids = await named(store, name, channel);
    if (ids.length > 1) fail(severalOf(ids));
    else for (const id of ids) await serve(store, action, id);
  } finally {
    await store.close();
  }
}

async function serve(store: Store, action: 'export' | 'erase', id: ConversationId): Promise<void> {
  const found = action === 'export' ? await store.export(id) : await store.erase(id);
  if (found === undefined || found === false) return fail('Nothing is stored of this conversation.\n');
  const audited = `In the audit table it is called ${auditName(id)}.\n`;
  if (found === true) process.stdout.write(`Erased. ${audited}`);
  else {
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    process.stderr.write(`Exported. ${audited}`);
  }
}

/** The conversations that an operator may mean. Nothing that is kept names one by its hash, so all ids are hashed. */
async function named(store: Store, name: string, channel: string | undefined): Promise<ConversationId[]> {
  const byId = [{ channel: channel ?? DIRECT_LINE, conversation: name }];
  if (!/^[\da-f]{12}$/.test(name)) return byId;
  const byHash = (await store.ids()).filter(
    (id) => conversationHash(id.conversation) === name && (channel === undefined || channel === id.channel),
  );
  return byHash.length === 0 ? byId : byHash;
}

function severalOf(ids: readonly ConversationId[]): string {
  const lines = ids.map(({ channel, conversation }) => `  ${conversation} ${channel}\n`);
  return `Several conversations are meant by this; give ID and CHANNEL of one:\n${lines.join('')}`;
}

function fail(message: string): void {
  process.stderr.write(message);
  process.exitCode = 1;
}

runCommand(main);

import { loadDotEnv, readConfig } from '../config';
import { openStore } from '../storage/openStore';
import { runCommand } from './runCommand';

const USAGE = `usage: npm run -s privacy -- export|erase ID [CHANNEL]
  ID is the conversation's id; CHANNEL is directline (the chat on the website) unless given.
`;

/** `npm run privacy`: everything that is stored of one conversation, for the person it is about, or that it goes. */
async function main(): Promise<void> {
  const [action, conversation, channel = 'directline'] = process.argv.slice(2);
  if (conversation === undefined || (action !== 'export' && action !== 'erase')) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  loadDotEnv();
  const { storage } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { store } = await openStore({ ...storage, use: 'command' });
  try {
    const id = { channel, conversation };
    const found = action === 'export' ? await store.export(id) : await store.erase(id);
    if (found === undefined || found === false) {
      process.stderr.write('Nothing is stored of this conversation.\n');
      process.exitCode = 1;
    } else process.stdout.write(found === true ? 'Erased.\n' : `${JSON.stringify(found, null, 2)}\n`);
  } finally {
    await store.close();
  }
}

runCommand(main);

import { loadDotEnv, readConfig } from '../config';
import { openStore } from '../storage/openStore';
import { runCommand } from './runCommand';

/**
 * `npm run keys:rotate`: encrypts everything that is stored with a new key. With the keys in DATA_DIR it makes that key
 * itself and drops all but the one before; the service may run meanwhile. With DATA_ENCRYPTION_KEYS the newest of
 * them is used, and every process must know it already.
 */
async function main(): Promise<void> {
  loadDotEnv();
  const { storage } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { store, keyring } = await openStore({ ...storage, use: 'command' });
  try {
    keyring.add?.();
    const rows = await store.rotate();
    process.stdout.write(`${rows} texts are encrypted with the newest key.\n`);
    if (keyring.add === undefined)
      process.stdout.write(
        'Older keys can now be taken out of DATA_ENCRYPTION_KEYS, and every process restarted.\n',
      );
    else {
      keyring.dropOld?.();
      process.stdout.write(
        'data.keys has changed: back it up. The key before stays in it until the next time.\n',
      );
    }
  } finally {
    await store.close();
  }
}

runCommand(main);

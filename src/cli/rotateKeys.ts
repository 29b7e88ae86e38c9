import { loadDotEnv, readConfig } from '../config';
import type { KeyUse } from '../storage/encryptedTexts';
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
    const { written, already } = await store.rotate();
    process.stdout.write(
      `${written} texts were written anew with the newest key; ${already} had it already.\n`,
    );
    const use = await store.keyUse();
    if (use.unknown > 0) fail(missing(use));
    else if (keyring.add === undefined) sayOfSetting(use);
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

function sayOfSetting({ older }: KeyUse): void {
  if (older > 0)
    fail(
      `${older} texts are of an older key again: a process still writes with it. Give it the newest key as the first of DATA_ENCRYPTION_KEYS, restart it, and run this again.\n`,
    );
  else
    process.stdout.write(
      'If every process has had the new key first: older keys can now be taken out of DATA_ENCRYPTION_KEYS, and every process restarted.\n',
    );
}

function missing({ unknown, unknownIds }: KeyUse): string {
  return `${unknown} texts are encrypted with a key that is not among DATA_ENCRYPTION_KEYS, or not in data.keys (${unknownIds.join(', ')}): put it back behind the others and run this again, see docs/operating.md, Keys. No key may be taken away before.\n`;
}

function fail(message: string): void {
  process.stderr.write(message);
  process.exitCode = 1;
}

runCommand(main);

/** Faults that name what to change by themselves. Their messages hold no secret and no visitor text. */
const SELF_EXPLAINING = new Set(['ConfigError', 'ContentError', 'StorageError', 'BuildError', 'BotSdkError']);

const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT: another program already listens on this port; stop it, or set another PORT',
  EADDRNOTAVAIL: 'HOST: this address does not belong to this machine',
  ENOTFOUND: 'HOST: this name is not known',
  EACCES: 'PORT or DATA_DIR: this process may not use it',
};

/**
 * Says in one message why the service did not start, naming the setting or the file.
 *
 * @returns undefined for a fault that nobody foresaw; it belongs in the log, with its stack.
 */
export function startupMessage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (SELF_EXPLAINING.has(error.name)) return `${error.name}: ${error.message}`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return LISTEN_FAULTS[code];
}

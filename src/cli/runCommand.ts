import { startupMessage } from '../server/startupMessage';

/**
 * Runs a command to its end. A fault that names what to change (settings, content, storage) is printed as that
 * and nothing else; a fault nobody foresaw is printed with its stack. Both end with status 1.
 */
export function runCommand(main: () => void | Promise<void>): void {
  const fail = (error: unknown) => {
    const unforeseen = error instanceof Error ? error.stack : String(error);
    process.stderr.write(
      `${startupMessage(error) ?? `a fault in the service stopped this:\n${unforeseen}`}\n`,
    );
    process.exitCode = 1;
  };
  // The extra step makes a rejection of what throws at once.
  Promise.resolve().then(main).catch(fail);
}

/** A piece of work did not finish in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Waits for work, but not longer than `ms`. The work itself is not stopped; its late result or error is
 * dropped. For SDK calls that have no timeout of their own: signing keys and outbound tokens.
 *
 * @throws {@link DeadlineError} when time is up.
 */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError('deadline')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

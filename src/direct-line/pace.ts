import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** More than a person types, in one conversation. */
export const MESSAGES_PER_MINUTE = 60;

/** Counts the messages of conversations. @returns what counts one more, and says how many there were within a minute. */
export function createPace(): (conversation: string) => Promise<number> {
  const limiter = new RateLimiterMemory({ points: MESSAGES_PER_MINUTE, duration: 60 });
  return async (conversation) => {
    try {
      return (await limiter.consume(conversation)).consumedPoints;
    } catch (over) {
      if (over instanceof RateLimiterRes) return over.consumedPoints;
      throw over;
    }
  };
}

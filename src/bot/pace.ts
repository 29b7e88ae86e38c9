import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Reply } from '../conversation/reply';
import type { TurnHost, TurnOutcome } from '../turns/TurnHost';

/** More than a person types in a minute. */
const MESSAGES_PER_MINUTE = 60;
/** Urgent messages are answered up to this many times the limit. */
const URGENT_SHARE = 4;

interface PaceOptions {
  /** Says whether a message tells of a red flag: it is answered though its conversation is over the limit. */
  readonly isUrgent: (text: string) => boolean;
  /** Said once to a conversation that is over the limit; then there is silence, or two programs would talk for ever. */
  readonly tooMany: string;
}

/** The same turns, but no more messages of one conversation than a person types. */
export function inPace(host: TurnHost, { isUrgent, tooMany }: PaceOptions): TurnHost {
  const limiter = new RateLimiterMemory({ points: MESSAGES_PER_MINUTE, duration: 60 });
  /** How many messages of this conversation came within the minute. */
  const count = async (conversation: string): Promise<number> => {
    try {
      return (await limiter.consume(conversation)).consumedPoints;
    } catch (over) {
      if (over instanceof RateLimiterRes) return over.consumedPoints;
      throw over;
    }
  };
  const said: Reply = { id: 'too-many', text: tooMany, urgency: 'urgent', choices: [], citations: [] };
  return {
    async take(key, event, options) {
      if (event.kind !== 'message') return host.take(key, event, options);
      const sent = await count(JSON.stringify([key.channel, key.conversation]));
      const answered =
        sent <= MESSAGES_PER_MINUTE || (sent <= MESSAGES_PER_MINUTE * URGENT_SHARE && isUrgent(event.text));
      if (answered) return host.take(key, event, options);
      return notTaken(sent === MESSAGES_PER_MINUTE + 1 ? [said] : []);
    },
  };
}

function notTaken(replies: readonly Reply[]): TurnOutcome {
  return { replies, reasons: () => ({ summary: 'too many messages', detail: {} }), stored: false };
}

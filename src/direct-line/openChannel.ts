import type { ConversationId } from '../storage/Store';
import { DirectLine, type DirectLineOptions } from './DirectLine';
import { createStreams, type Streams } from './streams';

/** The embedded channel with its sockets and its housekeeping. */
export interface Channel {
  readonly directLine: DirectLine;
  readonly streams: Streams;
  /** Ends all sockets and stops the housekeeping. */
  close(): void;
}

const SWEEP_MS = 60_000;
/** How long another replica's reply can take when the hint of it was lost. */
const POLL_MS = 1500;
const KEEP_ALIVE_MS = 20_000;
/** Two tabs are common, five are the limit; on the average there is less than one. */
const SOCKETS_PER_CONVERSATION = 2;

interface ChannelOptions extends Omit<DirectLineOptions, 'replicated'> {
  readonly maxConversations: number;
  /** Tells of conversations in which another replica stored something. */
  readonly heard?: (listener: (id: ConversationId) => void) => void;
}

/** Opens the embedded Direct Line channel. */
export function openChannel(options: ChannelOptions): Channel {
  const directLine = new DirectLine({ ...options, replicated: options.heard !== undefined });
  const maxSockets = options.maxConversations * SOCKETS_PER_CONVERSATION;
  const streams = createStreams(directLine, { maxSockets, keepAliveMs: KEEP_ALIVE_MS });
  const sweep = setInterval(() => directLine.sweep(), SWEEP_MS);
  sweep.unref();
  const poll = pollEvery(POLL_MS, directLine);
  options.heard?.((id) => directLine.heard(id));
  return {
    directLine,
    streams,
    close() {
      clearInterval(sweep);
      poll.stop();
      streams.close();
    },
  };
}

/** Asks again only after an answer, so that a slow store is not asked twice at once. */
function pollEvery(ms: number, directLine: DirectLine): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = () => {
    if (stopped) return;
    timer = setTimeout(() => void directLine.poll().then(again), ms);
    timer.unref();
  };
  again();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

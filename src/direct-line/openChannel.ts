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
const KEEP_ALIVE_MS = 20_000;
/** Two tabs are common, five are the limit; on the average there is less than one. */
const SOCKETS_PER_CONVERSATION = 2;

/** Opens the embedded Direct Line channel. */
export function openChannel(options: DirectLineOptions): Channel {
  const directLine = new DirectLine(options);
  const maxSockets = options.maxConversations * SOCKETS_PER_CONVERSATION;
  const streams = createStreams(directLine, { maxSockets, keepAliveMs: KEEP_ALIVE_MS });
  const sweep = setInterval(() => directLine.sweep(), SWEEP_MS);
  sweep.unref();
  return {
    directLine,
    streams,
    close() {
      clearInterval(sweep);
      streams.close();
    },
  };
}

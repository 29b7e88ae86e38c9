import type { Activity } from './activity';

interface StreamEvents {
  opened(): void;
  received(page: { activities?: Activity[]; watermark?: string }): void;
  /** The socket is gone without {@link Stream.close}. Called once. */
  closed(): void;
}

/** One socket of Direct Line. */
export interface Stream {
  close(): void;
}

const BEAT_MS = 20_000;
const OPEN_LIMIT_MS = 10_000;
/** After two empty frames the service is known to send them; then silence this long means a dead line. */
const SILENCE_MS = 50_000;

/** Opens the socket and watches over it, because browsers notice a dead line only after minutes. */
export function openStream(url: string, events: StreamEvents): Stream {
  const socket = new WebSocket(url);
  let beats = 0;
  let silence = setTimeout(over, OPEN_LIMIT_MS);
  const beat = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('');
  }, BEAT_MS);
  let done = false;

  function stop(): void {
    done = true;
    clearInterval(beat);
    clearTimeout(silence);
    socket.close();
  }
  function over(): void {
    if (done) return;
    stop();
    events.closed();
  }

  socket.onopen = () => {
    clearTimeout(silence);
    if (!done) events.opened();
  };
  socket.onclose = over;
  socket.onerror = over;
  socket.onmessage = ({ data }) => {
    if (done) return;
    clearTimeout(silence);
    if (beats > 1) silence = setTimeout(over, SILENCE_MS);
    if (data === '') beats += 1;
    else events.received(JSON.parse(String(data)));
  };
  return { close: stop };
}

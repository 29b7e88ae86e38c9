import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { DIRECT_LINE_PATH, type DirectLine } from './DirectLine';
import type { DirectLineRefusal } from './results';

/** Sockets of the embedded channel. */
export interface Streams {
  /**
   * Turns an upgrade request into a socket that listens to its conversation.
   *
   * @returns why it was refused; the request is then still to be answered.
   */
  accept(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): StreamRefusal | undefined;
  readonly count: number;
  /** Says goodbye to every socket and ends those that do not answer. */
  close(): void;
}

export type StreamRefusal = DirectLineRefusal | 'not-found';

interface StreamOptions {
  readonly maxSockets: number;
  /** Proxies cut what is silent for 30 to 60 s, so this is below that. */
  readonly keepAliveMs: number;
}

const STREAM = new RegExp(`^${DIRECT_LINE_PATH}/conversations/([\\w-]{1,64})/stream$`);
/** Clients only ever send empty frames. */
const MAX_FRAME_BYTES = 4096;
/** A reader this far behind is not reading. */
const MAX_UNSENT_BYTES = 1024 * 1024;
/** How long a peer may take to say goodbye before its connection is cut. */
const GOODBYE_MS = 1000;
const UNSUPPORTED = 1003;
const GOING_AWAY = 1001;
const ENDED = 1000;

/** Opens and keeps the sockets through which replies reach the visitor. */
export function createStreams(directLine: DirectLine, { maxSockets, keepAliveMs }: StreamOptions): Streams {
  // The types of ws do not know closeTimeout yet; its own default is 30 s.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    closeTimeout: GOODBYE_MS,
  };
  const server = new WebSocketServer(options);
  const sockets = new Map<WebSocket, { alive: boolean }>();

  const beat = setInterval(() => {
    for (const [socket, state] of sockets) {
      if (!state.alive) socket.terminate();
      state.alive = false;
      socket.ping();
      // Browsers hide pings from pages; the empty frame is what a page can see.
      send(socket, '');
    }
  }, keepAliveMs);
  beat.unref();

  const open = (socket: WebSocket, id: string, url: URL): void => {
    const state = { alive: true };
    sockets.set(socket, state);
    let leave: (() => void) | undefined;
    socket.on('pong', () => {
      state.alive = true;
    });
    socket.on('message', (data: Buffer) => {
      state.alive = true;
      if (data.length > 0) socket.close(UNSUPPORTED);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.delete(socket);
      leave?.();
    });
    const listener = { send: (frame: string) => send(socket, frame), close: () => socket.close(ENDED) };
    leave = directLine.listen(id, url.searchParams.get('watermark'), listener);
  };

  return {
    get count() {
      return sockets.size;
    },
    accept(req, socket, head, url) {
      const id = STREAM.exec(url.pathname)?.[1];
      if (id === undefined) return 'not-found';
      if (sockets.size >= maxSockets) return 'too-many-conversations';
      const refusal = directLine.mayListen(url.searchParams.get('t') ?? '', id);
      if (refusal !== undefined) return refusal;
      server.handleUpgrade(req, socket, head, (opened) => open(opened, id, url));
      return undefined;
    },
    close() {
      clearInterval(beat);
      for (const socket of sockets.keys()) {
        socket.close(GOING_AWAY);
        setTimeout(() => socket.terminate(), 1000).unref();
      }
    },
  };
}

function send(socket: WebSocket, frame: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
  else socket.send(frame);
}

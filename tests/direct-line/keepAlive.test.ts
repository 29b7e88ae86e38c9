import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { DirectLine } from '../../src/direct-line/DirectLine';
import { createStreams } from '../../src/direct-line/streams';
import { within } from '../clients/harness/within';
import { memoryStore } from '../storage/harness/memoryStore';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A channel whose sockets are kept alive every `keepAliveMs`, behind nothing but an HTTP server. */
async function startStreams(keepAliveMs: number, maxSockets = 10) {
  const store = memoryStore();
  const directLine = new DirectLine({
    run: async (activity, delivery) => {
      const { conversation } = activity as { conversation: { id: string } };
      const key = { channel: 'directline', conversation: conversation.id, person: '' };
      await store.turn({ key }, ({ last }) => ({ changes: delivery.keep([], last), result: true }));
    },
    botName: 'Bot',
    key: Buffer.alloc(32, 1),
    tokenLifeMs: 1_800_000,
    store,
    isUrgent: () => false,
    replicated: false,
    log: silent,
    now: Date.now,
  });
  const streams = createStreams(directLine, { maxSockets, keepAliveMs });
  const server = createServer();
  const refusals: string[] = [];
  server.on('upgrade', (req, socket, head) => {
    const refusal = streams.accept(req, socket, head, new URL(req.url ?? '', 'http://x'));
    if (refusal === undefined) return;
    refusals.push(refusal);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    streams,
    refusals,
    async url() {
      const opened = await directLine.start(directLine.grant().token, {});
      if (opened.kind !== 'opened') throw new Error(opened.reason);
      return `ws://127.0.0.1:${port}${opened.streamPath}`;
    },
    close() {
      streams.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

const until = (socket: WebSocket, event: 'message' | 'close' | 'error') =>
  within(new Promise<unknown>((resolve) => socket.once(event, resolve)), 5000, event);

test('a client that is there sees a sign of life again and again, and stays', async () => {
  const { url, streams, close } = await startStreams(30);
  const socket = new WebSocket(await url());
  for (let beat = 0; beat < 5; beat++) expect(String(await until(socket, 'message'))).toBe('');
  expect([socket.readyState, streams.count]).toEqual([WebSocket.OPEN, 1]);
  socket.close();
  await until(socket, 'close');
  close();
});

test('one that no longer answers is let go', async () => {
  const { url, streams, close } = await startStreams(30);
  const socket = new WebSocket(await url(), { autoPong: false });
  expect(await until(socket, 'close')).toBe(1006);
  // The service hears of the end of its own socket a moment later than the client.
  const gone = async () => {
    while (streams.count > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await within(gone(), 2000, 'the socket to be forgotten');
  close();
});

test('beyond the limit of sockets no more are opened', async () => {
  const { url, refusals, close } = await startStreams(1000, 1);
  const first = new WebSocket(await url());
  await within(new Promise((resolve) => first.once('open', resolve)), 5000, 'open');
  const second = new WebSocket(await url());
  await until(second, 'error');
  expect(refusals).toEqual(['too-many-conversations']);
  first.terminate();
  close();
});

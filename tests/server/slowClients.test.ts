import { connect, type Socket } from 'node:net';
import { within } from '../clients/harness/within';
import { message } from './fixtures/activities';
import { type Edge, startEdge } from './fixtures/edge';

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge({ firstHeadersMs: 3000 });
});
afterAll(() => edge.close());

const opened = (port: number) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

test('500 connections that never finish their headers keep nobody from being answered, and are cut', async () => {
  const sockets = await Promise.all(Array.from({ length: 500 }, () => opened(edge.port)));
  const ended = Promise.all(sockets.map(closed));
  let open = sockets.length;
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.once('close', () => open--);
    socket.resume();
    socket.write('POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
  }
  const answer = await edge.post(message('hello'));
  expect(answer.status).toBe(200);
  expect(open).toBe(500);
  await within(ended, 10_000, 'all slow connections to be cut');
});

test('a connection that asked once is kept for the next request', async () => {
  const socket = await opened(edge.port);
  const answers: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => answers.push(chunk));
  const ask = () => socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const answered = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => answers.join('').split('HTTP/1.1 200').length > count && resolve();
      socket.on('data', look);
      look();
    });
  ask();
  await answered(1);
  // Longer than headers may take, counted by what the server itself does meanwhile.
  const other = await opened(edge.port);
  other.resume();
  await closed(other);
  ask();
  await within(answered(2), 5000, 'a second answer');
  socket.destroy();
});

import { join } from 'node:path';
import WebSocket from 'ws';
import { startProgram, stopProgram } from './childProcess';
import { temporaryFolder } from './service';
import { within } from './within';

const ROOT = join(__dirname, '../../..');
const CLI = join(ROOT, 'node_modules/@microsoft/m365agentsplayground/cli.js');
const REPLY_LIMIT_MS = 15_000;

/** A message as it appears in the window of the Playground. */
export interface Shown {
  readonly text: string;
  readonly textFormat: string;
  readonly suggestedActions?: { readonly actions: readonly { readonly title: string }[] };
}

/** Microsoft 365 Agents Playground with nobody in front of it: its own HTTP API in, its WebSocket out. */
export interface Playground {
  /** Every message shown so far, in order. */
  readonly shown: readonly Shown[];
  /** Opens the personal chat, as its page does when it is loaded or reloaded. */
  open(): Promise<void>;
  /** Types a message; resolves with the next message shown that was not resolved with before. */
  say(text: string): Promise<Shown>;
  /** Resolves with the next message shown that was not resolved with before. */
  next(): Promise<Shown>;
  close(): Promise<void>;
}

/** Starts the Playground on a free port against the service at that address, without browser or telemetry. */
export async function startPlayground(serviceUrl: string, channelId: string): Promise<Playground> {
  const home = temporaryFolder();
  const program = startProgram(
    [CLI, 'start', '-e', `${serviceUrl}/api/messages`, '-c', channelId, '-p', '0', '--disable-telemetry'],
    { cwd: home.path, env: { HOME: home.path, TEAMSAPPTESTER_BROWSER: 'none' } },
  );
  const close = async () => {
    await stopProgram(program).finally(home.remove);
  };
  try {
    const [, port] = await program.printed(/Listening on (\d+)/);
    const window = await openWindow(`127.0.0.1:${port}`);
    return { ...window, close: () => window.close().finally(close) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openWindow(host: string): Promise<Playground> {
  const shown: Shown[] = [];
  let taken = 0;
  let wake = () => undefined as unknown;
  const socket = new WebSocket(`ws://${host}/_ws_conversation/v1/conversations/stream`);
  socket.on('message', (data) => {
    const { action, message } = JSON.parse(String(data));
    if (action !== 'createMessage') return;
    shown.push(message);
    wake();
  });
  await within(
    new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    REPLY_LIMIT_MS,
    'the WebSocket of the Playground to open',
  );
  const { config } = await call(host, '/_internal/v1/config');
  const chat = config.personalChat.id;

  const next = async (): Promise<Shown> => {
    const index = taken++;
    const arrival = new Promise<Shown>((resolve) => {
      const look = () => {
        const message = shown[index];
        if (message !== undefined) resolve(message);
      };
      wake = look;
      look();
    });
    return within(arrival, REPLY_LIMIT_MS, `message ${index + 1} in the Playground`);
  };
  return {
    shown,
    next,
    open: () => call(host, `/_debug/conversation/${chat}/installation`, {}),
    async say(text) {
      const from = { id: config.currentUser.id };
      const message = { type: 'text', text, textFormat: 'plain', from };
      await call(host, `/_conversation/v1/conversations/${chat}/messages`, message);
      return next();
    },
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}

/** Calls the API of the Playground: GET without a body, POST with one. */
// biome-ignore lint/suspicious/noExplicitAny: the API is undocumented; tests look at what they need.
async function call(host: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`http://${host}${path}`, {
    signal: AbortSignal.timeout(REPLY_LIMIT_MS),
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the Playground answered ${response.status} to ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

import { join } from 'node:path';
import WebSocket from 'ws';
import { startProgram, stopProgram } from './childProcess';
import { temporaryFolder } from './service';
import { within } from './within';

const ROOT = join(__dirname, '../../..');
const CLI = join(ROOT, 'node_modules/@microsoft/m365agentsplayground/cli.js');
const REPLY_LIMIT_MS = 15_000;

/** A message as it appears in the window of the Playground, which shows a card below its text as Teams does. */
export interface Shown {
  readonly messageId: string;
  readonly text: string;
  readonly textFormat: string;
  readonly attachments: { readonly contentType: string; readonly content: unknown }[];
  readonly suggestedActions?: { readonly actions: readonly { readonly title: string }[] };
  readonly feedbackLoopEnabled?: boolean;
  readonly aiEntity?: Readonly<Record<string, unknown>>;
}

interface CardButton {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data: object;
}

/** The buttons on the cards of a message. */
export function cardButtons(shown: Shown | undefined): CardButton[] {
  type Card = { body?: { actions?: CardButton[] }[] } | undefined;
  return (shown?.attachments ?? [])
    .flatMap(({ content }) => (content as Card)?.body ?? [])
    .flatMap(({ actions = [] }) => actions);
}

/** Where in the Playground something is said. */
type Scope = 'personal' | 'groupChat' | 'channel';

/** One chat of the Playground. Each call resolves with the next message shown that was not resolved with before. */
export interface PlaygroundChat {
  /** Installs the bot there, as its page does when it is loaded or reloaded. */
  open(): Promise<void>;
  /** Types a message; in a group or a channel with a mention of the bot. */
  say(text: string): Promise<Shown>;
  /** Presses a button of the card under a message, as new clients do or as old ones. */
  press(title: string, under: Shown, how?: 'invoke' | 'submit'): Promise<Shown>;
  /** Presses a thumb under a message. */
  rate(under: Shown, reaction: 'like' | 'dislike', feedbackText: string): Promise<void>;
}

/** Microsoft 365 Agents Playground with nobody in front of it: its own HTTP API in, its WebSocket out. */
export interface Playground extends PlaygroundChat {
  /** Every message shown so far, in order. */
  readonly shown: readonly Shown[];
  /** Where its own page is. */
  readonly page: string;
  /** Resolves with the next message shown that was not resolved with before. */
  next(): Promise<Shown>;
  /** Another place than the personal chat. */
  in(scope: Scope): PlaygroundChat;
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
    // A card without words belongs to the message before it.
    const isCard = (message.text ?? '') === '' && message.attachments?.length > 0;
    if (isCard) shown.at(-1)?.attachments.push(...message.attachments);
    else shown.push({ ...message, attachments: [...(message.attachments ?? [])] });
    wake();
  });
  await within(
    new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    REPLY_LIMIT_MS,
    'the WebSocket of the Playground to open',
  );
  const { config } = await call(host, '/_internal/v1/config');
  const seen = <T>(what: string, find: () => T | undefined): Promise<T> => {
    const arrival = new Promise<T>((resolve) => {
      const look = () => {
        const found = find();
        if (found !== undefined) resolve(found);
      };
      wake = look;
      look();
    });
    return within(arrival, REPLY_LIMIT_MS, what);
  };
  const next = (): Promise<Shown> => {
    const index = taken++;
    return seen(`message ${index + 1} in the Playground`, () => shown[index]);
  };
  const openChat = (scope: Scope): PlaygroundChat => {
    const from = { id: config.currentUser.id };
    const home = homeOf(scope, config);
    let id = home;
    return {
      open: () => call(host, `/_debug/conversation/${home}/installation`, {}),
      async say(text) {
        const at = `<at>${config.bot.name}</at>`;
        const mentioned = { mentions: [{ mentioned: { id: config.bot.id }, text: at }] };
        const alone = scope === 'personal';
        const words = alone ? { text } : { text: `${at}&nbsp;${text}`, ...mentioned };
        const message = { type: 'text', textFormat: 'plain', from, ...words };
        const path = `/_conversation/v1/conversations/${encodeURIComponent(id)}/messages`;
        const { postConversationId } = await call(host, path, message);
        // The first words in a channel begin a thread; the talk goes on there.
        id = postConversationId ?? id;
        return next();
      },
      async press(title, under, how = 'invoke') {
        const button = await seen(`the button "${title}"`, () =>
          cardButtons(under).find((one) => one.title === title),
        );
        const frame = { from, conversation: { id }, replyToId: under.messageId };
        const { type, verb, data } = button;
        if (how === 'submit') await call(host, '/_conversation/v1/submit', { ...frame, value: data });
        else {
          const value = { action: { type, verb, data }, trigger: 'manual' };
          await call(host, '/_conversation/v1/invoke', { ...frame, name: 'adaptiveCard/action', value });
        }
        return next();
      },
      async rate(under, reaction, feedbackText) {
        const actionValue = { reaction, feedback: JSON.stringify({ feedbackText }) };
        await call(host, '/_conversation/v1/invoke', {
          from,
          conversation: { id },
          replyToId: under.messageId,
          name: 'message/submitAction',
          value: { actionName: 'feedback', actionValue },
        });
      },
    };
  };
  return {
    ...openChat('personal'),
    shown,
    page: `http://${host}`,
    next,
    in: openChat,
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the settings of the Playground are undocumented.
function homeOf(scope: Scope, config: any): string {
  if (scope === 'personal') return config.personalChat.id;
  return scope === 'groupChat' ? config.groupChats[0].id : config.teams[0].channels[0].id;
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

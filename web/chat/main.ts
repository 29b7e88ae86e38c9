import { type Activity, type Choice, isOwn } from './activity';
import { createConnection, type Status } from './connection';
import { copyText } from './copyText';
import { createEmbedding } from './embedding';
import { linkPhones } from './markdown';
import { element, make, readPageData } from './pageData';
import { createTranscript, type Own } from './transcript';
import { urgencyOf } from './urgentCard';

/** Before this long, connecting is not worth a word. */
const PATIENCE_MS = 1500;
/** Before this long, an answer is not worth an indicator. */
const TYPING_AFTER_MS = 400;
const START_OVER = 'restart';

const data = readPageData();
const { texts } = data;
const input = element<HTMLTextAreaElement>('message');
const typing = element('typing');
const own = new Map<string, { readonly said: Choice; readonly shown: Own }>();
let wasLost = false;
let isOver = false;
let patience = 0;
let typingTimer = 0;

const transcript = createTranscript(data, say);
const embedding = createEmbedding(data.parents, focusChat);
const connection = createConnection(data.locale, {
  activity: show,
  status: showStatus,
  startedAgain: () => transcript.addNotice(texts['started-again']),
  settled(clientId, failure) {
    const message = own.get(clientId);
    own.delete(clientId);
    if (own.size === 0) setTyping(false);
    if (failure === undefined) {
      message?.shown.sent();
      return;
    }
    message?.shown.failed(texts[failure], () => say(message.said));
  },
});

/** Sends words of the visitor, or the button that says them. */
function say(said: Choice): void {
  isOver = false;
  const { label: text, value } = said;
  const shown = transcript.addOwn(text);
  const activity = { type: 'message', text, textFormat: 'plain', ...(value === undefined ? {} : { value }) };
  own.set(connection.send(activity as Activity), { said, shown });
  waitForAnswer();
  focusChat();
}

/** Presses a button of the header: a command, with its word beside it for clients that show it. */
function command(name: string, word: string): void {
  isOver = false;
  connection.send({ type: 'message', text: word, value: { command: name } });
  waitForAnswer();
  focusChat();
}

function show(activity: Activity, isHistory: boolean): void {
  if (activity.type === 'typing') setTyping(true);
  if (activity.type !== 'message') return;
  if (isOwn(activity)) {
    showOwn(activity);
    return;
  }
  setTyping(false);
  transcript.addBot(activity, isHistory);
}

/** The visitor's own message comes back: of this page, of before a reload, or of another tab. */
function showOwn({ text = '', value, channelData }: Activity): void {
  if (value?.command === START_OVER) transcript.clear();
  if (value?.command !== undefined) return;
  const mine = own.get(channelData?.clientActivityID ?? '');
  if (mine === undefined) transcript.addOwn(text).sent();
  else mine.shown.sent();
}

function showStatus(status: Status): void {
  clearTimeout(patience);
  alertNow(status === 'offline' ? texts['connection-lost'] : '');
  if (status === 'connecting') patience = setTimeout(() => alertNow(texts.connecting), PATIENCE_MS);
  if (status === 'offline') setTyping(false);
  if (status === 'online' && wasLost) announce(texts['connected-again']);
  wasLost = status === 'offline' || (wasLost && status === 'connecting');
}

/** Says something that must not wait, with numbers that dial. */
function alertNow(text: string): void {
  const alert = element('alert');
  alert.textContent = text;
  linkPhones(alert, [data.phones.emergency]);
}

function announce(text: string): void {
  element('notice').textContent = text;
}

function waitForAnswer(): void {
  announce('');
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => setTyping(true), TYPING_AFTER_MS);
}

function setTyping(isTyping: boolean): void {
  clearTimeout(typingTimer);
  typing.hidden = !isTyping;
}

/** To the field, or on a phone to the conversation: there, the field would bring up the keyboard over the text. */
function focusChat(): void {
  if (matchMedia('(pointer: coarse)').matches) element('log').focus({ preventScroll: true });
  else input.focus();
}

async function close(): Promise<void> {
  if (isOver) return leave();
  isOver = true;
  const last = await connection.end();
  // What the service says last can be that somebody must call for help: that is read before it goes.
  if (last.some((activity) => urgencyOf(activity) !== undefined)) element('close').focus();
  else leave();
}

function leave(): void {
  transcript.clear();
  announce('');
  if (embedding.isEmbedded) {
    embedding.tell('closed');
    return;
  }
  transcript.addNotice(texts.closed);
  const again = make('button', 'start-new', texts['start-new']);
  again.type = 'button';
  again.addEventListener('click', () => {
    isOver = false;
    transcript.clear();
    connection.open();
    focusChat();
  });
  element('log').append(again);
  again.focus();
}

function submit(event: Event): void {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  fitInput();
  say({ label: text });
}

/** The field grows with what is in it, up to a limit that the style sheet sets. */
function fitInput(): void {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
}

element('composer').addEventListener('submit', submit);
input.addEventListener('input', fitInput);
input.addEventListener('keydown', (event) => {
  // While an input method composes a character, Enter belongs to it.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
});
element('restart').addEventListener('click', () => command(START_OVER, texts.restart));
element('menu').addEventListener('click', () => command('menu', texts.menu));
element('close').addEventListener('click', () => void close());
element('print').addEventListener('click', () => window.print());
element('copy').addEventListener('click', async () => {
  announce((await copyText(transcript.text())) ? texts.copied : texts['copy-failed']);
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') embedding.tell('hide');
});

connection.open();
embedding.tell('ready');
if (!embedding.isEmbedded) focusChat();

import fc from 'fast-check';
import type { ConverseSources } from '../../src/conversation/converse';
import { MAX_DIALOGS } from '../../src/conversation/state';
import type { Understanding } from '../../src/understanding/understand';
import { Chat, realSources, replyOf } from './harness/chat';

const CONVERSATIONS = 10_000;
const LONGEST = 16;
/** Bytes of state that no conversation should pass, however long it is. */
const MOST_STATE = 8_000;

const real = realSources();
/** The real understanding; each message is read once, because the same words always mean the same. */
const sources: ConverseSources = { ...real, understand: remembering(real.understand) };
const { texts, cards, dialogs } = sources.script;

function remembering(understand: ConverseSources['understand']): ConverseSources['understand'] {
  const known = new Map<string, Understanding>();
  return (text) => {
    const said = known.get(text) ?? understand(text);
    known.set(text, said);
    return said;
  };
}

/** Red flags, and the card that each must get in the turn in which it is typed. */
const RED_FLAGS: Readonly<Record<string, string>> = {
  "i can't feel my legs": 'emergency-spine',
  'i cant pee since yesterday': 'emergency-spine',
  'i have chest pain': 'emergency-911',
  'i want to die': 'crisis',
};
const KEYWORDS = ['cancel', 'start over', 'help', 'help me', 'terms', 'feedback', 'menu'];
const REQUESTS = [
  'check symptoms',
  'check symptoms for someone else',
  'resume',
  'go back',
  'that is all',
  'summary',
  'questions to ask',
  'what do you know about me',
  'forget me',
  'delete my feedback',
  'it is for my mom',
  texts['being-seen'],
  texts.mistake,
  'just kidding',
  'tell me more',
];
const ANSWERS = ['yes', 'no', 'not sure', '1', '2', '3', '12', '1 3 5', 'helpful', 'skip', 'yes now'];
const LABELS = [...dialogs.values()].flatMap(({ questions }) =>
  [...questions.values()].flatMap(({ choices }) => choices.map(({ label }) => label)),
);
const OTHER = [
  'back pain',
  'i have lung cancer',
  'i feel weak',
  'my mom is losing weight and her back hurts',
  'what is an mri',
  'hola tengo una cita por favor',
  'im scared',
  'you are useless',
  'zxqv wrrgh plonk',
  'thanks',
  'cance',
  '',
  '😀',
];
const messages = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KEYWORDS) },
  { weight: 3, arbitrary: fc.constantFrom(...REQUESTS) },
  { weight: 4, arbitrary: fc.constantFrom(...ANSWERS) },
  { weight: 4, arbitrary: fc.constantFrom(...LABELS) },
  { weight: 2, arbitrary: fc.constantFrom(...OTHER) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(RED_FLAGS)) },
);
const steps = fc.oneof(
  { weight: 20, arbitrary: messages },
  { weight: 1, arbitrary: fc.constantFrom('(opens)', '(closes)', '(waits)', '(restarts)') },
);

/** A plain check: a hundred times faster than a matcher, and there are a million of them. */
function must(holds: boolean, what: string, chat: Chat): void {
  if (!holds) throw new Error(`${what}\n${JSON.stringify(chat.state)}`);
}

/** What must hold after every single message. */
function expectSound(chat: Chat, text: string, warningsBefore: number): void {
  const reply = replyOf(chat.say(text));
  const { state } = chat;
  const open = state?.dialogs ?? [];
  must(reply.text.trim() !== '', 'an empty reply', chat);
  must(!/\{\w+\}|undefined/.test(reply.text), 'a reply with a hole in it', chat);
  must(open.length <= MAX_DIALOGS, 'too many dialogs', chat);
  must(
    new Set(open.map(({ position }) => position.dialogId)).size === open.length,
    'a dialog in itself',
    chat,
  );
  must(JSON.stringify(state).length < MOST_STATE, 'a state that grows', chat);
  must((open.at(-1)?.position.retries ?? 0) <= 2, 'asked too often', chat);
  must(open.length === 0 || reply.choices.length > 0, 'an open question without its buttons', chat);
  const card = RED_FLAGS[text];
  const isSeen = state?.warnings.some(({ seen }) => seen.length > 0) === true;
  if (card !== undefined) {
    must(isSeen || reply.text.startsWith(cards.get(card)?.text ?? '?'), 'a red flag without its card', chat);
    must(reply.urgency !== 'none', 'a red flag that is not urgent', chat);
  }
  const takesBack = text === texts.mistake || text === 'forget me';
  must(takesBack || (state?.warnings.length ?? 0) >= warningsBefore, 'a warning was lost', chat);
}

/** Everything that is no message; a killed process reads the state from where it was stored. */
const EVENTS: Readonly<Record<string, (chat: Chat) => void>> = {
  '(opens)': (chat) => void chat.open(),
  '(closes)': (chat) => must(chat.close().replies.length <= 1, 'more than one goodbye', chat),
  '(waits)': (chat) => chat.wait(31),
  '(restarts)': (chat) => {
    chat.state = chat.state === undefined ? undefined : JSON.parse(JSON.stringify(chat.state));
  },
};

function play(said: readonly string[]): void {
  const chat = new Chat(sources);
  const forgets = said.includes('(waits)');
  for (const text of said) {
    const event = EVENTS[text];
    if (event === undefined) expectSound(chat, text, forgets ? 0 : (chat.state?.warnings.length ?? 0));
    else event(chat);
  }
  // From wherever the conversation has come to, leaving takes one word, or two inside feedback.
  if (chat.state?.dialogs.length === 2) chat.say('cancel');
  chat.say('cancel');
  must(chat.state?.dialogs.length === 0, 'a dialog that cannot be left', chat);
  must(replyOf(chat.say('what is an mri')).id === 'answer:mri', 'no answer after cancel', chat);
  must(
    replyOf(chat.say('my legs stopped working today')).urgency === 'emergency',
    'no card at the end',
    chat,
  );
}

test(`${CONVERSATIONS} random conversations: one reply a turn, no dead end, nothing piles up, red flags at once`, () => {
  fc.assert(fc.property(fc.array(steps, { minLength: 1, maxLength: LONGEST }), play), {
    numRuns: CONVERSATIONS,
  });
});

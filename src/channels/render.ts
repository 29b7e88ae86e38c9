import type { Choice, Citation, Reply } from '../conversation/reply';
import { citationEntity, citationMark } from './citations';
import {
  type ButtonAction,
  buttonValue,
  type Destination,
  type OutboundActivity,
  type ReplyLabels,
} from './outbound';
import { choicesCard } from './teamsCard';

/** Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/suggested-actions */
const TEAMS_BUTTONS = 3;
/** Channels of web pages: they can show a button that dials. */
const WEB = new Set(['directline', 'webchat']);
/** Channels whose buttons can carry ids beside their words. */
const CARRIES_IDS = new Set([...WEB, 'emulator']);
const TEAMS = 'msteams';
/** Ids of bots in Teams, which can be linked to. */
const TEAMS_BOT = /^28:[\w-]{1,100}$/;
/** Replies that can be rated in the channel: answers, and never what to do in an emergency. */
const RATED = /^(?:answer|more):/;
const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * Shapes a reply for one channel. The words are never changed or shortened, only how choices are offered;
 * the reply's own text always comes first.
 */
export function render(reply: Reply, destination: Destination, labels: ReplyLabels): OutboundActivity {
  const { buttons, cards, written } = offer(reply.choices, destination);
  // What the text numbers already is not listed twice.
  const numbered = new Set(reply.text.split('\n').map((line) => line.replace(/^\d+\. /, '')));
  const unlisted = written.map(({ label }) => label).filter((label) => !numbered.has(label));
  const parts = [
    reply.text,
    bullets(unlisted),
    privateChat(reply, destination, labels),
    sources(reply.citations, destination, labels),
    checked(reply, labels),
  ];
  return {
    type: 'message',
    text: parts.filter((part) => part !== '').join('\n\n'),
    textFormat: 'markdown',
    inputHint: reply.ends === true ? 'acceptingInput' : 'expectingInput',
    ...urgent(reply, destination, labels),
    ...(destination.channelId === TEAMS ? inTeams(reply) : {}),
    ...(cards.length === 0 ? {} : { attachments: [choicesCard(cards, reply)] }),
    ...(buttons.length === 0
      ? {}
      : {
          suggestedActions: { to: [], actions: buttons.map((choice) => action(choice, reply, destination)) },
        }),
  };
}

/** Sets an urgent message apart. A page also gets buttons to call; the numbers are in the text as well. */
function urgent({ urgency }: Reply, { channelId }: Destination, { cards }: ReplyLabels) {
  if (urgency === 'none') return {};
  const importance = 'high' as const;
  if (!WEB.has(channelId)) return { importance };
  const { level, actions } = cards[urgency];
  const content = {
    type: 'AdaptiveCard',
    version: '1.3',
    body: [{ type: 'TextBlock', text: level, weight: 'Bolder', wrap: true }],
    actions: actions.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
  return { importance, attachments: [{ contentType: ADAPTIVE_CARD, content }], channelData: { urgency } };
}

/**
 * Teams shows three suggested actions, and none in groups. What it would hide becomes a card of buttons; all of its
 * labels are written out as well, because a phone, a notification or an older client may not show the card.
 */
function offer(choices: readonly Choice[], { channelId, shared }: Destination) {
  const nothing: readonly Choice[] = [];
  if (channelId !== TEAMS) return { buttons: choices, cards: nothing, written: nothing };
  if (!shared && choices.length <= TEAMS_BUTTONS)
    return { buttons: choices, cards: nothing, written: nothing };
  return { buttons: nothing, cards: choices, written: choices };
}

/** What only Teams understands: sources that open, and thumbs under an answer. */
function inTeams({ id, citations }: Reply) {
  return {
    ...(citations.length === 0 ? {} : { entities: [citationEntity(citations)] }),
    ...(RATED.test(id) ? { channelData: { feedbackLoop: { type: 'default' as const } } } : {}),
  };
}

/** A link to a private chat, where the channel has one; the text itself asks for it in words. */
function privateChat(
  { privately }: Reply,
  { channelId, bot = '' }: Destination,
  labels: ReplyLabels,
): string {
  if (privately !== true || channelId !== TEAMS || !TEAMS_BOT.test(bot)) return '';
  return `[${labels.privateChat}](https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(bot)})`;
}

/** A button says its own label, so pressing it and typing it are the same message. */
function action(choice: Choice, reply: Reply, { channelId }: Destination): ButtonAction {
  const { label } = choice;
  if (!CARRIES_IDS.has(channelId)) return { type: 'imBack', title: label, value: label };
  const value = buttonValue(choice, reply);
  return { type: 'messageBack', title: label, text: label, displayText: label, value };
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function sources(
  citations: readonly Citation[],
  { channelId }: Destination,
  { source, sources: several }: ReplyLabels,
): string {
  const mark = channelId === TEAMS ? citationMark : () => '';
  const lines = citations.map((citation, index) => cite(citation) + mark(index));
  if (lines.length === 0) return '';
  return lines.length === 1 ? `${heading(source)} ${lines[0]}` : `${heading(several)}\n\n${bullets(lines)}`;
}

function heading(label: string): string {
  return `${label.replace(/:\s*$/, '')}:`;
}

function cite({ title, url, publisher }: Citation): string {
  if (url === undefined) return `${title}, ${publisher}`;
  return `[${title.replace(/[[\]]/g, '\\$&')}](${url.replace(/\(/g, '%28').replace(/\)/g, '%29')}), ${publisher}`;
}

function checked(reply: Reply, labels: ReplyLabels): string {
  return reply.reviewed === undefined ? '' : labels.checked.replaceAll('{date}', reply.reviewed);
}

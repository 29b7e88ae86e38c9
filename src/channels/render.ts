import type { Choice, Citation, Reply } from '../conversation/reply';
import type { ButtonAction, Destination, OutboundActivity, ReplyLabels } from './outbound';

/** Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/suggested-actions */
const TEAMS_BUTTONS = 3;
/** Channels of web pages: they can show a button that dials. */
const WEB = new Set(['directline', 'webchat']);
/** Channels whose buttons can carry ids beside their words. */
const CARRIES_IDS = new Set([...WEB, 'emulator']);
const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * Shapes a reply for one channel. The words are never changed or shortened, only how choices are offered;
 * the reply's own text always comes first.
 */
export function render(reply: Reply, destination: Destination, labels: ReplyLabels): OutboundActivity {
  const { buttons, written } = offer(reply.choices, destination);
  // What the text numbers already is not listed twice.
  const numbered = new Set(reply.text.split('\n').map((line) => line.replace(/^\d+\. /, '')));
  const unlisted = written.map(({ label }) => label).filter((label) => !numbered.has(label));
  const parts = [reply.text, bullets(unlisted), sources(reply.citations, labels), checked(reply, labels)];
  return {
    type: 'message',
    text: parts.filter((part) => part !== '').join('\n\n'),
    textFormat: 'markdown',
    inputHint: reply.ends === true ? 'acceptingInput' : 'expectingInput',
    ...urgent(reply, destination, labels),
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

/** Teams shows three buttons, and none in groups: what it would hide is written out instead. */
function offer(choices: readonly Choice[], { channelId, shared }: Destination) {
  if (channelId !== 'msteams') return { buttons: choices, written: [] };
  if (shared) return { buttons: [], written: choices };
  return { buttons: choices.slice(0, TEAMS_BUTTONS), written: choices.slice(TEAMS_BUTTONS) };
}

/** A button says its own label, so pressing it and typing it are the same message. */
function action({ label, button }: Choice, { id }: Reply, { channelId }: Destination): ButtonAction {
  if (!CARRIES_IDS.has(channelId)) return { type: 'imBack', title: label, value: label };
  const value = { ...(button ?? { of: id, pick: label }), v: 1 as const };
  return { type: 'messageBack', title: label, text: label, displayText: label, value };
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function sources(citations: readonly Citation[], labels: ReplyLabels): string {
  const [first] = citations;
  if (first === undefined) return '';
  if (citations.length === 1) return `${heading(labels.source)} ${cite(first)}`;
  return `${heading(labels.sources)}\n\n${bullets(citations.map(cite))}`;
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

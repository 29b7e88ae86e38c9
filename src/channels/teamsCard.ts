import type { Choice, Reply } from '../conversation/reply';
import type { Attachment, ReplyLabels } from './outbound';
import { buttonValue } from './outbound';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Universal actions and their fallback need 1.5 in Teams. */
const FRAME = {
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
} as const;

/**
 * The choices of a reply as a card of buttons, one below the other, for more than Teams shows as suggested actions. The
 * message's text lists the same labels, so the card itself says nothing else.
 */
export function choicesCard(choices: readonly Choice[], reply: Reply): Attachment {
  const content = {
    ...FRAME,
    fallbackText: choices.map(({ label }) => label).join(', '),
    body: choices.map((choice) => ({ type: 'ActionSet', actions: [pick(choice, reply)] })),
  };
  return { contentType: ADAPTIVE_CARD, content };
}

/** Older clients know no Action.Execute; they send the same payload as a message. */
function pick(choice: Choice, reply: Reply): object {
  const title = choice.label;
  const data = { ...buttonValue(choice, reply), label: title };
  const fallback = { type: 'Action.Submit', title, data };
  return { type: 'Action.Execute', title, verb: 'pick', data, fallback };
}

/** What a card of buttons turns into for the person who pressed one: what was picked, and nothing left to press. */
export function pickedCard(label: string, { picked }: ReplyLabels): object {
  const text = picked.replaceAll('{what}', label);
  return { ...FRAME, body: [{ type: 'TextBlock', text, wrap: true, isSubtle: true }] };
}

import type { UrgentCard } from '../../src/content/widget';
import type { Activity, CallAction } from './activity';
import { linkPhones } from './markdown';
import { make } from './pageData';

export type Urgency = 'emergency' | 'crisis' | 'urgent';

const KNOWN: Readonly<Record<string, Urgency>> = {
  emergency: 'emergency',
  crisis: 'crisis',
  urgent: 'urgent',
};

/** How urgent a message is. One that is marked as important but says no more is shown as urgent. */
export function urgencyOf({ importance, channelData }: Activity): Urgency | undefined {
  return KNOWN[channelData?.urgency ?? ''] ?? (importance === 'high' ? 'urgent' : undefined);
}

interface CardParts {
  /** The whole message, shown as it was sent. */
  readonly body: HTMLElement;
  readonly urgency: Urgency;
  readonly words: UrgentCard;
  readonly actions: readonly CallAction[];
  /** Numbers that dial, such as the emergency number. */
  readonly shortNumbers: readonly string[];
}

/**
 * Sets an urgent message apart, after the care card of the NHS: the heading says how urgent it is and what to
 * do, never the color alone. Where help is needed now, the numbers to press come before the rest of the words; a
 * question comes before them. It is announced at once, ahead of other speech.
 *
 * Source: service-manual.nhs.uk/design-system/patterns/help-users-decide-when-and-where-to-get-care
 */
export function urgentCard(
  { body, urgency, words, actions, shortNumbers }: CardParts,
  isHistory: boolean,
): HTMLElement {
  const card = make('section', `card ${urgency}`);
  if (!isHistory) card.setAttribute('role', 'alert');
  const heading = make('h2', '', make('span', 'level', `${words.level}: `), headingOf(body) ?? words.heading);
  linkPhones(heading, shortNumbers);
  const calls = actions.length > 0 ? [make('p', 'calls', ...actions.map(callLink))] : [];
  card.append(heading, ...(urgency === 'urgent' ? [body, ...calls] : [...calls, body]));
  return card;
}

/** Takes the first line out of the message when it is set in bold as a whole: then it is its heading. */
function headingOf(body: HTMLElement): string | undefined {
  const first = body.firstElementChild;
  const bold = first?.firstElementChild;
  const text = bold?.textContent ?? '';
  if (first?.tagName !== 'P' || bold?.tagName !== 'STRONG' || first.textContent !== text) return undefined;
  first.remove();
  return text;
}

function callLink({ title, url }: CallAction): HTMLElement {
  const link = make('a', 'call', title);
  link.href = url;
  return link;
}

import type { ConverseSources } from '../conversation/converse';
import type { InboundEvent } from '../conversation/events';
import type { Reply } from '../conversation/reply';
import { cardReply, findCard } from '../conversation/showCard';
import { assessRisk } from '../understanding/red-flags/risk';

/**
 * What is said when a turn broke: the card if the message itself holds a red flag, and otherwise an honest
 * apology that carries the emergency words. Uses nothing but the message and the texts.
 */
export function emergencyFallback(event: InboundEvent, { script, understand }: ConverseSources): Reply[] {
  if (event.kind === 'closed' || event.kind === 'removed') return [];
  const trouble: Reply = {
    id: 'trouble',
    text: script.texts.trouble,
    urgency: 'urgent',
    choices: [],
    citations: [],
  };
  if (event.kind === 'opened') return [trouble];
  const text = event.kind === 'rated' ? (event.comment ?? '') : event.text;
  try {
    const risk = assessRisk(understand(text).redFlags, {});
    if (risk.card === undefined) return [trouble];
    const card = findCard(risk.card, risk.who, script);
    return card.urgency === 'none' ? [trouble] : [cardReply(card)];
  } catch {
    return [trouble];
  }
}

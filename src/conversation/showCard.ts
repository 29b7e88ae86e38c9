import type { Risk } from '../understanding/red-flags/risk';
import type { Reply } from './reply';
import type { Script, ScriptCard } from './script';
import type { ConversationState } from './state';
import type { Response, TurnContext } from './turn';

/** The card that is always there: used when a disposition names one that does not exist. */
export const SPINE_CARD = 'emergency-spine';
const CARER_SUFFIX = '-other';

/** Shows one disposition, in the words for a carer where there are any. */
export function showCard(cardId: string, who: Risk['who'], context: TurnContext): Response {
  const card = findCard(cardId, who, context.script);
  const { state } = context;
  const crisis = card.urgency === 'crisis';
  const warned = crisis || card.urgency === 'none' ? state.warned : higherWarning(state.warned, card.urgency);
  // An urgent card does not take the place of an emergency that "help me" would repeat.
  const raised = crisis || card.urgency === 'emergency' || (card.urgency === 'urgent' && warned === 'urgent');
  return {
    reply: cardReply(card),
    state: {
      ...state,
      dialogs: [],
      misses: 0,
      warned,
      crisisTold: state.crisisTold || crisis,
      ...(raised ? { warnedCard: card.id } : {}),
    },
  };
}

/** A disposition as a reply: the whole text, its sources and its date. */
export function cardReply({ id, text, urgency, citations, reviewed }: ScriptCard): Reply {
  return { id: `disposition:${id}`, text, urgency, choices: [], citations, reviewed };
}

/** A disposition in the words for a carer where there are any; the spine card when there is none of this name. */
export function findCard(cardId: string, who: Risk['who'], script: Script): ScriptCard {
  const forCarer = who === 'other' ? script.cards.get(cardId + CARER_SUFFIX) : undefined;
  const card = forCarer ?? script.cards.get(cardId) ?? script.cards.get(SPINE_CARD);
  if (card !== undefined) return card;
  // The content check refuses to start without this card; the words below are for the worst case only.
  return { id: SPINE_CARD, urgency: 'emergency', text: script.texts.trouble, citations: [], reviewed: '' };
}

function higherWarning(
  a: ConversationState['warned'],
  b: 'emergency' | 'urgent',
): ConversationState['warned'] {
  if (a === 'emergency' || b === 'emergency') return 'emergency';
  return a === 'urgent' || b === 'urgent' ? 'urgent' : 'none';
}

import type { Understanding } from '../understanding/understand';
import type { ConversationState } from './state';

/** Words for somebody else, and words for oneself. */
const OTHER = new Set('he,she,him,her,his,hers,hes,shes,they,them,their,theyre'.split(','));
const SELF = new Set('i,im,ive,id,ill,my,me,mine,myself'.split(','));

/**
 * Whose symptom a message tells of. "He has cancer" names nobody; after "my dad" it is still about him.
 */
export function whoIsMeant(said: Understanding, state: ConversationState): 'self' | 'other' {
  if (said.redFlags.who === 'other') return 'other';
  const words = said.utterance.tokens.map(({ word }) => word);
  const stillOther = state.aboutOther && words.some((word) => OTHER.has(word));
  return stillOther && !words.some((word) => SELF.has(word)) ? 'other' : 'self';
}

/** Whose spine pain was told of, if anybody's: a cancer of the grandmother says nothing about one's own back. */
export function painWho({ painTold, aboutOther }: ConversationState): 'self' | 'other' | undefined {
  if (!painTold) return undefined;
  return aboutOther ? 'other' : 'self';
}

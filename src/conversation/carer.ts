import type { Understanding } from '../understanding/understand';
import type { ConversationState } from './state';

/** Words for somebody else, and words for oneself. */
const OTHER = new Set('he,she,him,her,his,hers,hes,shes,they,them,their,theyre'.split(','));
const SELF = new Set('i,im,ive,id,ill'.split(','));
const OWN = new Set('my,me,mine,myself'.split(','));
/** "When I turn him" is about him. */
const WHEN = new Set('when,whenever,if,while,as,before,after,where'.split(','));
/** "I guess" tells of nobody. */
const THINKS = new Set('guess,think,believe,mean,suppose'.split(','));

/**
 * Whose symptom a message tells of. "He has cancer" names nobody; after "my dad" it is still about him, and so is
 * "he screams when I turn him".
 */
export function whoIsMeant(said: Understanding, state: ConversationState): 'self' | 'other' {
  if (said.redFlags.who === 'other') return 'other';
  const words = said.utterance.tokens.map(({ word }) => word);
  if (!state.aboutOther || words.some((word) => OWN.has(word))) return 'self';
  const isSelf = words.some(
    (word, at) => SELF.has(word) && !THINKS.has(words[at + 1] ?? '') && !WHEN.has(words[at - 1] ?? ''),
  );
  const isOther = !isSelf && words.some((word) => OTHER.has(word));
  // "Legs feel heavy I guess", in a check that is about somebody else.
  const inTheirCheck = !isSelf && state.dialogs.some(({ cause }) => cause?.who === 'other');
  return isOther || inTheirCheck ? 'other' : 'self';
}

/** Whose spine pain was told of, if anybody's: a cancer of the grandmother says nothing about one's own back. */
export function painWho({ painTold, aboutOther }: ConversationState): 'self' | 'other' | undefined {
  if (!painTold) return undefined;
  return aboutOther ? 'other' : 'self';
}

import type { Risk } from '../understanding/red-flags/risk';
import { type Understanding, WELL } from '../understanding/understand';
import { whoIsMeant } from './carer';
import type { ConversationState } from './state';

/** What the words alone cannot know: whom "he" means, and that a cancer was told of and need not be asked about. */
export function inThisConversation(found: Risk, said: Understanding, state: ConversationState): Risk {
  const meant = isOnlyTime(said) ? asDoubt(found) : saysOnlyWell(said) ? asNothing(found) : found;
  const risk: Risk = { ...meant, who: whoIsMeant(said, state) };
  const known = (said.redFlags.facts.cancer ?? state.facts.cancer) === 'yes';
  return known && risk.question === 'cancer-history' ? { ...risk, question: 'happening-now' } : risk;
}

/** "Since yesterday" and nothing else: it names no symptom, however often it stands beside one. */
function isOnlyTime({ course: { alone, onset, trend, side }, redFlags }: Understanding): boolean {
  return alone && onset !== 'sudden' && (trend ?? side) === undefined && redFlags.hits.length === 0;
}

function asDoubt(found: Risk): Risk {
  return found.tier === 'emergency'
    ? { ...found, tier: 'ask', question: 'happening-now', concepts: [] }
    : found;
}

/** "My legs are fine": the models hear the legs. */
function saysOnlyWell({ smallTalk, redFlags }: Understanding): boolean {
  return smallTalk?.id === WELL && redFlags.hits.every(({ assertion }) => assertion === 'absent');
}

function asNothing({ who }: Risk): Risk {
  return { tier: 'none', concepts: [], who, more: false };
}

import type { Utterance } from './utterance';

const PLACES: ReadonlySet<string> = new Set(
  'leg,legs,arm,arms,foot,feet,hand,hands,knees,toes,fingers,bladder,bowel,bowels,balance,strength,walking,walk,walks,peeing,pee,pees,pooping'.split(
    ',',
  ),
);
const WELL: ReadonlySet<string> = new Set('ok,okay,fine,normal,normally,alright,good,well,strong'.split(','));
const BESIDE: ReadonlySet<string> = new Set(
  'i,he,she,my,his,her,their,our,the,both,all,and,is,are,feel,feels,seem,seems,work,works,working,can,still,just,quite,perfectly,totally,completely,really,very'.split(
    ',',
  ),
);
/** "Nothing wrong with my legs". "Nothing in my legs" may mean that they feel nothing. */
const NO_FAULT =
  /^(?:no |and |but )*(?:nothing (?:is )?wrong|no (?:problem|problems|trouble|issue|issues)) with /;
const LED_BY = /^(?:(?:no|yes|well|so|but|and) )+(?!problem|problems|trouble|issue|issues)/;
const ASKS: ReadonlySet<string> = new Set(['is', 'are', 'can', 'will', 'does']);
const MAX_WORDS = 9;

/**
 * True when a message says of parts of the body that they are well, and nothing else: "my legs are fine". A word that is not
 * known here, a "not", a "left", a "right" or a "were", makes it say more than that.
 */
export function saysWell({ tokens }: Utterance, text: string): boolean {
  // "No, my legs are fine" answers first; a "no" further on denies something.
  const words = tokens
    .map(({ word }) => word)
    .join(' ')
    .replace(LED_BY, '')
    .split(' ');
  if (words.length > MAX_WORDS || text.includes('?') || !words.some((word) => PLACES.has(word))) return false;
  const said = words.join(' ');
  const without = said.replace(NO_FAULT, '');
  const isKnown = (word: string) => PLACES.has(word) || WELL.has(word) || BESIDE.has(word);
  if (!without.split(' ').every(isKnown)) return false;
  return without !== said || (WELL.has(words.at(-1) ?? '') && !ASKS.has(words[0] ?? ''));
}

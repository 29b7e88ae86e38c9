import type { Token } from '../utterance';
import type { ClassMatch } from './automaton';

/** A year this far back is history; a later one may be the illness of today. */
const FIRST_YEAR = 1920;

/**
 * Finds years, which place a symptom in the past ("paralyzed in 1996") or make it long-standing
 * ("numb since 2014").
 *
 * @param lastPastYear - the latest year that counts as long ago.
 */
export function years(tokens: readonly Token[], lastPastYear: number): ClassMatch[] {
  return tokens.flatMap(({ word }, index) => {
    const year = /^\d{4}$/.test(word) ? Number(word) : 0;
    if (year < FIRST_YEAR || year > lastPastYear) return [];
    const since = tokens[index - 1]?.word === 'since';
    return [{ name: since ? 'cue.chronic' : 'cue.past-time', start: index, end: index + 1 }];
  });
}

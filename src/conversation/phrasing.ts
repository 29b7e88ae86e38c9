import { STOPWORDS } from '../understanding/matching/terms';
import type { WordList } from '../understanding/spelling';
import { type Respelling, readUtterance } from '../understanding/utterance';
import { withoutContacts } from './contacts';

export interface PhrasingSources {
  /** Words of our own texts. */
  readonly knowledge: WordList;
  /** Ordinary English. */
  readonly commonWords: WordList;
  readonly respelling: Respelling;
}

/** More words tell a story, which is one person's alone. */
const MOST_WORDS = 8;
/** Whoever says one of these is about to name somebody. */
const NAMES = new Set('name,names,named,called,mr,mrs,ms,miss,dr'.split(','));
/** Beside these an ordinary word may be a name: "nurse rose". */
const BEFORE_NAMES = new Set('doctor,nurse'.split(','));
/** A capital inside a sentence begins a name. "MRI" is none. */
const NAME = /(?<=[^\s.?!]\s{1,3})\p{Lu}[\p{L}\p{M}'\u2019-]*\p{Ll}[\p{L}\p{M}'\u2019-]*/gu;

/**
 * Makes the reader of what may be kept of a message that got no answer: the words of it that are on our lists, each
 * once and sorted, without names, numbers or contacts. It gives undefined when nothing is left, when more is left than
 * two people would say alike, and when a name is told.
 */
export function createPhrasing(sources: PhrasingSources): (text: string) => string | undefined {
  const { knowledge, commonWords, respelling } = sources;
  return (text) => {
    const said = readUtterance(withoutContacts(text, ' ').replace(NAME, ' '), respelling);
    const all = said.tokens.map(({ word }) => word);
    if (all.some((word) => NAMES.has(word))) return undefined;
    const mayName = all.some((word) => BEFORE_NAMES.has(word));
    const isListed = (word: string) => knowledge.has(word) || (!mayName && commonWords.has(word));
    const kept = new Set(all.filter((word) => !STOPWORDS.has(word) && !/\d/.test(word) && isListed(word)));
    return kept.size === 0 || kept.size > MOST_WORDS ? undefined : [...kept].sort().join(' ');
  };
}

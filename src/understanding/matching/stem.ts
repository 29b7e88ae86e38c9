/**
 * Cuts common English endings, so that "scans" finds "scan" and "treated" finds "treatment". Coarse on
 * purpose: two words with one stem only need to be about the same thing.
 */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let base = word;
  for (const [ending, replacement] of ENDINGS) {
    if (!base.endsWith(ending) || base.length - ending.length < 3) continue;
    base = base.slice(0, -ending.length) + replacement;
    break;
  }
  for (const [ending, replacement] of SUFFIXES) {
    if (!base.endsWith(ending) || base.length - ending.length < 4) continue;
    base = base.slice(0, -ending.length) + replacement;
    break;
  }
  return base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base;
}

const ENDINGS: readonly (readonly [string, string])[] = [
  ['sses', 'ss'],
  ['ies', 'y'],
  ['ings', ''],
  ['ing', ''],
  ['edly', ''],
  ['ed', ''],
  ['ss', 'ss'],
  ['us', 'us'],
  ['is', 'is'],
  ['s', ''],
];
const SUFFIXES: readonly (readonly [string, string])[] = [
  ['ization', 'iz'],
  ['isation', 'iz'],
  ['ation', 'at'],
  ['ment', ''],
  ['ness', ''],
  ['ful', ''],
  ['ly', ''],
  ['er', ''],
  ['or', 'or'],
  ['y', 'i'],
];

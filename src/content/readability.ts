/** What a reading-level check found in one piece of text. */
export interface Readability {
  /** Flesch-Kincaid grade: years of US schooling needed. Source: Kincaid and others, 1975. */
  readonly grade: number;
  readonly words: number;
  readonly longestSentence: number;
}

/**
 * Estimates how hard a text is to read, so that answers stay at or below the grade that NIH and AHRQ
 * advise for patients. A term that is explained in the glossary counts as a two-syllable word, because
 * the reader is told what it means.
 *
 * @param text - Markdown; marks, links and slots are ignored.
 * @param explained - lower-case words that the glossary explains.
 */
export function readability(text: string, explained: ReadonlySet<string>): Readability {
  const sentences = plain(text)
    .split(/[.?!:]+(?:\s|$)|\n+/)
    .map((sentence) => sentence.match(/[a-z][a-z'-]*|\d[\d.,-]*/gi) ?? [])
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return { grade: 0, words: 0, longestSentence: 0 };
  const syllableCount = words.reduce((sum, word) => sum + syllablesRead(word, explained), 0);
  const grade = 0.39 * (words.length / sentences.length) + 11.8 * (syllableCount / words.length) - 15.59;
  return {
    grade: Math.round(grade * 10) / 10,
    words: words.length,
    longestSentence: Math.max(...sentences.map((sentence) => sentence.length)),
  };
}

function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\{[^}]*\}/g, 'name')
    .replace(/[*_#>`]/g, '')
    .replace(/^\s*-\s+/gm, '');
}

function syllablesRead(word: string, explained: ReadonlySet<string>): number {
  const lower = word.toLowerCase();
  const count = syllables(lower);
  const known = explained.has(lower) || explained.has(lower.replace(/s$/, ''));
  return known ? Math.min(2, count) : count;
}

/** Counts the sounded vowel groups of an English word; off by one on some words, right on average. */
function syllables(word: string): number {
  if (/^\d/.test(word)) return 1;
  return word.split(/[-']/).reduce((sum, part) => sum + syllablesOfPart(part), 0);
}

function syllablesOfPart(part: string): number {
  if (part.length === 0) return 0;
  if (part.length <= 3) return 1;
  const sounded = part.replace(/(?:[^laeiouy]es|[^laeiouydt]ed|[^laeiouy]e)$/, '').replace(/^y/, '');
  return Math.max(1, (sounded.match(/[aeiouy]{1,2}/g) ?? []).length);
}

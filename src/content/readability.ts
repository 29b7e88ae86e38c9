/** What counts of one piece of text when its reading level is worked out. */
export interface Readability {
  readonly words: number;
  readonly sentences: number;
  /** As the reader meets them: a term that is explained counts as two at most. */
  readonly syllables: number;
  readonly longestSentence: number;
  /** The words of that sentence. */
  readonly longest: string;
}

/**
 * Reads texts for how hard they are. A term that is explained in the glossary counts as a two-syllable word, because
 * the reader is told what it means.
 *
 * @param explained - lower-case words that the glossary explains.
 * @returns a function that reads Markdown; marks, links and slots are ignored. It remembers the words it has met, because
 *   the texts share a few thousand and all are read at every start.
 */
export function createTextReader(explained: ReadonlySet<string>): (text: string) => Readability {
  const known = new Map<string, number>();
  const syllablesIn = (word: string): number => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const counted = syllablesRead(word, explained);
    known.set(word, counted);
    return counted;
  };
  return (text) => {
    const sentences = plain(text)
      .split(/[.?!:]+(?:\s|$)|\n+/)
      .map((sentence) => sentence.match(/[a-z][a-z'-]*|\d[\d.,-]*/gi) ?? [])
      .filter((words) => words.length > 0);
    let longest: readonly string[] = [];
    for (const words of sentences) if (words.length > longest.length) longest = words;
    const words = sentences.flat();
    return {
      words: words.length,
      sentences: sentences.length,
      syllables: words.reduce((sum, word) => sum + syllablesIn(word), 0),
      longestSentence: longest.length,
      longest: longest.join(' '),
    };
  };
}

/**
 * Flesch-Kincaid grade of several pieces together: years of US schooling needed, to one decimal; 0 without words.
 * NIH and AHRQ advise 6 to 7 for patients. Source: Kincaid and others, 1975.
 */
export function gradeOf(parts: readonly Readability[]): number {
  const sum = (of: (part: Readability) => number) => parts.reduce((total, part) => total + of(part), 0);
  const words = sum((part) => part.words);
  if (words === 0) return 0;
  const grade =
    0.39 * (words / sum((part) => part.sentences)) + 11.8 * (sum((part) => part.syllables) / words) - 15.59;
  return Math.round(grade * 10) / 10;
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

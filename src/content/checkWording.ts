import type { ContentReader } from './ContentReader';
import { gradeOf, type Readability } from './readability';

/** Highest Flesch-Kincaid grade of what a visitor reads. Source: NIH and AMA advise grade 6 to 7 for patients. */
const MAX_GRADE = 7;
const MAX_SENTENCE_WORDS = 24;
/** A grade says little about fewer words: "Start over" is no hard text. */
const FEWEST_GRADED = 6;
/** Shorter words are short forms that the sentence spells out, or too common to be jargon. */
const WORD = /[a-z]{4,}/gi;
const LINK = /\[[^\]]*\]\(([^)\s]*)[^)]*\)/g;
const SAFE_TARGET = /^(?:https:\/\/|tel:|sms:|\{)/;
const TYPOGRAPHY = /[\u2013\u2014\u2018\u2019\u201c\u201d]| -- /;
const REASSURANCE =
  /\b(?:do not|don't|no need to|needn't|nothing to|stop) worry|\bprobably nothing\b|\b(?:you|it|everything|all) will be (?:fine|ok|okay|all right|alright)\b|\bcalm down\b/i;

/** What the words of a text are held to. */
export interface Wording {
  readonly read: (text: string) => Readability;
  /** Whether a word is ordinary English, explained in the glossary, or a name of the organization. */
  readonly isKnown: (word: string) => boolean;
}

/** A text that a visitor reads, and where it stands. */
export interface VisitorText {
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

/** Checks several texts by everything that holds for all of them. */
export function checkTexts(reader: ContentReader, texts: readonly VisitorText[], wording: Wording): void {
  for (const text of texts) {
    const read = wording.read(text.text);
    checkGrade(reader, text, [read]);
    checkText(reader, text, read, wording);
  }
}

/** Checks the reading level of parts together; a few words alone, such as the label of a button, have none. */
export function checkGrade(
  reader: ContentReader,
  { file, path }: Pick<VisitorText, 'file' | 'path'>,
  parts: readonly Readability[],
): void {
  const grade = gradeOf(parts);
  const words = parts.reduce((sum, part) => sum + part.words, 0);
  if (grade > MAX_GRADE && words >= FEWEST_GRADED)
    reader.report('reading-level', file, path, `reads at grade ${grade}; at most ${MAX_GRADE}`);
}

/** Checks one text that visitors read: its sentences, rare words, links and signs. */
export function checkText(
  reader: ContentReader,
  { file, path, text }: VisitorText,
  { longestSentence, longest }: Readability,
  { isKnown }: Wording,
): void {
  if (longestSentence > MAX_SENTENCE_WORDS)
    reader.report(
      'sentence-long',
      file,
      path,
      `a sentence has ${longestSentence} words; at most ${MAX_SENTENCE_WORDS}`,
      longest,
    );
  const rare = new Set((text.replace(LINK, ' ').match(WORD) ?? []).filter((word) => !isKnown(word)));
  for (const word of rare)
    reader.report('jargon', file, path, `"${word}" is a rare word that the glossary does not have`, word);
  for (const [link, target = ''] of text.matchAll(LINK))
    if (!SAFE_TARGET.test(target))
      reader.report('link', file, path, `"${target}" is not an address that can be opened`, link);
  const calming = REASSURANCE.exec(text)?.[0];
  if (calming !== undefined)
    reader.report('reassurance', file, path, `"${calming}" promises what nobody here can know`, calming);
  const sign = TYPOGRAPHY.exec(text)?.[0];
  if (sign !== undefined)
    reader.report('typography', file, path, 'curly quotes or a dash between clauses', sign);
}

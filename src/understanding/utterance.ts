/** What separates a token from the one before it: nothing, a comma or dash, or the end of a sentence. */
type Gap = 'none' | 'soft' | 'hard';

export interface Token {
  readonly word: string;
  readonly before: Gap;
}

/** One visitor message, ready to be understood. */
export interface Utterance {
  readonly tokens: readonly Token[];
  /** For each token, whether its sentence ends with a question mark. */
  readonly asked: readonly boolean[];
  /** True when the message was longer than {@link MAX_SCANNED} and its middle was not read. */
  readonly capped: boolean;
}

/** Words that are always read as other words: slang, dictation slips, reviewed misspellings. */
export type Respelling = ReadonlyMap<string, readonly string[]>;

/** Characters of one message that are read: the head and the tail, so that a red flag at either end counts. */
export const MAX_SCANNED = 10_000;
const HEAD = 6_000;

/** Zero-width, bidirectional and other characters that nobody sees. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Letters of other alphabets that look like Latin ones, as used to dodge filters or by a stuck keyboard. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ԁ: 'd',
  һ: 'h',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  χ: 'x',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ß: 'ss',
};
/** "can t", "won;t", "ca n't": an apostrophe that became something else. Not the T of "T cells". */
const TORN_NOT =
  /\b(?:(can|won|don|didn|doesn|isn|aren|wasn|couldn|wouldn|hasn|haven|hadn)(?: +|[;"\u00b4`])t|(ca|wo|do|did|does|is|are|was|could|would|has|have|had) +n't)\b(?![ -]?cell)/g;
const IS_WORD = /^[a-z0-9]/;
const ENDS_SENTENCE = /^[.?!;\n]/;
const PART = /[a-z0-9]+(?:'[a-z]+)+|[a-z0-9]+(?:[.,]\d+)*|[.?!;\n]+|[,:()"\u2026/|-]|[^\sa-z0-9]/g;

/**
 * Turns what a visitor typed into lower-case tokens, so that case, accents, curly quotes, look-alike
 * letters, emoji and invisible characters never change what is understood. Applying it to its own
 * words again gives the same words.
 */
export function readUtterance(text: string, respelling: Respelling = new Map()): Utterance {
  const capped = text.length > MAX_SCANNED;
  const scanned = capped ? `${text.slice(0, HEAD)}\n${text.slice(HEAD - MAX_SCANNED)}` : text;
  const tokens: Token[] = [];
  const asked: boolean[] = [];
  let before: Gap = 'none';
  let sentenceStart = 0;
  for (const [part] of whole(fold(scanned)).matchAll(PART)) {
    if (IS_WORD.test(part)) {
      for (const word of respell(part, respelling)) {
        tokens.push({ word, before });
        asked.push(false);
        before = 'none';
      }
      continue;
    }
    before = separated(before, part, tokens.length);
    if (before !== 'hard') continue;
    if (part.includes('?')) asked.fill(true, sentenceStart);
    sentenceStart = tokens.length;
  }
  return { tokens, asked, capped };
}

function whole(text: string): string {
  return text.replace(TORN_NOT, (_torn, word: string | undefined, stem: string) => `${word ?? `${stem}n`}t`);
}

/** The gap after one more separator; nothing separates the first word from what is not there. */
function separated(before: Gap, part: string, tokenCount: number): Gap {
  if (tokenCount === 0) return 'none';
  return before === 'hard' || ENDS_SENTENCE.test(part) ? 'hard' : 'soft';
}

/** Drops apostrophes, cuts "soooo" to "soo", and reads known slips as the words they stand for. */
function respell(part: string, respelling: Respelling): readonly string[] {
  const bare = part.replace(/'/g, '').replace(/([a-z])\1{2,}/g, '$1$1');
  return respelling.get(bare) ?? [bare];
}

/** The words alone, joined by single spaces. */
export function wordsOf(utterance: Utterance): string {
  return utterance.tokens.map((token) => token.word).join(' ');
}

function fold(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[\u2018\u2019\u02bc\u02b9\u2032`\u00b4]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u0080-\uffff]/g, (letter) => LOOKALIKES[letter] ?? letter)
    .replace(/\bw\/o\b/g, 'without')
    .replace(/\bw\//g, 'with ')
    .replace(/&/g, ' and ');
}

import { compileAutomaton } from './red-flags/automaton';
import type { Token, Utterance } from './utterance';

/** Each list begins with what is most pressing. */
export const ONSETS = ['sudden', 'hours', 'days', 'weeks', 'months', 'years'] as const;
export const TRENDS = ['worse', 'new', 'same', 'better'] as const;
export const SIDES = ['both', 'one'] as const;
export type Onset = (typeof ONSETS)[number];
type Trend = (typeof TRENDS)[number];
type Side = (typeof SIDES)[number];

/** How a symptom runs: when it began, whether it changes, on one side or on both. */
export interface Course {
  readonly onset?: Onset | undefined;
  readonly trend?: Trend | undefined;
  readonly side?: Side | undefined;
}

/** The reviewed words of knowledge/course.yaml, as words without apostrophes; `#` stands for a number. */
export interface CourseTable {
  readonly onset: Readonly<Record<Onset, readonly string[]>>;
  readonly trend: Readonly<Record<Trend, readonly string[]>>;
  readonly side: Readonly<Record<Side, readonly string[]>>;
  /** Phrases that hold such words and tell nothing of a course: "three times a day". */
  readonly nothing: readonly string[];
  readonly numbers: readonly string[];
  readonly filler: readonly string[];
}

/** What one message tells of the course. */
export interface CourseTold extends Course {
  /** The message tells of nothing else and asks nothing: "since monday, both legs". */
  readonly alone: boolean;
  /** What single sentences tell that tell of nothing else: "I can't feel my legs. It started this morning." */
  readonly aside: Course;
}

/** A phrase of one kind, found at tokens `start` up to, not including, `end`. */
interface Found {
  readonly kind: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const NUMBER = '#';
const NOTHING = 'nothing';
/** First words of a question: "is it getting worse". */
const ASKS = new Set(
  'is,are,was,were,does,do,did,will,would,can,could,should,has,have,what,when,how,why'.split(','),
);
const NOTHING_HIDES: ReadonlySet<string> = new Set();

/**
 * Builds the reader of courses once from the reviewed words.
 */
export function createCourseReader(table: CourseTable): (utterance: Utterance) => CourseTold {
  const classes = new Map<string, string[][]>();
  for (const kind of ['onset', 'trend', 'side'] as const)
    for (const [value, phrases] of Object.entries(table[kind]))
      classes.set(
        `${kind}.${value}`,
        phrases.flatMap((phrase) => withNumbers(phrase, table.numbers)),
      );
  classes.set(
    NOTHING,
    table.nothing.flatMap((phrase) => withNumbers(phrase, table.numbers)),
  );
  const automaton = compileAutomaton(classes, NOTHING_HIDES);
  const filler = new Set(table.filler);
  const readTokens = (typed: readonly Token[]): Course & { readonly alone: boolean } => {
    const tokens = typed.flatMap(withNumber);
    const found = longest(
      automaton.find(tokens).map(({ name, start, end }) => {
        const [kind = '', value = ''] = name.split('.');
        return { kind, value, start, end };
      }),
    ).filter(({ kind }) => kind !== NOTHING);
    const covered = new Uint8Array(tokens.length);
    for (const { start, end } of found) covered.fill(1, start, end);
    const alone = found.length > 0 && tokens.every(({ word }, at) => covered[at] === 1 || filler.has(word));
    const valuesOf = (kind: string) => found.filter((one) => one.kind === kind).map(({ value }) => value);
    const told = courseOf({ onset: valuesOf('onset'), trend: valuesOf('trend'), side: valuesOf('side') });
    return { ...told, alone: alone && !ASKS.has(typed[0]?.word ?? '') };
  };
  return ({ tokens, asked }) => {
    const whole = readTokens(tokens);
    const alone = whole.alone && !asked.includes(true);
    const sentences = sentencesOf(tokens)
      .map(readTokens)
      .filter((one) => one.alone);
    const aside: Course = Object.assign({}, ...sentences.map(({ alone: _, ...told }) => told));
    return { ...whole, alone, aside };
  };
}

/** The tokens of each sentence. */
function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  for (const token of tokens) {
    if (sentences.length === 0 || token.before === 'hard') sentences.push([]);
    sentences.at(-1)?.push(token);
  }
  return sentences;
}

type Told = readonly (string | undefined)[];

function courseOf(told: { readonly onset: Told; readonly trend: Told; readonly side: Told }): Course {
  const onset = ONSETS.find((one) => told.onset.includes(one));
  const trend = TRENDS.find((one) => told.trend.includes(one));
  const side = SIDES.find((one) => told.side.includes(one));
  return {
    ...(onset === undefined ? {} : { onset }),
    ...(trend === undefined ? {} : { trend }),
    ...(side === undefined ? {} : { side }),
  };
}

/** "2" and "14" are numbers as "#" is one, and so is the "5" of "5am"; a year such as 2019 is not. */
function withNumber(token: Token): Token[] {
  const [, unit] = /^\d{1,2}([a-z]*)$/.exec(token.word) ?? [];
  if (unit === undefined) return [token];
  const number = { ...token, word: NUMBER };
  return unit === '' ? [number] : [number, { ...token, word: unit }];
}

function withNumbers(phrase: string, numbers: readonly string[]): string[][] {
  const forms = phrase.includes(NUMBER) ? [NUMBER, ...numbers] : [NUMBER];
  return forms.map((form) => phrase.replace(NUMBER, form).split(' '));
}

/** "Not getting worse" is no "getting worse": of phrases that overlap the longest counts. */
function longest(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of [...found].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start))
    if (kept.every(({ start, end }) => one.end <= start || one.start >= end)) kept.push(one);
  return kept;
}

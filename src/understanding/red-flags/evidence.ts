import {
  addWords,
  type FeatureCollector,
  hashText,
  hashWord,
  joinWords,
  mix,
  type WordFeatures,
} from '../model/features';
import type { Utterance } from '../utterance';
import type { RedFlagHit } from './assess';
import type { ClassMatch } from './automaton';
import type { Clauses } from './clauses';
import { firstFrom } from './cues';
import type { View } from './views';

/** Everything about one message that the signals listen to; matches and hits in the order of the message. */
export interface HeardMessage {
  readonly utterance: Utterance;
  readonly clauses: Clauses;
  readonly matches: readonly ClassMatch[];
  readonly hits: readonly RedFlagHit[];
}

/** A message made ready to be listened to, view by view. */
export interface Evidence {
  /** Collects the features of one view. */
  collect(view: View, to: FeatureCollector): void;
}

/** "lol", "sorry to bother you": words that never make a symptom smaller, so they are not listened to. */
const FILLER = 'cue.filler';
/** Cues whose sense reaches over the whole message, so that a view hears them from the sentences around it. */
const REACHES_FAR: ReadonlySet<string> = new Set(
  [
    'recovered',
    'death',
    'professional',
    'past-time',
    'no-change',
    'stranger',
    'chronic',
    'worse',
    'recurred',
    'now',
    'recent',
    'animal',
    'resolved',
    'returned',
    'used-to',
    'hypothetical',
    'advice',
    'season',
    'that-was',
  ].map((name) => `cue.${name}`),
);
/** Classes of one clause that are paired; more only happens in text made to be slow. */
const PAIRED_CLASSES = 14;
/** Numbers of words from which a view counts as longer. */
const LENGTHS = [4, 8, 15, 30];
const KIND = { class: 11, pair: 12, around: 13, concept: 14, group: 15, frame: 16, reason: 17 } as const;
const NO_HIT = hashText('no red flag');
const ASKED = hashText('asked');
const LENGTH = hashText('length');

/**
 * Features and the tokens they rest on, in the order of the message; a view that holds all of a feature's tokens has it.
 * Kept as plain number lists, because a message has hundreds.
 */
class PlacedFeatures {
  private readonly at: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly hashes: number[] = [];

  /** @param at - where the last word group of the feature begins; never less than that of the feature added before. */
  place(at: number, from: number, to: number, hash: number): void {
    this.at.push(at);
    this.from.push(from);
    this.to.push(to);
    this.hashes.push(hash);
  }

  /** Adds those that lie within the view; tells whether there were any. */
  addTo(collector: FeatureCollector, view: View): boolean {
    let any = false;
    const first = firstFrom(this.at.length, (index) => this.at[index] ?? 0, view.start);
    for (let index = first; index < this.at.length; index++) {
      if ((this.at[index] ?? 0) >= view.end) break;
      if ((this.from[index] ?? 0) < view.start || (this.to[index] ?? 0) > view.end) continue;
      any = true;
      collector.add(this.hashes[index] ?? 0);
    }
    return any;
  }
}

/** A cue that reaches far: where it first begins and last ends. */
interface Reach {
  readonly hash: number;
  readonly start: number;
  readonly end: number;
}

type Hashed = (name: string) => number;

/**
 * Makes the features of messages: their words, the word classes of the lexicon and how these meet in a clause, the
 * frames found and how they are asserted, and the cues of time, person and question around them. Names of the lexicon
 * are hashed once.
 */
export function createEvidenceReader(): (message: HeardMessage) => Evidence {
  const hashes = new Map<string, number>();
  const hashed = (name: string): number => {
    const known = hashes.get(name);
    if (known !== undefined) return known;
    const hash = hashText(name);
    hashes.set(name, hash);
    return hash;
  };
  return (message) => prepare(message, hashed);
}

function prepare({ utterance, clauses, matches, hits }: HeardMessage, hashed: Hashed): Evidence {
  const { words, position } = wordsOf(utterance, matches);
  const classes = classesOf(matches, clauses, hashed);
  const reaching = reachingFar(matches, hashed);
  const frames = framesOf(hits, hashed);
  return {
    collect: (view, to) => {
      to.begin();
      const start = position[view.start] ?? 0;
      const end = position[view.end] ?? 0;
      addWords(words, start, end, to);
      classes.addTo(to, view);
      for (const cue of reaching)
        if (cue.start < view.start || cue.end > view.end) to.add(mix(KIND.around, cue.hash));
      if (!frames.addTo(to, view)) to.add(NO_HIT);
      if (isAsked(utterance, view)) to.add(ASKED);
      to.add(mix(LENGTH, lengthClass(end - start)));
    },
  };
}

/** The words that are listened to, and for each token how many of them come before it. */
function wordsOf(
  { tokens }: Utterance,
  matches: readonly ClassMatch[],
): { words: WordFeatures[]; position: Uint32Array } {
  const silent = new Uint8Array(tokens.length);
  for (const match of matches) if (match.name === FILLER) silent.fill(1, match.start, match.end);
  const words: WordFeatures[] = [];
  const position = new Uint32Array(tokens.length + 1);
  tokens.forEach(({ word }, index) => {
    if (silent[index] === 0) words.push(hashWord(word));
    position[index + 1] = words.length;
  });
  joinWords(words);
  return { words, position };
}

/** Each class found, with the pairs it makes with the classes before it in its clause. */
function classesOf(matches: readonly ClassMatch[], { clause }: Clauses, hashed: Hashed): PlacedFeatures {
  const placed = new PlacedFeatures();
  const paired: { hash: number; start: number; end: number }[] = [];
  let pairedClause = -1;
  for (const { name, start, end } of matches) {
    if (name === FILLER) continue;
    const hash = hashed(name);
    placed.place(start, start, end, mix(KIND.class, hash));
    const inClause = clause[start] ?? 0;
    if (inClause !== pairedClause) paired.length = 0;
    pairedClause = inClause;
    if (paired.length >= PAIRED_CLASSES || paired.some((other) => other.hash === hash)) continue;
    for (const other of paired) {
      const pair = mix(Math.min(hash, other.hash), Math.max(hash, other.hash));
      placed.place(start, other.start, Math.max(end, other.end), mix(KIND.pair, pair));
    }
    paired.push({ hash, start, end });
  }
  return placed;
}

function reachingFar(matches: readonly ClassMatch[], hashed: Hashed): Reach[] {
  const found = new Map<string, Reach>();
  for (const { name, start, end } of matches) {
    if (!REACHES_FAR.has(name)) continue;
    const known = found.get(name);
    found.set(name, {
      hash: hashed(name),
      start: known?.start ?? start,
      end: Math.max(known?.end ?? 0, end),
    });
  }
  return [...found.values()];
}

function framesOf(hits: readonly RedFlagHit[], hashed: Hashed): PlacedFeatures {
  const placed = new PlacedFeatures();
  for (const { concept, frame, start, end, assertion, reason } of hits) {
    const asserted = hashed(assertion);
    const parts = frame.parts.reduce((sum, part) => mix(sum, hashed(part)), 0);
    placed.place(start, start, end, mix(KIND.concept, mix(hashed(concept.id), asserted)));
    placed.place(start, start, end, mix(KIND.group, mix(hashed(concept.group), asserted)));
    placed.place(start, start, end, mix(KIND.frame, mix(parts, asserted)));
    placed.place(start, start, end, mix(KIND.reason, hashed(reason)));
    placed.place(start, start, end, mix(KIND.reason, asserted));
  }
  return placed;
}

/** How long a view is, in rough steps. */
function lengthClass(words: number): number {
  let length = 0;
  for (const step of LENGTHS) if (words >= step) length++;
  return length;
}

function isAsked({ asked }: Utterance, { start, end }: View): boolean {
  for (let index = start; index < end; index++) if (asked[index] === true) return true;
  return false;
}

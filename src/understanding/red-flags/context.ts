import type { Utterance } from '../utterance';
import type { ClassMatch } from './automaton';
import type { Clauses } from './clauses';
import { type CueIndex, indexCues } from './cues';

/** Whether a symptom is claimed as happening now, may be, or is denied, asked about, over or somebody else's. */
export type Assertion = 'present' | 'uncertain' | 'absent';

/** Everything the rules about one message look at; built once a message. */
export interface Context {
  readonly utterance: Utterance;
  readonly clauses: Clauses;
  readonly cues: CueIndex;
  readonly symptomNouns: ReadonlySet<string>;
  /** Whether a cue of this name begins in the sentence of a token. */
  inSentence(name: string, token: number): boolean;
  /** Whether a cue of this name begins in the clause of a token. */
  inClause(name: string, token: number): boolean;
}

export function buildContext(
  utterance: Utterance,
  clauses: Clauses,
  matches: readonly ClassMatch[],
  symptomNouns: ReadonlySet<string>,
): Context {
  const cues = indexCues(matches);
  const sentences = placesOf(cues, clauses.sentence);
  const inClauses = placesOf(cues, clauses.clause);
  return {
    utterance,
    clauses,
    cues,
    symptomNouns,
    inSentence: (name, token) => sentences.get(name)?.has(clauses.sentence[token] ?? -1) ?? false,
    inClause: (name, token) => inClauses.get(name)?.has(clauses.clause[token] ?? -1) ?? false,
  };
}

/** For each cue name the sentences or clauses that hold it, so that each rule looks it up once however long the message. */
function placesOf(cues: CueIndex, numbers: readonly number[]): Map<string, Set<number>> {
  return new Map(
    [...cues].map(([name, found]) => [name, new Set(found.map(({ start }) => numbers[start] ?? 0))]),
  );
}

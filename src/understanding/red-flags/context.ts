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
}

export function buildContext(
  utterance: Utterance,
  clauses: Clauses,
  matches: readonly ClassMatch[],
  symptomNouns: ReadonlySet<string>,
): Context {
  return { utterance, clauses, cues: indexCues(matches), symptomNouns };
}

export type Tier = 'emergency' | 'urgent' | 'soon' | 'ask' | 'none';

/**
 * How a hit can be denied. `symptom`: "no numbness" denies it. `loss`: the words already hold the
 * negation ("can't feel"), so a "no" in front does not deny it; only "it's not that ..." does. `always`:
 * counts in whatever form it is said, a question included ("is there a suicide hotline").
 */
type HitKind = 'symptom' | 'loss' | 'always';

/** Word classes that mean a red flag when they meet in one clause. */
export interface Frame {
  readonly parts: readonly string[];
  /** True when the parts must come in this order. */
  readonly ordered: boolean;
  /** Words that may stand between two neighbouring parts. */
  readonly gap: number;
  readonly kind: HitKind;
  /** How far apart the parts may lie: a clause, or the whole sentence. */
  readonly within: 'clause' | 'sentence';
  /** Classes whose presence in the same clause means that this is something else. */
  readonly unless: readonly string[];
  /** A tier that differs from the concept's own. */
  readonly tier?: Tier;
}

/** A red flag of the clinical table, and the frames of words that raise it. */
export interface Concept {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  /** `pain` needs to know about cancer before it has a tier; `neuro` raises pain to an emergency. */
  readonly group: 'neuro' | 'pain' | 'medical' | 'crisis' | 'support' | 'vague';
  /** Disposition shown, by id. */
  readonly card: string;
  /** Place in the order of precedence when several fire; lower goes first. */
  readonly precedence: number;
  readonly sources: readonly string[];
  readonly frames: readonly Frame[];
}

/** What help an emergency needs: for the spine, for the whole body, or for a person in crisis. */
export type EmergencyKind = 'spine' | 'medical' | 'crisis';

const KINDS: Readonly<Record<Concept['group'], EmergencyKind>> = {
  neuro: 'spine',
  pain: 'spine',
  vague: 'spine',
  medical: 'medical',
  crisis: 'crisis',
  support: 'crisis',
};

export function kindOfGroup(group: Concept['group']): EmergencyKind {
  return KINDS[group];
}

/** A word class that, with a strong signal from the model, is enough to raise a red flag without a whole frame. */
interface PartialFrame {
  readonly part: string;
  readonly conceptId: string;
}

export interface RedFlagLexicon {
  readonly partials: readonly PartialFrame[];
  /** Word class -> phrases; each phrase is a list of tokens. */
  readonly classes: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly concepts: readonly Concept[];
  /** Single words that name a symptom as a thing, which a denial reaches across a comma list. */
  readonly symptomNouns: ReadonlySet<string>;
  /** The latest year that counts as long ago; raised when the content is reviewed. */
  readonly lastPastYear: number;
}

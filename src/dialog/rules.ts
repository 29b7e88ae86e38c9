import type { Answers } from './types';

/** Everything a rule may look at. */
interface RuleInput {
  readonly answers: Answers;
  /** Outcomes that single answers allow at the least. */
  readonly raised: ReadonlySet<string>;
  /** Outcomes to choose from, most urgent first; the last one is for when nothing was raised. */
  readonly outcomes: readonly string[];
  /** A cancer treatment was told of elsewhere. */
  readonly treated: boolean;
}

interface Rule {
  /** Questions, choices and outcomes that the rule names, so that the content check can hold the file to them. */
  readonly names: {
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly outcomes: readonly string[];
  };
  choose(input: RuleInput): string;
}

/** Pain signs that point to more than a strain. Source: clinical guide, section 3, question 6. */
const PAIN_SIGNS = ['wraps', 'constant', 'night', 'strain', 'upright', 'place', 'different'];
const ANY_PAIN = ['sudden', 'unbearable', 'mild', ...PAIN_SIGNS];
/** So many pain signs without cancer mean a visit within two or three days. Source: the same. */
const MANY_SIGNS = 3;

/**
 * The symptom check: the most urgent of what single answers raise, and what only shows in several. A fever with
 * spine pain may be an infection of the spine; one during treatment is an emergency, whichever of the two was told of
 * first; many pain signs or weight loss should not wait a week.
 */
const symptomCheck: Rule = {
  names: {
    choices: { pain: ANY_PAIN, 'last-days': ['fever', 'weight'] },
    outcomes: ['emergency-spine', 'emergency-fever', 'soon', 'soon-days'],
  },
  choose({ answers, raised, outcomes, treated }) {
    const pain = answers.pain ?? [];
    const days = answers['last-days'] ?? [];
    const fever = days.includes('fever');
    const infection = fever && pain.some((id) => ANY_PAIN.includes(id));
    const sooner =
      raised.has('soon') &&
      (pain.filter((id) => PAIN_SIGNS.includes(id)).length >= MANY_SIGNS || days.includes('weight'));
    const all = new Set([
      ...raised,
      ...(infection ? ['emergency-spine'] : []),
      ...(fever && treated ? ['emergency-fever'] : []),
      ...(sooner ? ['soon-days'] : []),
    ]);
    return outcomes.find((id) => all.has(id)) ?? outcomes.at(-1) ?? '';
  },
};

export const RULES = { 'symptom-check': symptomCheck } as const satisfies Readonly<Record<string, Rule>>;
export type RuleName = keyof typeof RULES;

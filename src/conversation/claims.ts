import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision } from './decide';
import type { ConversationState } from './state';

/** A red flag that a topic tells of, and what to do where somebody has it. */
export interface ClaimedFlag {
  readonly concept: string;
  readonly card: string;
  /** Pain is asked about first: with a cancer it is urgent. */
  readonly isPain: boolean;
}

/** "I have that" right after an answer means what that answer told of. */
export interface Claims {
  /** Whole messages, as typed, and whom they speak of. */
  readonly phrases: ReadonlyMap<string, Risk['who']>;
  /** Words that may stand before such a message: "yes", "oh no". */
  readonly before: ReadonlySet<string>;
  /** Topic told last -> its red flag. */
  readonly flags: ReadonlyMap<string, ClaimedFlag>;
  /** Topics that list several: which one is meant is asked. */
  readonly lists: ReadonlySet<string>;
}

/** "Weakness", "I have that": as if the symptom itself had been typed. */
export function claimed(
  said: Understanding,
  risk: Risk,
  { told, dialogs, aboutOther, facts }: ConversationState,
  { claims }: { readonly claims: Claims },
): Decision | undefined {
  const who = dialogs.length > 0 ? undefined : whoHasIt(said.words, claims);
  if (who === undefined) return undefined;
  const flag = claims.flags.get(told ?? '');
  const report = { named: flag === undefined ? [] : [flag.concept], worse: false };
  const found = { ...risk, who: aboutOther ? 'other' : who, concepts: report.named, more: false } as const;
  if (flag !== undefined && !flag.isPain)
    return { kind: 'escalate', risk: { ...found, tier: 'emergency', card: flag.card }, report };
  if (flag !== undefined && facts.cancer === 'yes')
    return { kind: 'escalate', risk: { ...found, tier: 'urgent', card: flag.card }, report };
  // Of an MRI it says nothing; said of nothing at all it may be anything.
  if (flag === undefined && told !== undefined && !claims.lists.has(told)) return { kind: 'fallback' };
  const question = flag === undefined ? 'happening-now' : 'cancer-history';
  const asked = flag === undefined ? {} : { askedCard: flag.card };
  return { kind: 'ask', question, risk: { ...found, tier: 'ask', question, ...asked }, report };
}

function whoHasIt(words: string, { phrases, before }: Claims): Risk['who'] | undefined {
  const said = words.split(' ');
  while (said.length > 1 && before.has(said[0] ?? '')) said.shift();
  return phrases.get(words) ?? phrases.get(said.join(' '));
}

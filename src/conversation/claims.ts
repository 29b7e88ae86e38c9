import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { asks } from './decideTopic';
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
  state: ConversationState,
  { claims, smallTalk }: Pick<DecisionSources, 'claims' | 'smallTalk'>,
): Decision | undefined {
  const { told, aboutOther, facts } = state;
  const who = whoClaims(said.words, state, claims);
  if (who === undefined) return undefined;
  const flag = claims.flags.get(told ?? '');
  const report = {
    named: flag === undefined ? [] : [flag.concept],
    worse: false,
    placed: flag !== undefined,
  };
  const found = { ...risk, who: aboutOther ? 'other' : who, concepts: report.named, more: false } as const;
  // "Could I have it" is no "I have it": it is asked.
  if (flag !== undefined && !flag.isPain && !asks(said))
    return { kind: 'escalate', risk: { ...found, tier: 'emergency', card: flag.card }, report };
  if (flag?.isPain === true && facts.cancer === 'yes')
    return { kind: 'escalate', risk: { ...found, tier: 'urgent', card: flag.card }, report };
  // Of an MRI it says little; said of nothing at all it may be anything.
  if (flag === undefined && told !== undefined && !claims.lists.has(told)) return thanked(smallTalk);
  const question = flag?.isPain === true ? 'cancer-history' : 'happening-now';
  const asked = flag === undefined ? {} : { askedCard: flag.card };
  return { kind: 'ask', question, risk: { ...found, tier: 'ask', question, ...asked }, report };
}

/** Small talk that thanks for what was told. */
const TOLD = 'told';

function thanked(smallTalk: DecisionSources['smallTalk']): Decision {
  const intent = smallTalk.get(TOLD);
  return intent === undefined ? { kind: 'fallback' } : { kind: 'small-talk', intent };
}

/** Whom it is said of; with nothing told before only "it is happening" says anything, and beside a card nothing does. */
function whoClaims(
  words: string,
  { told, dialogs, warnings }: ConversationState,
  claims: Claims,
): Risk['who'] | undefined {
  const isSaidOfNothing = told === undefined && (warnings.length > 0 || !words.includes('happen'));
  return dialogs.length > 0 || isSaidOfNothing ? undefined : whoHasIt(words, claims);
}

function whoHasIt(words: string, { phrases, before }: Claims): Risk['who'] | undefined {
  const said = words.split(' ');
  while (said.length > 1 && before.has(said[0] ?? '')) said.shift();
  return phrases.get(words) ?? phrases.get(said.join(' '));
}

import type { RedFlagFindings, RedFlagHit } from './assess';
import type { Tier } from './lexicon';

/** What the conversation knows about the person, from words or buttons. */
export interface KnownFacts {
  readonly cancer?: 'yes' | 'no' | undefined;
  readonly treatment?: boolean | undefined;
  /** Spine pain was told of earlier in the conversation. */
  readonly painTold?: boolean;
}

/** Which one question to ask when it is not clear whether this is a red flag. */
export type SafetyQuestion = 'happening-now' | 'cancer-history';

/** How urgent one message is, and why. */
export interface Risk {
  readonly tier: Tier;
  /** Disposition to show for emergency, urgent and soon. */
  readonly card?: string;
  readonly question?: SafetyQuestion;
  /** Disposition that follows when the question is answered with yes. */
  readonly askedCard?: string;
  /** Ids of the red flags behind the tier, most pressing first. */
  readonly concepts: readonly string[];
  readonly who: 'self' | 'other';
  /** Something else needs another kind of help too; it gets one line under the card. */
  readonly more: boolean;
  /** A crisis or danger at home beside it: its card follows in full. */
  readonly alsoCard?: string;
}

const RANK: Readonly<Record<Tier, number>> = { emergency: 4, urgent: 3, ask: 2, soon: 1, none: 0 };

/** From here the model's signal asks the safety question when no frame fired. Tuned on the development examples; docs/decisions/0010. */
const ASK_SIGNAL = -0.8;
/** The same when the frames found were denied, imagined or over. */
const ASK_SIGNAL_EXPLAINED = 0;
/** Reasons that settle a single sentence: it says outright that the symptom is not there. */
const DENIALS: ReadonlySet<string> = new Set([
  'denied',
  'double negative',
  'ruled out',
  'resolved',
  'function came back',
]);
/** From here the emergency signal and one serious word show the card; in a few words the model is less sure. */
const CARD_SIGNAL = 0;
const CARD_SIGNAL_SHORT = 2;
const SHORT_WORDS = 3;
/** Groups whose help is of another kind than a doctor's: never left out behind another card. */
const NEEDS_OWN_HELP: ReadonlySet<string> = new Set(['crisis', 'support']);
/** One word alone tells the model nothing; frames know the words that matter by themselves. */
const FEWEST_WORDS = 2;
/** The red flag of pain that turns urgent once a cancer is known. */
const PAIN_WITH_CANCER = 'new_pain_cancer';

/**
 * The tier algorithm. An emergency never needs a known cancer; pain alone does (source: clinical guide,
 * section 1: the tier algorithm and the order of precedence).
 */
export function assessRisk(findings: RedFlagFindings, known: KnownFacts): Risk {
  const cancer = findings.facts.cancer ?? known.cancer;
  const treated = findings.facts.treatment === true || known.treatment === true;
  const tiered = findings.hits
    .filter((hit) => hit.assertion !== 'absent')
    .map((hit) => ({ hit, tier: tierOf(hit, cancer, treated) }))
    .filter(({ tier }) => tier !== 'none')
    .sort((a, b) => RANK[b.tier] - RANK[a.tier] || a.hit.concept.precedence - b.hit.concept.precedence);
  const first = tiered[0];
  if (
    known.painTold === true &&
    findings.facts.cancer === 'yes' &&
    known.cancer !== 'yes' &&
    (first === undefined || RANK[first.tier] < RANK.urgent)
  ) {
    return { tier: 'urgent', card: 'urgent', concepts: [PAIN_WITH_CANCER], who: findings.who, more: false };
  }
  const open = first === undefined || (first.tier === 'ask' && first.hit.concept.group === 'pain');
  const heard = open ? fromSignal(findings) : undefined;
  if (heard?.tier === 'emergency' || first === undefined) return heard ?? none(findings);
  const { tier } = first;
  const concepts = [...new Set(tiered.map(({ hit }) => hit.concept.id))];
  if (tier === 'ask') {
    const question = questionFor(tiered.map((t) => t.hit));
    return { tier, question, askedCard: first.hit.concept.card, concepts, who: findings.who, more: false };
  }
  const card = cardFor(first.hit, tier);
  const more = tiered.some(
    (other) => RANK[other.tier] >= RANK.urgent && cardFor(other.hit, other.tier) !== card,
  );
  const also = tiered.find(({ hit }) => NEEDS_OWN_HELP.has(hit.concept.group) && hit.concept.card !== card);
  const alsoCard = also === undefined || also.tier === 'soon' ? {} : { alsoCard: also.hit.concept.card };
  return { tier, card, concepts, who: findings.who, more, ...alsoCard };
}

/**
 * What the trained model adds when the frames found nothing certain. It only ever raises: to a question, or to
 * the card when a serious word stands in the message and nothing there was denied, imagined or over.
 */
function fromSignal(findings: RedFlagFindings): Risk | undefined {
  const absent = findings.hits.filter((hit) => hit.assertion === 'absent');
  const explained = findings.reassured || absent.length > 0;
  const { partial, who } = findings;
  const cardFrom = findings.wordCount <= SHORT_WORDS ? CARD_SIGNAL_SHORT : CARD_SIGNAL;
  if (!explained && partial !== undefined && findings.emergencySignal >= cardFrom) {
    return { tier: 'emergency', card: partial.card, concepts: [partial.id], who, more: false };
  }
  const settled =
    findings.sentenceCount === 1 && (findings.reassured || absent.some((hit) => DENIALS.has(hit.reason)));
  const askFrom = settled ? Number.POSITIVE_INFINITY : explained ? ASK_SIGNAL_EXPLAINED : ASK_SIGNAL;
  const heard = findings.wordCount >= FEWEST_WORDS && findings.signal >= askFrom;
  const doubt = findings.capped || heard;
  if (!doubt) return undefined;
  const askedCard = partial === undefined ? {} : { askedCard: partial.card };
  return { tier: 'ask', question: 'happening-now', concepts: [], who, more: false, ...askedCard };
}

function none(findings: RedFlagFindings): Risk {
  return { tier: 'none', concepts: [], who: findings.who, more: false };
}

function tierOf(hit: RedFlagHit, cancer: KnownFacts['cancer'], treated: boolean): Tier {
  const { concept, frame } = hit;
  if (hit.assertion === 'uncertain') return 'ask';
  if (concept.group === 'pain') return cancer === 'yes' ? 'urgent' : cancer === 'no' ? 'soon' : 'ask';
  if (concept.id === 'fever_chemo' && cancer === 'no' && !treated) return 'urgent';
  if (concept.id === 'bilateral_sciatica' && cancer === 'no') return 'urgent';
  return frame.tier ?? concept.tier;
}

function questionFor(hits: readonly RedFlagHit[]): SafetyQuestion {
  return hits.every((hit) => hit.concept.group === 'pain') ? 'cancer-history' : 'happening-now';
}

/** A frame may be less urgent than its concept; then the card follows the tier. */
function cardFor(hit: RedFlagHit, tier: Tier): string {
  if (tier === hit.concept.tier) return hit.concept.card;
  if (tier === 'emergency') return hit.concept.group === 'neuro' ? 'emergency-spine' : 'emergency-911';
  return tier === 'urgent' ? 'urgent' : tier === 'soon' ? 'soon' : hit.concept.card;
}

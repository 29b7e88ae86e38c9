import { STATED } from './assertion';
import type { RedFlagFindings, RedFlagHit } from './assess';
import { type Concept, type EmergencyKind, kindOfGroup, type Tier } from './lexicon';

/** What the conversation knows about the person, from words or buttons. */
export interface KnownFacts {
  readonly cancer?: 'yes' | 'no' | undefined;
  readonly treatment?: boolean | undefined;
}

/** What a message is weighed with. */
interface Known extends KnownFacts {
  /** Spine pain of the same person was told of earlier in the conversation. */
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

/**
 * From where the trained model counts, as logarithms of the odds. Tuned on messages of authors that it was not trained on;
 * docs/decisions/0019.
 */
const THRESHOLDS = {
  /** A frame of an emergency is believed and shows its card; where the message sounds less like a red flag than this, it asks. */
  frame: 0.2,
  /** The same where a second red flag stands beside it, or the person has had cancer. */
  sureFrame: -0.3,
  /** The same for a frame that is urgent: pain, with a cancer told of before, sounds like little by itself. */
  urgentFrame: -0.6,
  /**
   * Where a whole message sounds less like a red flag than this, a frame in it does not even ask. None of 742 emergency and
   * urgent messages by authors unknown to the model did.
   */
  calm: -1.8,
  /** Without a frame that stands, it shows a card. */
  signal: -0.2,
  /** The same where the rules say otherwise: urgent, or over, or some time ago, or not there at all. */
  against: 1.5,
  /** What sounds less than this like an emergency, and of a crisis, is taken for sadness. */
  faint: -1.5,
  /** Nothing in the words explains it, but it sounds like a red flag: ask. */
  ask: -1.75,
  /** The same for a general question, in which nobody is said to have anything, and for a plain denial. */
  askCalm: 1,
};
/** How much "sounds like any red flag" adds to "sounds like an emergency". */
const ANY_SHARE = 0.25;
/** "docetaxel", "both maybe": where the models know too few words to lean on. */
const FEW_WORDS = 4;
const THIN_DISCOUNT = 0.8;
/** Cards for an emergency that is heard but that no frame names. */
const KIND_CARDS: Readonly<Record<EmergencyKind, string>> = {
  spine: 'emergency-spine',
  medical: 'emergency-911',
  crisis: 'crisis',
};
/** For a "yes" to a question that asked about the body and about ending one's life. */
const UNSURE_CARD = 'emergency-unsure';
/** Groups whose help is of another kind than a doctor's: never left out behind another card. */
const NEEDS_OWN_HELP: ReadonlySet<string> = new Set(['crisis', 'support']);
/** Weaker with no place named: in a longer message about care it sounds like none, and is asked about all the same. */
const GETTING_WEAKER = 'getting_weaker';
/** The red flag of a report that tells of pressure on the cord. */
const CORD_ON_SCAN = 'cord_on_scan';
/** The red flag of pain that turns urgent once a cancer is known. */
const PAIN_WITH_CANCER = 'new_pain_cancer';

/**
 * The tier algorithm. An emergency never needs a known cancer; pain alone does (source: clinical guide,
 * section 1: the tier algorithm and the order of precedence).
 */
export function assessRisk(findings: RedFlagFindings, known: Known): Risk {
  const cancer = findings.facts.cancer ?? known.cancer;
  const treated = findings.facts.treatment === true || known.treatment === true;
  const tiered = findings.hits
    .filter((hit) => hit.assertion !== 'absent' && isBelieved(hit, findings.signal))
    .map((hit) => ({ hit, tier: tierOf(hit, cancer, treated) }))
    .filter(({ tier }) => tier !== 'none')
    .sort((a, b) => RANK[b.tier] - RANK[a.tier] || a.hit.concept.precedence - b.hit.concept.precedence);
  const first = tiered[0];
  const heard = fromSignal(findings, first);
  const { who } = findings;
  if (heard?.tier === 'emergency') return { ...heard, ...alsoCardOf(tiered, heard.card) };
  if (painNowUrgent(findings, known, first?.tier))
    return { tier: 'urgent', card: 'urgent', concepts: [PAIN_WITH_CANCER], who, more: false };
  if (first === undefined || (heard !== undefined && canBeMore(first, findings)))
    return heard ?? none(findings);
  const { tier } = first;
  const concepts = [...new Set(tiered.map(({ hit }) => hit.concept.id))];
  const sure = concepts.length > 1 || cancer === 'yes';
  // A scan that shows the pressure leaves nothing to doubt in weak legs.
  const doubted = !concepts.includes(CORD_ON_SCAN) && isDoubted(first, findings.signal, sure);
  if (tier === 'ask' || doubted) {
    const question = doubted ? 'happening-now' : questionFor(tiered.map((t) => t.hit));
    return { tier: 'ask', question, askedCard: first.hit.concept.card, concepts, who, more: false };
  }
  const card = cardFor(first.hit, tier);
  const more = tiered.some(
    (other) => RANK[other.tier] >= RANK.urgent && cardFor(other.hit, other.tier) !== card,
  );
  return { tier, card, concepts, who, more, ...alsoCardOf(tiered, card) };
}

/** What can wait some days by its words may be more by its sound; not where the words themselves say why it can wait. */
function canBeMore({ hit, tier }: TieredHit, findings: RedFlagFindings): boolean {
  const { group } = hit.concept;
  const isOnlySad = group === 'support' && (findings.kind === 'crisis' || namesNoBody(findings));
  return tier === 'soon' && group !== 'pain' && !isOnlySad;
}

/** "I feel like a burden": nothing of the body is named, and it sounds like no emergency. */
function namesNoBody({ partial, emergencySignal }: RedFlagFindings): boolean {
  return partial === undefined && emergencySignal < THRESHOLDS.faint;
}

/** The words of a red flag in a message that sounds nothing like one: a pun, a form, a story about something else. */
function isBelieved({ concept, frame }: RedFlagHit, signal: number): boolean {
  const costsOnlyAQuestion = concept.id === GETTING_WEAKER;
  return (
    signal >= THRESHOLDS.calm ||
    frame.kind === 'always' ||
    costsOnlyAQuestion ||
    NEEDS_OWN_HELP.has(concept.group)
  );
}

/**
 * The words fit a red flag but the message does not sound like one; then it is asked about.
 *
 * @param sure - a second red flag stands beside it, or the person has had cancer: that takes more to be doubted.
 */
function isDoubted({ hit, tier }: TieredHit, signal: number, sure: boolean): boolean {
  const { frame, sureFrame, urgentFrame } = THRESHOLDS;
  const least = tier === 'emergency' ? (sure ? sureFrame : frame) : urgentFrame;
  return RANK[tier] >= RANK.urgent && !NEEDS_OWN_HELP.has(hit.concept.group) && signal < least;
}

interface TieredHit {
  readonly hit: RedFlagHit;
  readonly tier: Tier;
}

/** The card of a crisis or danger at home beside the card shown, where it cannot wait. */
function alsoCardOf(tiered: readonly TieredHit[], shown: string | undefined): { alsoCard?: string } {
  const others = tiered.filter(({ hit }) => hit.concept.card !== shown);
  const isOwnHelp = ({ hit }: TieredHit) => NEEDS_OWN_HELP.has(hit.concept.group);
  const inCrisis = tiered[0] !== undefined && isOwnHelp(tiered[0]);
  // Pills that were taken, or a body that fails, need their own card beside that of the crisis.
  const also = others.find((one) => isOwnHelp(one) || (inCrisis && one.tier === 'emergency'));
  return also === undefined || also.tier === 'soon' ? {} : { alsoCard: also.hit.concept.card };
}

/** Pain told of before turns urgent when a cancer becomes known. */
function painNowUrgent(findings: RedFlagFindings, known: Known, tier: Tier = 'none'): boolean {
  const learned = findings.facts.cancer === 'yes' && known.cancer !== 'yes';
  return known.painTold === true && learned && RANK[tier] < RANK.urgent;
}

/** How alarming a message sounds; a few words without any serious one among them say little. */
function alarmOf(findings: RedFlagFindings): number {
  return findings.emergencySignal + ANY_SHARE * findings.signal - discountOf(findings);
}

function discountOf({ partial, wordCount }: RedFlagFindings): number {
  return wordCount <= FEW_WORDS && partial === undefined ? THIN_DISCOUNT : 0;
}

/** What the trained model hears beyond what the frames found. */
function fromSignal(findings: RedFlagFindings, first: TieredHit | undefined): Risk | undefined {
  if (first?.tier === 'emergency' || isSupport(first)) return undefined;
  if (findings.onlyCancer && first === undefined) return undefined;
  const { partial, kind, sounds, who, capped, signal } = findings;
  const named = partial !== undefined && kindOfGroup(partial.group) === kind ? partial : sounds;
  const concepts = named === undefined ? [] : [named.id];
  if (alarmOf(findings) >= (speaksAgainst(findings, first) ? THRESHOLDS.against : THRESHOLDS.signal))
    return { tier: 'emergency', card: cardOf(named, kind), concepts, who, more: false };
  const askFrom = findings.general || findings.denied ? THRESHOLDS.askCalm : THRESHOLDS.ask;
  if (!capped && signal - discountOf(findings) < askFrom) return undefined;
  return {
    tier: 'ask',
    question: 'happening-now',
    concepts: [],
    who,
    more: false,
    askedCard: isFaintCrisis(findings) ? UNSURE_CARD : cardOf(partial, kind),
  };
}

/** Sad news sounds a little like a wish to die. */
function isFaintCrisis({ kind, partial, emergencySignal }: RedFlagFindings): boolean {
  return kind === 'crisis' && partial?.group !== 'crisis' && emergencySignal < THRESHOLDS.faint;
}

/** The card of a red flag of this kind that is an emergency, or the card for any of the kind. */
function cardOf(named: Concept | undefined, kind: EmergencyKind): string {
  return named?.tier === 'emergency' && kindOfGroup(named.group) === kind ? named.card : KIND_CARDS[kind];
}

/** Danger at home is answered as such, whatever else the message sounds like. */
function isSupport(first: TieredHit | undefined): boolean {
  return first?.hit.concept.group === 'support' && first.tier !== 'soon';
}

/** A frame says that it is less than an emergency, or the rules say that it is over, some time ago, or not there. */
function speaksAgainst({ hits }: RedFlagFindings, first: TieredHit | undefined): boolean {
  if (first === undefined) return hits.length > 0 && hits.every(({ assertion }) => assertion === 'absent');
  return first.tier === 'urgent' || (first.tier === 'ask' && first.hit.reason !== STATED);
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

import type { Risk } from '../understanding/red-flags/risk';
import type { Reply } from './reply';
import type { ScriptCard } from './script';
import type { ConversationState } from './state';
import type { Texts } from './texts';
import { paragraphs, type TurnContext } from './turn';

/** A card that was shown, and what it was shown for. One entry for each card, the last shown at the end. */
export interface Warning {
  readonly card: string;
  readonly urgency: 'emergency' | 'crisis' | 'urgent';
  /** What raised it, so that a repetition can be told from something new. */
  readonly causes: readonly string[];
  /** Ids of the red flags among them. */
  readonly flags: readonly string[];
  /** Causes that the visitor says are already being looked after. */
  readonly seen: readonly string[];
  /** What the message seems to have asked, to be answered should this be a mistake. */
  readonly topicId?: string;
  /** The visitor said that it is not so: said again at the end only. */
  readonly quiet?: true;
}

/** The card about danger at home; it says nothing about the body. */
export const SAFETY_AT_HOME = 'safety-at-home';

/** Cards that tell to speak of the spinal cord. */
const OF_SPINE = /^(?:emergency-spine|emergency-neck|urgent)/;

/** Ends the names of cards in the words for a carer. */
export const CARER_SUFFIX = '-other';

/** The name of a card without whom its words are for. */
export function forAnybody(card: string): string {
  return card.endsWith(CARER_SUFFIX) ? card.slice(0, -CARER_SUFFIX.length) : card;
}

/** The card for too much medicine, which is often taken by mistake: that word takes it back no more than any other. */
export const OVERDOSE_CARD = 'emergency-overdose';

/** The button that says that care is there already. */
export function seenLabel(card: string | undefined, texts: Texts): string {
  return texts[card?.endsWith(CARER_SUFFIX) === true ? 'being-seen-other' : 'being-seen'];
}

/** The button that takes a card back. */
export function mistakeLabel(card: string | undefined, texts: Texts): string {
  return texts[card?.startsWith(OVERDOSE_CARD) === true ? 'got-me-wrong' : 'mistake'];
}

/** Why a card is shown: whose symptom, and the red flags that the words name, if any. */
export interface Cause {
  readonly who: Risk['who'];
  readonly concepts: readonly string[];
  /** What the message seems to have asked beside it. */
  readonly topicId?: string;
}

/** A short name for each cause, so that the same symptom of somebody else, or a worse one, counts as new. */
function causesOf({ who, concepts }: Pick<Cause, 'who' | 'concepts'>, { id, urgency }: ScriptCard): string[] {
  const names = concepts.length === 0 ? [id] : concepts;
  return names.map((name) => `${who}:${urgency}:${name}`);
}

/** Remembers that a card was shown. Cards that can wait some days leave no warning. */
export function warn(state: ConversationState, card: ScriptCard, cause: Cause): readonly Warning[] {
  const { id, urgency } = card;
  if (urgency === 'none') return state.warnings;
  const before = state.warnings.find((warning) => warning.card === id);
  // The card itself counts too: a later message that names no red flag is not news.
  const told = [...causesOf(cause, card), ...causesOf({ ...cause, concepts: [] }, card)];
  const causes = [...new Set([...(before?.causes ?? []), ...told])];
  const others = state.warnings.filter((warning) => warning !== before);
  const flags = [...new Set([...(before?.flags ?? []), ...cause.concepts])];
  const { topicId = before?.topicId } = cause;
  const asked = topicId === undefined ? {} : { topicId };
  return [...others, { card: id, urgency, causes, flags, seen: before?.seen ?? [], ...asked }];
}

/** True when the visitor said of every one of these causes that it is already being looked after. */
export function isBeingSeen(state: ConversationState, card: ScriptCard, cause: Cause): boolean {
  const seen = state.warnings.find((warning) => warning.card === card.id)?.seen ?? [];
  return card.urgency !== 'crisis' && causesOf(cause, card).every((name) => seen.includes(name));
}

/** The card to repeat when the visitor calls for help: the last one, but never an urgent one after an emergency. */
export function cardToRepeat({ warnings }: ConversationState): string | undefined {
  return (warnings.findLast(({ urgency }) => urgency !== 'urgent') ?? warnings.at(-1))?.card;
}

/** The medical warning that an answer such as "this was a mistake" is about. A crisis keeps its own care. */
export function answerable({ warnings }: ConversationState): Warning | undefined {
  return warnings.findLast(({ urgency }) => urgency !== 'crisis');
}

/** True while a warning stands that nobody is known to look after. */
export function isWarned({ warnings }: ConversationState): boolean {
  return warnings.some((warning) => !isSeen(warning));
}

/** True when leaving now would be dangerous. */
export function isInDanger({ warnings }: ConversationState): boolean {
  return warnings.some((warning) => warning.urgency !== 'urgent' && !isSeen(warning));
}

/** True while a card of this urgency about the body stands: not about a crisis, and not about danger at home. */
export function isBodyAtRisk({ warnings }: ConversationState, urgency: 'emergency' | 'urgent'): boolean {
  return warnings.some(
    (warning) => warning.urgency === urgency && warning.card !== SAFETY_AT_HOME && !isSeen(warning),
  );
}

/** An emergency of the body of this person that nobody is known to look after. */
export function isEmergencyOf(who: Risk['who'], warning: Warning): boolean {
  const { urgency, card, causes } = warning;
  const isOfTheBody = urgency === 'emergency' && card !== SAFETY_AT_HOME;
  return isOfTheBody && !isSeen(warning) && causes.some((cause) => cause.startsWith(`${who}:`));
}

/** True while a card about the spine stands, for an emergency or an urgent call. */
export function isSpineAtRisk({ warnings }: ConversationState): boolean {
  return warnings.some((warning) => OF_SPINE.test(warning.card) && !isSeen(warning));
}

/** True once the visitor said that everything it was shown for is looked after. */
export function isSeen({ urgency, causes, seen }: Warning): boolean {
  return urgency !== 'crisis' && causes.every((cause) => seen.includes(cause));
}

/** The warnings that stand since cards were shown, each in the words for what it was about. */
export function warningText(
  { script, state }: TurnContext,
  words: 'before-you-go' | 'reminder',
): string | undefined {
  const { texts } = script;
  const standingOnes = state.warnings.filter(
    (warning) => !isSeen(warning) && (warning.quiet !== true || words === 'before-you-go'),
  );
  const reminderOf = ({ card }: Warning) => script.cards.get(card)?.reminder;
  const own = standingOnes.map(reminderOf);
  const open = standingOnes.filter((warning) => reminderOf(warning) === undefined).map((one) => one.urgency);
  const medical = open.includes('emergency')
    ? texts[words]
    : open.includes('urgent')
      ? texts[`${words}-urgent`]
      : state.warnings.some(isSeen)
        ? texts['reminder-seen']
        : undefined;
  const crisis = open.includes('crisis') ? texts[`${words}-crisis`] : undefined;
  const standing = paragraphs([medical, ...own, crisis]);
  return standing === '' ? undefined : standing;
}

/** How urgent the words above are. */
export function warningUrgency(state: ConversationState): Reply['urgency'] {
  return isInDanger(state) ? 'emergency' : isWarned(state) ? 'urgent' : 'none';
}

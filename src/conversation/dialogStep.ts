import { type Advance, advance, asksCancer, raiseFloor, withoutNoCancer } from '../dialog/advance';
import { chosen, picked } from '../dialog/chosen';
import type { Dialog, DialogPosition } from '../dialog/types';
import type { Onset } from '../understanding/course';
import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import { whoIsMeant } from './carer';
import type { ConversationState, OpenDialog } from './state';

/** What a message does to the open dialog, if there is one. */
export interface DialogStep {
  readonly advance: Advance;
  readonly open: OpenDialog;
  /** A guided check, which asks about cancer and pain itself and weighs what is told on the way. */
  readonly guided: boolean;
  /** The whole message is one of the listed answers: our own words, whatever else they could mean. */
  readonly listed: boolean;
  /** It asks about a cancer, so that a time in the answer is no time of a symptom. */
  readonly asksCancer: boolean;
}

/** What was said goes to the open dialog. */
export interface DialogDecision {
  readonly kind: 'dialog';
  readonly step: DialogStep;
  /** Whom the words speak of. */
  readonly who: Risk['who'];
  /** They told of something that the dialog asks about itself. */
  readonly heard: boolean;
}

export function answered(said: Understanding, step: DialogStep, heard = false): DialogDecision {
  // "Prostate, had radiation in 2019": noted, and no try used up.
  const isFact = step.guided && Object.keys(said.redFlags.facts).length > 0;
  return { kind: 'dialog', step, who: said.redFlags.who, heard: heard || isFact };
}

/** The outcome of a guided check for what can wait some days. */
const SOON = 'soon';
/** What began so lately is new. */
const RECENT: ReadonlySet<Onset> = new Set(['sudden', 'hours', 'days', 'weeks']);
const NO: ReadonlySet<string> = new Set(['no', 'nope', 'nah']);
/** The card of fear and sadness; it says nothing about the spine. */
const DISTRESS = 'distress';

/**
 * "Since yesterday", "it is getting worse": an answer to whether it is new, where nothing else is said. What began lately is
 * new even where it stays the same; only "the same for years" is a thing of long ago.
 */
function courseMeaning({ course, utterance }: Understanding): 'worse' | 'same' | undefined {
  const { alone, onset, trend } = course;
  // "No, that was last week" is no yes, and not a plain no.
  if (!alone || trend === 'better' || NO.has(utterance.tokens[0]?.word ?? '')) return undefined;
  if (trend === 'worse' || trend === 'new' || (onset !== undefined && RECENT.has(onset))) return 'worse';
  return trend === 'same' && onset !== undefined ? 'same' : undefined;
}

/** Words beside a place of the body that say nothing but where, and those that say that nothing is there. */
const BESIDE_PLACE: ReadonlySet<string> = new Set(
  'in,on,at,of,my,his,her,their,the,both,left,right,it,is,its,all,and,or,also,too,mostly,only,just,one,side,down,up,from,below,yes,well,i,think,a,bit,little,whole,lower,upper'.split(
    ',',
  ),
);
const NOT_THERE: ReadonlySet<string> = new Set(
  'nothing,none,ok,okay,fine,good,normal,about,itch,itches,itchy,not,never'.split(','),
);
/** "Legs and feet": more words than this beside them tell a story. */
const MOST_PLACES = 2;

/** "His legs", "in my left arm" where it was asked whether something is happening: that is where. */
function namesPlace({ redFlags, utterance, yesNo, text }: Understanding): 'where' | undefined {
  const { partial, general, denied, reassured } = redFlags;
  const isPlain = !(general || denied || reassured || text.includes('?')) && yesNo === undefined;
  const words = utterance.tokens.map(({ word }) => word);
  const others = words.filter((word) => !BESIDE_PLACE.has(word));
  const isOnlyPlace =
    others.length <= MOST_PLACES && !words.some((word) => NOT_THERE.has(word) || NO.has(word));
  return partial?.group === 'neuro' && isPlain && isOnlyPlace ? 'where' : undefined;
}

/** "Wait, I did have cancer", said of the person that the check is about. */
function withCancerTold(
  said: Understanding,
  state: ConversationState,
  dialog: Dialog,
  { position, cause }: OpenDialog,
): DialogPosition {
  const isOfThem = whoIsMeant(said, state) === (cause?.who ?? 'self');
  return said.redFlags.facts.cancer === 'yes' && isOfThem ? withoutNoCancer(dialog, position) : position;
}

/** Reads a message as an answer to the open question. What is told on the way can only raise the outcome. */
export function dialogStep(
  said: Understanding,
  risk: Risk,
  state: ConversationState,
  dialogs: ReadonlyMap<string, Dialog>,
  done: boolean,
): DialogStep | undefined {
  const top = state.dialogs.at(-1);
  if (top === undefined) return undefined;
  const dialog = dialogs.get(top.position.dialogId);
  if (dialog === undefined)
    return { advance: { kind: 'expired' }, open: top, guided: false, listed: false, asksCancer: false };
  const guided = dialog.decision !== undefined;
  const position = withCancerTold(said, state, dialog, top);
  const open =
    guided && risk.tier === 'soon' && risk.card !== DISTRESS
      ? { ...top, position: raiseFloor(dialog, position, SOON) }
      : { ...top, position };
  const { words, text, yesNo, redFlags } = said;
  const question = dialog.questions.get(open.position.questionId);
  // "I have cancer" answers the question about cancer and no other.
  const isOfCancer = asksCancer(question);
  // "Yes, I can walk fine" is no yes to "is walking hard?"; it is asked again rather than guessed.
  const contradicts = yesNo === 'yes' && redFlags.reassured && said.utterance.tokens.length > 1;
  const meant = contradicts ? undefined : yesNo;
  const told = [courseMeaning(said), namesPlace(said)];
  const meanings = [meant, ...told, isOfCancer ? redFlags.facts.cancer : undefined].filter(
    (meaning) => meaning !== undefined,
  );
  const flags = redFlags.hits.filter((hit) => hit.assertion !== 'absent').map(({ concept }) => concept.id);
  const answer = { words, text, meanings, flags, done };
  const byWords = { words, text, meanings: [] };
  const listed =
    question !== undefined &&
    (question.several === undefined
      ? chosen(question, byWords) !== undefined
      : picked(question, byWords, false).choices.length > 0);
  const known = position === top.position ? state.facts : { ...state.facts, cancer: 'yes' as const };
  const next = advance(dialog, open.position, answer, known);
  return { advance: next, open, guided, listed, asksCancer: isOfCancer };
}

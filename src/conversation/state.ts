import type { Answers, DialogPosition } from '../dialog/types';
import type { Course } from '../understanding/course';
import type { KnownFacts } from '../understanding/red-flags/risk';
import type { Cause, Warning } from './warnings';

/** A dialog that waits for an answer. */
export interface OpenDialog {
  readonly position: DialogPosition;
  /** The disposition of the symptom that raised the question. */
  readonly card?: string;
  /** What the visitor seems to have asked, to be answered once the safety question is out of the way. */
  readonly topicId?: string;
  /** The feedback that was stored for the rating already. */
  readonly feedbackId?: string;
  /** A comment that came with the keyword, to be stored with the rating. */
  readonly comment?: string;
  /** It was opened after the conversation had ended, and ends with it. */
  readonly endsAfter?: boolean;
  /** Whose symptom it is, and the red flags that raised the question. */
  readonly cause?: Cause;
}

/** What a guided check was answered with, to make a summary of. Holds ids of choices only, never own words. */
export interface CheckRecord {
  readonly dialogId: string;
  readonly answers: Answers;
  readonly who: 'self' | 'other';
  /** The card of its result, once it has one. */
  readonly card?: string;
}

/** Warnings before an answer to a card. */
interface AnsweredWarnings {
  readonly warnings: readonly Warning[];
  /** Messages for which it can still be taken back. */
  readonly left: number;
}

/** Everything one conversation remembers. Holds no words of the visitor except open dialog answers. */
export interface ConversationState {
  /** `new`: nothing said yet; `ended`: the visitor stopped, the next message starts fresh. */
  readonly phase: 'new' | 'active' | 'ended';
  readonly greeted: boolean;
  /** Open dialogs, the current one last; never more than {@link MAX_DIALOGS}. */
  readonly dialogs: readonly OpenDialog[];
  /** A question set aside by the menu or by a card, to go on with later. */
  readonly paused?: OpenDialog;
  /** The last guided check, finished or not. */
  readonly check?: CheckRecord;
  readonly facts: KnownFacts;
  /** How the symptoms told of run; always the most pressing that was said. Conversations from before it was kept have none. */
  readonly course?: Course;
  /** Somebody else was told of: "he" and "she" mean that person from then on. */
  readonly aboutOther: boolean;
  /** Told of spine pain while nothing was known about cancer: a cancer told of later changes the advice. */
  readonly painTold: boolean;
  /** Cards shown for an emergency, a crisis or an urgent call; only "this was a mistake" takes one back. */
  readonly warnings: readonly Warning[];
  /** How often it was said what keeps the person from going, so that the answer is not the same each time. */
  readonly obstacles?: number;
  /** The warnings as they were before the last answer to a card, so that this can be taken back for some messages. */
  readonly answered?: AnsweredWarnings;
  /** The kind of small talk answered last, so that the answer is not the same twice in a row. */
  readonly talked?: string;
  readonly safetyNetShown: boolean;
  /** Messages in a row that were not understood. */
  readonly misses: number;
  /** Labels offered last, so that "2" picks one. */
  readonly offered: readonly string[];
  readonly topicId?: string;
  /** The topic that the last reply told of; with anything else between it is no longer what "it" means. */
  readonly told?: string;
  readonly sectionsShown: number;
  /** The last reply about it held the whole answer, which is then not told again. */
  readonly answerShown?: boolean;
  /** Places of the sections of this topic that were shown out of their order. */
  readonly sectionsPicked?: readonly number[];
  /** What was noted of the message that the last "did you mean" was about; words on our lists only. */
  readonly unanswered?: string;
  readonly lastReplyId: string;
  /** Feedback of this conversation, so that its author can erase it. */
  readonly feedbackIds: readonly string[];
  /** The reply that was rated last by the channel's own buttons. */
  readonly rated?: { readonly place: string; readonly feedbackId: string };
  /** The button that the last message was, to notice a double tap. */
  readonly lastButton?: string;
  /** Time of the last message, in ms since 1970. */
  readonly lastAt: number;
}

/** For so many messages an answer to a card can be taken back: "wrong button" later on is about something else. */
export const UNDO_WITHIN = 3;

/** Interruptions may nest two deep: feedback inside a question. Source: keyword table, edge rules. */
export const MAX_DIALOGS = 2;

export function newState(now: number): ConversationState {
  return {
    phase: 'new',
    greeted: false,
    dialogs: [],
    facts: {},
    aboutOther: false,
    painTold: false,
    warnings: [],
    safetyNetShown: false,
    misses: 0,
    offered: [],
    sectionsShown: 0,
    lastReplyId: '',
    feedbackIds: [],
    lastAt: now,
  };
}

import type { Risk } from '../understanding/red-flags/risk';
import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import type { Request } from './requests';
import { LET_DOWN, OBSTACLE } from './smallTalkKinds';
import type { ConversationState } from './state';
import { answerable, CARER_SUFFIX } from './warnings';

/** Requests that have a reply of their own. */
export type OwnRequest = Exclude<Request, 'more' | 'done' | 'retract' | 'obstacle'>;

/** What is asked of the conversation itself, where it makes sense in this state. */
export function requested(
  request: Request | undefined,
  state: ConversationState,
  { dialogs }: Pick<DecisionSources, 'dialogs'>,
): Decision | undefined {
  if (request === undefined) return undefined;
  const open = state.dialogs.at(-1)?.position;
  const question =
    open === undefined ? undefined : dialogs.get(open.dialogId)?.questions.get(open.questionId);
  const possible: Readonly<Partial<Record<Request, boolean>>> = {
    more: false,
    done: false,
    retract: false,
    obstacle: false,
    'being-seen': false,
    back: question !== undefined,
    mistake: question !== undefined,
    'for-other': question?.askOther !== undefined,
    'for-self': question?.askOther !== undefined,
  };
  // "Go on" goes on with what was set aside, unless an answer was shown since.
  if (request === 'more' && state.paused !== undefined && state.topicId === undefined)
    return { kind: 'request', request: 'resume' };
  // Nothing is open that one could go back in.
  if (request === 'back' && open === undefined) return { kind: 'fallback' };
  if (possible[request] === false) return undefined;
  return { kind: 'request', request: request as OwnRequest };
}

/** "Were here at the ER, there is a big queue", and not "we were at the ER" or "if I am at the ER". */
const WE_ARE = /(?<!\bwe )(?<!\bthey )\b(?:im|i am|were (?:here|back|now|already)|we are)\b/;
const THEY_ARE = /\b(?:hes|he is|shes|she is|theyre|they are)\b/;
const AT_CARE =
  /^(?: (?:here|back|now|still|already|all|both|sitting|waiting|finally|with (?:him|her)))* (?:at|in) the (?:er|emergency room|hospital|waiting room)\b/;
/** Words beside it that speak of another time, another person or another place. */
const ELSEWHERE =
  /\b(?:if|when|until|till|not|never|should|yesterday|last|home|alone|work|works|working|parking|website|page|ride|our|cant|cannot|nurse|kids|son|daughter)\b/;
const LONGEST_ARRIVAL = 14;

/** The one who is ill is where care is: "I am" for oneself, "she is" or "we are" for a carer. */
function isAtCare({ words, utterance }: Understanding, state: ConversationState): boolean {
  if (utterance.tokens.length > LONGEST_ARRIVAL || ELSEWHERE.test(words)) return false;
  const isOther = answerable(state)?.card.endsWith(CARER_SUFFIX) === true;
  return (isOther ? [WE_ARE, THEY_ARE] : [WE_ARE]).some((who) => {
    const found = who.exec(words);
    return found !== null && AT_CARE.test(words.slice(found.index + found[0].length));
  });
}

const ENDS_WELL = /\b(?:fine|ok|okay|normal|well)$/;
const MISTAKE = /^(?:no |sorry |oops |wait )*(?:this|that|it) was a mistake /;
/** From here on it is sure enough that help is not there in truth. Tuned by reading. */
const SURE_SCORE = 0.65;
const NOT_HELPED: ReadonlySet<string> = new Set([OBSTACLE, 'no-answer', 'complaint', ...LET_DOWN]);

/** "This was a mistake, he can feel them fine": what follows tells of no red flag. */
export function mistakeInPart(
  { words, redFlags }: Understanding,
  { tier }: Risk,
  { warnings }: ConversationState,
): Request | undefined {
  // "It was a mistake the surgery made it worse" takes nothing back.
  const isWell = tier === 'none' && (redFlags.reassured || ENDS_WELL.test(words));
  const takesBack = warnings.length > 0 && isWell && MISTAKE.test(words);
  return takesBack ? 'mistake' : undefined;
}

/** "We are at the hospital now. I am so scared": one sentence of several says that help is there. */
export function seenInPart(
  said: Understanding,
  { tier, concepts }: Risk,
  state: ConversationState,
  { requests, typed }: Pick<DecisionSources, 'requests' | 'typed'>,
): Request | undefined {
  // Fear beside it is no news of the body.
  if (state.warnings.length === 0 || tier === 'ask' || (concepts.length > 0 && tier !== 'soon'))
    return undefined;
  const sentences = said.text.split(/[.!?\n]+/).map(typed);
  const isSeen = isAtCare(said, state) || sentences.some((words) => requests.get(words) === 'being-seen');
  // "I am at the ER. They won't look at me" is no reason to be glad.
  const talk = said.talk();
  const isIgnored = talk !== undefined && talk.score >= SURE_SCORE && NOT_HELPED.has(talk.intentId);
  return isSeen && !isIgnored ? 'being-seen' : undefined;
}

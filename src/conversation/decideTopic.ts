import type { Understanding } from '../understanding/understand';
import type { Decision, DecisionSources } from './decide';
import { answered, type DialogStep } from './dialogStep';
import { followed, scoreTold } from './followUp';
import type { Request } from './requests';
import { ACKNOWLEDGE, GOING, WHY } from './smallTalkKinds';
import type { ConversationState } from './state';

/** At or above this score one topic is answered outright; docs/matching.md says how it was measured. */
const ANSWER_SCORE = 0.75;
/** Topics whose scores together reach this are offered as "did you mean". */
const OFFER_SCORE = 0.6;
/** At or above this score words that are no question interrupt a dialog; fewer than three must name the topic. */
const CERTAIN_SCORE = 0.9;
const NAMED_SCORE = 0.95;
/** A longer message right after an answer is a question of its own. */
const LONGEST_ABOUT_TOLD = 6;
/** At or above this score what sounds like small talk is answered as such. */
const TALK_SCORE = 0.65;
const MAX_OFFERED = 3;

/** The reply that offers topics. */
const CLARIFIED = 'clarify';
/** Words around a part of a label that tell nothing of it. */
const PICKING = new Set(
  'the,a,an,one,ones,please,i,mean,meant,want,about,that,this,for,of,and,to,in,tell,me'.split(','),
);
const ORDINALS = [
  ['first', 'the first', 'first one', 'the first one'],
  ['second', 'the second', 'second one', 'the second one'],
  ['third', 'the third', 'third one', 'the third one'],
];

/** "And the side effects?" */
const AND = /^(?:ok |okay )?(?:and|but|so) /;

/** First words of a question. */
const ASKING = new Set(
  'what,whats,how,when,where,why,who,which,can,could,should,is,are,do,does,will,would,explain,tell'.split(
    ',',
  ),
);

/** Topics that people ask for without a question: "cancel my appointment", "I want to talk to a person". */
const ASKED_FOR = new Set(['human-handoff', 'find-doctor']);

/** A button of the last reply that names a topic. */
export function offeredTopic(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  const label = state.offered.map(sources.typed).find((typed) => typed === said.words);
  const topicId = label === undefined ? undefined : sources.topicByLabel.get(label);
  return topicId === undefined ? undefined : { kind: 'answer', topicId, more: false };
}

/** "None of these": a button of the last reply that leads nowhere else is no question about any topic. */
export function declinedOffer(
  said: Understanding,
  state: ConversationState,
  { typed }: DecisionSources,
): Decision | undefined {
  const offered = state.offered.some((label) => typed(label) === said.words);
  return offered ? { kind: 'fallback' } : undefined;
}

/**
 * A part of one label of a "did you mean": "the ct one", "kyphoplasty". Words that two of the labels have tell nothing,
 * and a word that none has makes it a message of its own.
 */
export function namedInPart(
  said: Understanding,
  { offered, lastReplyId }: ConversationState,
  { typed, topicByLabel }: DecisionSources,
): Decision | undefined {
  if (lastReplyId !== CLARIFIED) return undefined;
  const place = ORDINALS.findIndex((words) => words.includes(said.words));
  const words = said.utterance.tokens.map(({ word }) => word).filter((word) => !PICKING.has(word));
  const labels = offered.map(typed);
  const named = labels.filter((label) => words.every((word) => label.split(' ').includes(word)));
  const label = place >= 0 ? labels[place] : words.length > 0 && named.length === 1 ? named[0] : undefined;
  const topicId = topicByLabel.get(label ?? '');
  return topicId === undefined ? undefined : { kind: 'answer', topicId, more: false };
}

/** The whole title of a topic. */
export function titledTopic(said: Understanding, sources: DecisionSources): Decision | undefined {
  const topicId = sources.topicByLabel.get(said.words);
  return topicId === undefined ? undefined : { kind: 'answer', topicId, more: false };
}

/** What is left once nobody needs help: small talk, an answer, topics to pick from, or an honest miss. */
export function knowledge(
  said: Understanding,
  request: Request | undefined,
  state: ConversationState,
  step: DialogStep | undefined,
  sources: DecisionSources,
): Decision {
  if (request === 'more' && (state.topicId !== undefined || step === undefined))
    return state.topicId === undefined
      ? { kind: 'fallback' }
      : { kind: 'answer', topicId: state.topicId, more: true };
  if (said.ambiguousCancel) return { kind: 'clarify-cancel' };
  if (step !== undefined) return interruption(said, step);
  const { followUps } = sources;
  const followUp = followUps.get(said.words) ?? followUps.get(said.words.replace(AND, ''));
  const told = sources.topics.get(state.told ?? '');
  const aboutTold = told && ((followUp && followed(followUp, told)) ?? scoreTold(wordsIn(said), told));
  return aboutTold ?? byTopic(said, state, sources);
}

/**
 * Inside a dialog a clear question of knowledge is answered, and so is small talk; words about somebody else turn
 * the questions to that person. Anything else is asked again.
 */
function interruption(said: Understanding, step: DialogStep): Decision {
  if (said.smallTalk !== undefined && said.smallTalk.id !== ACKNOWLEDGE)
    return { kind: 'small-talk', intent: said.smallTalk };
  const best = said.topics()[0];
  const certain = said.utterance.tokens.length >= 3 ? CERTAIN_SCORE : NAMED_SCORE;
  const clear = best !== undefined && best.score >= (asks(said) ? ANSWER_SCORE : certain);
  // In a guided check what is no question tells of a symptom; only a person or a visit is asked for that way.
  const fits = asks(said) || !step.guided || ASKED_FOR.has(best?.topicId ?? '');
  if (clear && fits && said.smallTalk === undefined && said.yesNo === undefined)
    return { kind: 'answer', topicId: best.topicId, more: false };
  return answered(said, step);
}

/** The topic that the message would have been answered with, were there no red flag to see to first. */
export function seemsToAsk(said: Understanding): { readonly topicId?: string } {
  const best = said.topics()[0];
  return best !== undefined && best.score >= ANSWER_SCORE ? { topicId: best.topicId } : {};
}

/** The words are a question, and not something told. */
export function asks(said: Understanding): boolean {
  return said.text.includes('?') || ASKING.has(said.utterance.tokens[0]?.word ?? '');
}

/** Words of a search that tell of nobody: "unsteady gait cause". */
const TELLS = new Set('i,im,ive,my,me,he,she,his,her,they,their,we,our,mom,dad,cant,wont'.split(','));
const LONGEST_SEARCH = 4;

/** A question, or a few words as one types them into a search. */
export function isQuestion(said: Understanding): boolean {
  const words = wordsIn(said);
  return asks(said) || (words.length <= LONGEST_SEARCH && !words.some((word) => TELLS.has(word)));
}

/** Topics that single sentences of a message ask for without doubt, each once, in their order. */
function askedTopics(said: Understanding): string[] {
  const sure = said
    .asked()
    .flatMap(([best]) => (best !== undefined && best.score >= ANSWER_SCORE ? [best.topicId] : []));
  return [...new Set(sure)];
}

function byTopic(said: Understanding, state: ConversationState, sources: DecisionSources): Decision {
  // "Why?" right after an answer asks for the rest of it.
  if (said.smallTalk?.id === WHY && state.told !== undefined)
    return { kind: 'answer', topicId: state.told, more: true };
  if (said.smallTalk !== undefined) return { kind: 'small-talk', intent: said.smallTalk };
  // A number picks a button; one that was not offered says nothing about any topic.
  if (/^\d+$/.test(said.words)) return { kind: 'fallback' };
  const asked = askedTopics(said);
  if (asked.length > 1) return { kind: 'clarify', topicIds: asked.slice(0, MAX_OFFERED), several: true };
  const topics = said.topics();
  const best = topics[0];
  if (best !== undefined && best.score >= ANSWER_SCORE)
    return topicAnswer(best.topicId, said, state, sources);
  const ofTold = partOfTold(said, state, sources);
  if (ofTold !== undefined) return ofTold;
  const talk = said.talk();
  const intent = talk && talk.score >= TALK_SCORE ? sources.smallTalk.get(talk.intentId) : undefined;
  if (intent !== undefined && intent.id !== GOING) return { kind: 'small-talk', intent };
  const likely = topics.slice(0, MAX_OFFERED);
  const together = likely.reduce((sum, { score }) => sum + score, 0);
  if (together < OFFER_SCORE && asked.length === 0) return { kind: 'fallback' };
  // What a single sentence of a story asks is offered first, where the story as a whole is about nothing clear.
  const offered = [...new Set([...asked, ...likely.map(({ topicId }) => topicId)])];
  return { kind: 'clarify', topicIds: offered.slice(0, MAX_OFFERED) };
}

/**
 * The answer, with the section that the words point to. What was told just now is not told again: only that section, of a
 * section that was shown only the sentences, and where the words point to none the rest of the topic.
 */
function topicAnswer(
  topicId: string,
  said: Understanding,
  { told, answerShown = false, sectionsShown, sectionsPicked = [] }: ConversationState,
  { topics, findPart }: DecisionSources,
): Decision {
  const topic = topics.get(topicId);
  const part = topic && findPart(topic, wordsIn(said), told === topicId);
  const answer = { kind: 'answer', topicId, more: false } as const;
  if (told !== topicId) return part === undefined ? answer : { ...answer, section: part.section };
  if (part === undefined) return { ...answer, more: answerShown };
  return part.section < sectionsShown || sectionsPicked.includes(part.section)
    ? { ...answer, excerpt: part.sentences }
    : { ...answer, section: part.section, excerpt: '' };
}

/** "And a metal clip?" right after the MRI: few words that no topic is sure of, and that a section of that one holds. */
function partOfTold(
  said: Understanding,
  state: ConversationState,
  sources: DecisionSources,
): Decision | undefined {
  const topic = sources.topics.get(state.told ?? '');
  const words = wordsIn(said);
  if (topic === undefined || words.length > LONGEST_ABOUT_TOLD) return undefined;
  const part = sources.findPart(topic, words, true);
  return part === undefined ? undefined : topicAnswer(topic.id, said, state, sources);
}

function wordsIn({ utterance }: Understanding): string[] {
  return utterance.tokens.map(({ word }) => word);
}

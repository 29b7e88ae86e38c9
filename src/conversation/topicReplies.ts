import type { Understanding } from '../understanding/understand';
import type { Decision } from './decide';
import { menuTitles } from './menuTitles';
import { questionReply, resumeButton, resumeWords } from './questionReply';
import type { Reply } from './reply';
import type { ScriptTopic } from './script';
import { SPINE_CARD } from './showCard';
import type { ConversationState } from './state';
import { summaryText } from './summary';
import { labels, listed, paragraphs, plainReply, type Response, type TurnContext } from './turn';
import { isBodyAtRisk } from './warnings';

/** Replies that the short introduction goes before; others introduce themselves or have no time for it. */
const INTRODUCED = ['answer:', 'clarify', 'fallback', 'small-talk:hello', 'menu', 'help'];
/** Here it comes last: whoever asks for the terms gets them first. */
const INTRODUCED_AFTER = ['terms'];
/** Sections shown at a time by "tell me more". */
const SECTIONS_AT_ONCE = 2;

/** A longer message that matched nothing is asked for in fewer words. Source: keyword table, section 1. */
const LONGEST_QUESTION = 2000;

const TOLD_TOPIC = /^(?:answer|more):(.+)$/;

type TopicPart = ScriptTopic['sections'][number];

/** The topic for visitors who want to talk to a person. */
const PERSON_TOPIC = 'human-handoff';

/** Which part of a topic is told: the answer or what is shown in its place, and a section. */
type Told = { readonly section?: number | undefined; readonly excerpt?: string | undefined };
/** How much of the topic was shown. */
type Shown = Pick<ConversationState, 'sectionsShown' | 'sectionsPicked'>;

/** Answers a topic: the whole, what comes next, or the part that was asked for. */
export function answerTopic(decision: Extract<Decision, { kind: 'answer' }>, context: TurnContext): Response {
  return decision.more
    ? explainMore(decision.topicId, context)
    : explain(decision.topicId, context, decision);
}

/** "Can I drive?", "what may I eat?" while an emergency stands: what matters now, in place of an answer for calmer days. */
export function answerInDanger(
  { topicId }: Extract<Decision, { kind: 'answer' }>,
  { script, state }: TurnContext,
): Response | undefined {
  const words = script.topics.get(topicId)?.inDanger;
  // They are for a spine at risk: whoever cannot breathe should sit up.
  const isSpine = state.warnings.some(({ card }) => card.startsWith(SPINE_CARD));
  if (words === undefined || state.dialogs.length > 0 || !isSpine || !isBodyAtRisk(state, 'emergency'))
    return undefined;
  const { topicId: _, ...rest } = state;
  return { reply: plainReply(`in-danger:${topicId}`, [words]), state: { ...rest, misses: 0 } };
}

/** What the next message means by "it". */
export function toldBy({ id }: Reply): Pick<ConversationState, 'told'> {
  const [, told] = TOLD_TOPIC.exec(id) ?? [];
  return told === undefined ? {} : { told };
}

/** Answers a topic, with its sources, the safety net and where to go next. An open dialog is resumed after it. */
export function explain(topicId: string, context: TurnContext, { section, excerpt }: Told = {}): Response {
  const { script, state } = context;
  const topic = script.topics.get(topicId);
  if (topic === undefined) return miss(context, false);
  const open = state.dialogs.at(-1);
  const isPerson = topic.id === PERSON_TOPIC;
  const shown = shownAfter(topic, { section, excerpt }, state);
  const part = topic.sections[section ?? -1];
  const more = untold(topic, shown).length > 0 ? [script.texts.more] : [];
  const resume = state.paused === undefined ? [] : [resumeButton(state.paused, context)];
  const offered = [...resume, ...more, ...titles(topic.next, context)];
  const net = state.safetyNetShown ? script.texts['safety-net-short'] : script.texts['safety-net'];
  const question =
    open === undefined ? undefined : questionReply(open, context, [resumeWords(open, context)]);
  return {
    reply: {
      id: `answer:${topic.id}`,
      text: paragraphs([
        excerpt ?? topic.answer,
        part && partText(part),
        isPerson ? script.personHours : undefined,
        net,
        question?.text,
      ]),
      urgency: 'none',
      choices: question?.choices ?? labels(offered),
      citations: topic.citations,
      reviewed: topic.reviewed,
      ...(isPerson ? { handoff: { summary: summaryText(context) ?? '' } } : {}),
    },
    state: {
      ...state,
      misses: 0,
      safetyNetShown: true,
      topicId: topic.id,
      ...shown,
      answerShown: excerpt === undefined,
    },
  };
}

/** The answer to what was asked in a message that a red flag, or the doubt about one, had to come before. */
export function explainAfter(
  before: readonly (string | undefined)[],
  topicId: string,
  context: TurnContext,
): Response {
  const { reply, state } = explain(topicId, context);
  const text = paragraphs([...before, context.script.texts['about-your-question'], reply.text]);
  return { reply: { ...reply, text }, state };
}

/** Goes on where the last answer stopped. */
function explainMore(topicId: string, context: TurnContext): Response {
  const { script, state } = context;
  const topic = script.topics.get(topicId);
  if (topic === undefined) return miss(context, false);
  const left = untold(topic, state);
  const shown = left.slice(0, SECTIONS_AT_ONCE);
  const sectionsShown = (left[SECTIONS_AT_ONCE - 1]?.place ?? topic.sections.length - 1) + 1;
  const rest = left.length > shown.length ? [script.texts.more] : [];
  const offered = [...rest, ...titles(topic.next, context)];
  const words = shown.length === 0 ? [script.texts['no-more']] : shown.map(({ part }) => partText(part));
  return {
    reply: {
      id: `more:${topic.id}`,
      text: paragraphs([...words, script.texts['safety-net-short']]),
      urgency: 'none',
      choices: labels(offered),
      citations: topic.citations,
      reviewed: topic.reviewed,
    },
    state: { ...state, misses: 0, sectionsShown, answerShown: false },
  };
}

/** Offers the topics that may be meant, or that are all asked for, and a way out. */
export function didYouMean(
  { topicIds, several }: { readonly topicIds: readonly string[]; readonly several?: true },
  context: TurnContext,
): Response {
  const { script, state } = context;
  const offered = [...titles(topicIds, context), script.texts['clarify-none']];
  return {
    reply: plainReply(
      'clarify',
      [
        script.texts[several === true ? 'several' : 'clarify'],
        listed(offered),
        script.texts['safety-net-short'],
      ],
      offered,
    ),
    state: { ...state, misses: 0 },
  };
}

/** Nothing was found for these words, or there were none. */
export function decline(said: Understanding, context: TurnContext): Response {
  return unread(said, context) ?? tooLong(said, context) ?? miss(context, said.spanish);
}

function unread(said: Understanding, { script, state }: TurnContext): Response | undefined {
  if (said.words !== '') return undefined;
  return {
    reply: plainReply('no-words', [script.texts['no-words'], script.texts['safety-net-short']]),
    state,
  };
}

/** Every word was searched for red flags; an answer needs a shorter question. */
function tooLong(said: Understanding, { script, state }: TurnContext): Response | undefined {
  if (said.text.length <= LONGEST_QUESTION) return undefined;
  return {
    reply: plainReply('too-long', [script.texts['too-long'], script.texts['safety-net-short']]),
    state,
  };
}

/** Says honestly that nothing was found; each time in a row it leads further, to a person at last. */
export function miss(context: TurnContext, spanish: boolean): Response {
  const { script, state } = context;
  const key = state.misses === 0 ? 'fallback' : state.misses === 1 ? 'fallback-again' : 'fallback-person';
  const offered = menuTitles(context);
  const parts = [
    spanish ? script.texts.spanish : undefined,
    script.texts[key],
    script.texts['safety-net-short'],
  ];
  const reply = plainReply('fallback', parts, offered);
  return {
    // The Spanish text carries the emergency signs, so it goes first and is set apart.
    reply: spanish ? { ...reply, urgency: 'urgent' } : reply,
    state: { ...state, misses: Math.min(state.misses + 1, 2) },
  };
}

/** What is shown of a topic once this is told; an answer told in whole begins anew. */
function shownAfter({ id }: ScriptTopic, { section, excerpt }: Told, state: ConversationState): Shown {
  const goesOn = state.topicId === id && excerpt !== undefined;
  const picked = goesOn ? (state.sectionsPicked ?? []) : [];
  return {
    sectionsShown: goesOn ? state.sectionsShown : 0,
    sectionsPicked: section === undefined ? picked : [...picked, section],
  };
}

/** The sections that were not shown yet, in their order. */
function untold(
  { sections }: ScriptTopic,
  { sectionsShown, sectionsPicked = [] }: Shown,
): readonly { readonly part: TopicPart; readonly place: number }[] {
  return sections
    .map((part, place) => ({ part, place }))
    .filter(({ place }) => place >= sectionsShown && !sectionsPicked.includes(place));
}

function partText({ heading, text }: TopicPart): string {
  return `**${heading}**\n\n${text}`;
}

function titles(topicIds: readonly string[], { script }: TurnContext): string[] {
  return topicIds.flatMap((id) => script.topics.get(id)?.title ?? []);
}

/** Adds the short introduction to the first reply of a visitor who was never greeted. */
export function introduced(response: Response, before: ConversationState, { script }: TurnContext): Response {
  const { reply } = response;
  if (before.greeted || reply.urgency !== 'none') return response;
  // The help itself says what can be typed.
  const words = script.texts[reply.id === 'help' ? 'introduction' : 'welcome-short'];
  if (INTRODUCED.some((id) => reply.id.startsWith(id)))
    return { ...response, reply: { ...reply, text: paragraphs([words, reply.text]) } };
  if (INTRODUCED_AFTER.includes(reply.id))
    return { ...response, reply: { ...reply, text: paragraphs([reply.text, words]) } };
  return response;
}

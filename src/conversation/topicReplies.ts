import type { Understanding } from '../understanding/understand';
import { menuTitles } from './menuTitles';
import { questionReply, resumeButton, resumeWords } from './questionReply';
import type { Reply } from './reply';
import type { ScriptTopic } from './script';
import type { ConversationState } from './state';
import { summaryText } from './summary';
import { labels, listed, paragraphs, plainReply, type Response, type TurnContext } from './turn';

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

/** Answers a topic: the whole, what comes next, or the one part that was asked for. */
export function answerTopic(
  { topicId, more, section }: { readonly topicId: string; readonly more: boolean; readonly section?: number },
  context: TurnContext,
): Response {
  if (more) return explainMore(topicId, context);
  const part = context.script.topics.get(topicId)?.sections[section ?? -1];
  return explain(topicId, context, part);
}

/** What the next message means by "it". */
export function toldBy({ id }: Reply): Pick<ConversationState, 'told'> {
  const [, told] = TOLD_TOPIC.exec(id) ?? [];
  return told === undefined ? {} : { told };
}

/** Answers a topic, with its sources, the safety net and where to go next. An open dialog is resumed after it. */
export function explain(topicId: string, context: TurnContext, part?: TopicPart): Response {
  const { script, state } = context;
  const topic = script.topics.get(topicId);
  if (topic === undefined) return miss(context, false);
  const open = state.dialogs.at(-1);
  const isPerson = topic.id === PERSON_TOPIC;
  const more = topic.sections.length > 0 ? [script.texts.more] : [];
  const resume = state.paused === undefined ? [] : [resumeButton(state.paused, context)];
  const offered = [...resume, ...more, ...titles(topic.next, context)];
  const net = state.safetyNetShown ? script.texts['safety-net-short'] : script.texts['safety-net'];
  const question =
    open === undefined ? undefined : questionReply(open, context, [resumeWords(open, context)]);
  return {
    reply: {
      id: `answer:${topic.id}`,
      text: paragraphs([
        part === undefined ? topic.answer : partText(part),
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
      sectionsShown: 0,
    },
  };
}

/** Goes on where the last answer stopped. */
function explainMore(topicId: string, context: TurnContext): Response {
  const { script, state } = context;
  const topic = script.topics.get(topicId);
  if (topic === undefined) return miss(context, false);
  const shown = topic.sections.slice(state.sectionsShown, state.sectionsShown + SECTIONS_AT_ONCE);
  const sectionsShown = state.sectionsShown + shown.length;
  const rest = topic.sections.length > sectionsShown ? [script.texts.more] : [];
  const offered = [...rest, ...titles(topic.next, context)];
  const words = shown.length === 0 ? [script.texts['no-more']] : shown.map(partText);
  return {
    reply: {
      id: `more:${topic.id}`,
      text: paragraphs([...words, script.texts['safety-net-short']]),
      urgency: 'none',
      choices: labels(offered),
      citations: topic.citations,
      reviewed: topic.reviewed,
    },
    state: { ...state, misses: 0, sectionsShown },
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

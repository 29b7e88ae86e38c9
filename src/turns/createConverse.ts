import type { Content } from '../content/types';
import type { ConverseSources } from '../conversation/converse';
import { createPartFinder } from '../conversation/partAsked';
import { createPhrasing } from '../conversation/phrasing';
import { typedLabel } from '../dialog/chosen';
import { createCourseReader } from '../understanding/course';
import { createTopicMatcher, vocabularyOf } from '../understanding/matching/matchTopics';
import { createRedFlagEngine } from '../understanding/red-flags/assess';
import { understand } from '../understanding/understand';

/** Builds everything that one turn needs from the content, once at start. */
export function createConverse(content: Content, idleMs: number): ConverseSources {
  const redFlags = createRedFlagEngine(content.redFlags, content.redFlagModel, content.commonWords);
  const matcher = createTopicMatcher({
    topics: content.topics.values(),
    synonyms: content.synonyms,
    model: content.topicModel,
    commonWords: content.commonWords,
    guard: redFlags.vocabulary,
  });
  const sources = { ...content, redFlags, matcher, readCourse: createCourseReader(content.course) };
  return {
    script: content.script,
    dialogs: content.script.dialogs,
    topicByLabel: topicLabels(content),
    typed: typedLabel,
    requests: content.requests,
    followUps: content.followUps,
    claims: content.claims,
    smallTalk: content.smallTalk.intents,
    topics: content.script.topics,
    findPart: createPartFinder(content.script.topics.values()),
    worse: content.worse,
    undo: content.undo,
    unseen: content.unseen,
    still: content.still,
    understand: (text) => understand(text, sources),
    phrasing: createPhrasing({ ...content, knowledge: vocabularyOf(content.topics.values()) }),
    idleMs,
  };
}

/** Titles, and the short names that texts use, as they look when typed. */
function topicLabels({ topics, labels }: Content): Map<string, string> {
  const titles = [...topics.values()].map(({ id, title }) => [typedLabel(title), id] as const);
  return new Map([...titles, ...labels]);
}

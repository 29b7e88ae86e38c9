import type { Content } from '../content/types';
import type { ConverseSources } from '../conversation/converse';

/** A topic as staff look it up. */
export interface StaffTopic {
  readonly id: string;
  readonly title: string;
  readonly reviewed: string;
  readonly sources: readonly string[];
  readonly answer: string;
  /** How sure the search is, 0 to 1; absent when the topic was asked for by its id. */
  readonly score?: number;
}

/** What staff can look up while they test. */
export interface StaffKnowledge {
  readonly version: string;
  readonly contentVersion: string;
  readonly topicCount: number;
  /** The topic of that id, or else the topics that these words would find, best first. */
  find(query: string): readonly StaffTopic[];
}

/** Opens the content to staff, with the search that visitors get. */
export function staffKnowledge(
  content: Content,
  { understand }: ConverseSources,
  version: string,
): StaffKnowledge {
  const shown = (id: string): StaffTopic[] => {
    const topic = content.topics.get(id);
    if (topic === undefined) return [];
    const { title, reviewed, sources, answer } = topic;
    return [{ id, title, reviewed, sources, answer }];
  };
  return {
    version,
    contentVersion: content.version,
    topicCount: content.topics.size,
    find(query) {
      const byId = shown(query.toLowerCase());
      if (byId.length > 0) return byId;
      return understand(query)
        .topics()
        .flatMap(({ topicId, score }) => shown(topicId).map((topic) => ({ ...topic, score })));
    },
  };
}

import type { ContentProblem } from '../content/ContentError';
import { ContentReader } from '../content/ContentReader';
import { topicFile } from '../content/checkTopics';
import { OUTSIDE, readQuestions } from '../content/topicModelFile';
import type { Content } from '../content/types';
import { OBSTACLE } from '../conversation/smallTalkKinds';
import { createConverse } from '../turns/createConverse';
import { TALK } from '../understanding/matching/matchTopics';

/**
 * What only shows once every ask has been matched: too slow for a start (about a second), so it runs in
 * `npm run knowledge:check` and in the tests.
 *
 * @param root - project folder.
 */
export function matchingProblems(root: string, content: Content): readonly ContentProblem[] {
  const reader = new ContentReader(root);
  checkAsks(reader, content);
  checkExamples(reader, content);
  return reader.problems;
}

/** An ask must lead to its own topic; where it does not, one of the two files is wrong. */
function checkAsks(reader: ContentReader, content: Content): void {
  const { understand } = createConverse(content, 0);
  for (const topic of content.topics.values()) {
    for (const ask of topic.asks) {
      // Said twice, because word for word an ask always finds its topic; what counts is what its words are about.
      const [best] = understand(`${ask} ${ask}`).topics();
      if (best === undefined || best.topicId === topic.id) continue;
      reader.report(
        'ask-elsewhere',
        topicFile(topic.id),
        'asks',
        `"${ask}" finds ${topicFile(best.topicId)} before its own topic`,
        ask,
      );
    }
  }
}

/** Example questions teach the model, so each must belong to topics or small talk that are there. */
function checkExamples(reader: ContentReader, { topics, smallTalk }: Content): void {
  const talk = new Set([...smallTalk.intents.keys(), OBSTACLE].map((id) => `${TALK}${id}`));
  const looked = new Set<string>();
  for (const { file, line, topics: named } of readQuestions(reader)) {
    const [own = '', ...others] = named;
    const isKnown = own === OUTSIDE || topics.has(own) || talk.has(own);
    if (!isKnown && !looked.has(file))
      reader.report('examples-retired', file, '', `there is no topic or small talk "${own}"`);
    looked.add(file);
    for (const other of others.filter((id) => !topics.has(id)))
      reader.report('examples-topic', file, `line ${line}`, `"${other}" is not a topic`);
  }
}

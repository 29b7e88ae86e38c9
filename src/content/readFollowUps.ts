import { z } from 'zod';
import type { FollowUp, FollowUps } from '../conversation/followUp';
import type { ContentReader } from './ContentReader';
import { phraseList } from './readWordTables';
import { contentId } from './topicSchema';
import type { Topic } from './types';

const FOLLOW_UPS = 'knowledge/follow-ups.yaml';
const followUpsFile = z.strictObject({
  reviewed: z.iso.date(),
  'follow-ups': z.record(
    contentId,
    z.strictObject({
      phrases: z.string(),
      words: z.string(),
      instead: z.record(contentId, contentId),
      otherwise: contentId.optional(),
    }),
  ),
});

/** Reads what a short question means right after an answer; a topic that is gone or a phrase said twice is a problem. */
export function readFollowUps(reader: ContentReader, topics: ReadonlyMap<string, Topic>): FollowUps {
  const byPhrase = new Map<string, FollowUp>();
  const data = reader.yaml(FOLLOW_UPS, followUpsFile);
  for (const [id, { phrases, words, instead, otherwise }] of Object.entries(data?.['follow-ups'] ?? {})) {
    const path = `follow-ups.${id}`;
    const named = [...Object.entries(instead).flat(), ...(otherwise === undefined ? [] : [otherwise])];
    for (const topic of named.filter((name) => !topics.has(name)))
      reader.report('follow-up', FOLLOW_UPS, path, `"${topic}" is not a topic`, topic);
    const followUp: FollowUp = {
      id,
      words: phraseList(words),
      instead: new Map(Object.entries(instead)),
      ...(otherwise === undefined ? {} : { otherwise }),
    };
    for (const phrase of phraseList(phrases)) {
      const other = byPhrase.get(phrase);
      if (other !== undefined)
        reader.report('follow-up', FOLLOW_UPS, path, `"${phrase}" already asks for ${other.id}`);
      byPhrase.set(phrase, followUp);
    }
  }
  return byPhrase;
}

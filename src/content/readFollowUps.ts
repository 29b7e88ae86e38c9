import { z } from 'zod';
import type { ClaimedFlag, Claims } from '../conversation/claims';
import type { FollowUp, FollowUps } from '../conversation/followUp';
import type { RedFlagLexicon } from '../understanding/red-flags/lexicon';
import type { ContentReader } from './ContentReader';
import { phraseList } from './readWordTables';
import { contentId } from './topicSchema';
import type { Topic } from './types';

const FOLLOW_UPS = 'knowledge/follow-ups.yaml';
const followUpsFile = z.strictObject({
  reviewed: z.iso.date(),
  claims: z.strictObject({
    self: z.string(),
    other: z.string(),
    before: z.string(),
    flags: z.record(contentId, z.string()),
    lists: z.array(contentId),
  }),
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

interface ReadFollowUps {
  readonly followUps: FollowUps;
  readonly claims: Claims;
}

/**
 * Reads what a few words mean right after an answer; a topic or red flag that is gone and a phrase said twice are
 * problems.
 */
export function readFollowUps(
  reader: ContentReader,
  topics: ReadonlyMap<string, Topic>,
  redFlags: RedFlagLexicon | undefined,
): ReadFollowUps | undefined {
  const data = reader.yaml(FOLLOW_UPS, followUpsFile);
  if (data === undefined) return undefined;
  const isTopic = (path: string, name: string) => {
    if (!topics.has(name)) reader.report('follow-up', FOLLOW_UPS, path, `"${name}" is not a topic`, name);
  };
  return {
    followUps: followUpsOf(data['follow-ups'], reader, isTopic),
    claims: claimsOf(data.claims, reader, isTopic, redFlags),
  };
}

type Data = z.infer<typeof followUpsFile>;

function followUpsOf(
  data: Data['follow-ups'],
  reader: ContentReader,
  isTopic: (path: string, name: string) => void,
): FollowUps {
  const byPhrase = new Map<string, FollowUp>();
  for (const [id, { phrases, words, instead, otherwise }] of Object.entries(data)) {
    const path = `follow-ups.${id}`;
    const named = [...Object.entries(instead).flat(), ...(otherwise === undefined ? [] : [otherwise])];
    for (const topic of named) isTopic(path, topic);
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

function claimsOf(
  { self, other, before, flags, lists }: Data['claims'],
  reader: ContentReader,
  isTopic: (path: string, name: string) => void,
  redFlags: RedFlagLexicon | undefined,
): Claims {
  const concepts = new Map(redFlags?.concepts.map((concept) => [concept.id, concept]));
  const byTopic = new Map<string, ClaimedFlag>();
  for (const [topic, id] of Object.entries(flags)) {
    isTopic('claims.flags', topic);
    const concept = concepts.get(id);
    if (concept !== undefined)
      byTopic.set(topic, { concept: id, card: concept.card, isPain: concept.group === 'pain' });
    else if (redFlags !== undefined)
      reader.report('follow-up', FOLLOW_UPS, 'claims.flags', `"${id}" is not a red flag`, id);
  }
  for (const topic of lists) isTopic('claims.lists', topic);
  return {
    phrases: new Map([
      ...phraseList(self).map((phrase) => [phrase, 'self'] as const),
      ...phraseList(other).map((phrase) => [phrase, 'other'] as const),
    ]),
    before: new Set(phraseList(before)),
    flags: byTopic,
    lists: new Set(lists),
  };
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Citation } from '../conversation/reply';
import type { Script, ScriptTopic } from '../conversation/script';
import { TEXT_KEYS } from '../conversation/texts';
import type { Dialog } from '../dialog/types';
import type { RedFlagLexicon } from '../understanding/red-flags/lexicon';
import { ContentError } from './ContentError';
import { ContentReader } from './ContentReader';
import { checkTopics } from './checkTopics';
import { checkTexts } from './checkWording';
import { readModel } from './modelFile';
import { readDialogs } from './readDialogs';
import { readFollowUps } from './readFollowUps';
import { readRedFlags } from './readRedFlags';
import {
  citationsOf,
  type Locale,
  readCards,
  readLocale,
  readOrganization,
  readSources,
} from './readRegister';
import { readTopics } from './readTopics';
import { readWidgets } from './readWidget';
import {
  COMMON_WORDS,
  FEWEST_COMMON_WORDS,
  readAnswers,
  readCommands,
  readCommonWords,
  readCourse,
  readRequests,
  readRespelling,
  readSmallTalk,
  readSynonyms,
} from './readWordTables';
import { RED_FLAG_MODEL_FILE } from './redFlagModelFile';
import { TOPIC_MODEL_FILE } from './topicModelFile';
import type { Content, Topic } from './types';
import { otherTexts, wordingOf } from './visitorTexts';

/** Dialogs that code opens itself. */
const REQUIRED_DIALOGS = ['safety-question', 'cancer-question', 'symptom-check', 'feedback'];
/** Cards that code names itself, so they must exist whatever an author changes. */
const REQUIRED_CARDS = ['emergency-spine', 'urgent', 'soon'];

export interface ContentSettings {
  /** Project folder that holds knowledge/ and dialogs/. */
  readonly root: string;
  /** ISO date; content past its review-by date is refused. */
  readonly today: string;
  readonly version: string;
  readonly feedbackRetentionDays: number;
  readonly idleMinutes: number;
  /** Addresses that only the operator knows. */
  readonly links: { readonly sourcePage?: string; readonly terms?: string; readonly privacy?: string };
}

/**
 * Reads and checks everything in knowledge/ and dialogs/.
 *
 * @throws {@link ContentError} listing every problem with its file and path.
 */
export function loadContent(settings: ContentSettings): Content {
  const reader = new ContentReader(settings.root);
  const organization = readOrganization(reader);
  const slots = {
    ...organization,
    version: settings.version,
    feedbackRetentionDays: String(settings.feedbackRetentionDays),
    idleMinutes: String(settings.idleMinutes),
  };
  const sources = readSources(reader, slots, settings.links.sourcePage);
  const topics = readTopics(reader, slots);
  const commonWords = readCommonWords(reader);
  const wording = wordingOf(reader, commonWords, slots);
  checkTopics(reader, {
    topics,
    sourceIds: new Set(sources.keys()),
    today: settings.today,
    ...wording,
  });
  const cards = readCards(reader, slots, sources);
  const dialogs = readDialogs(reader, {
    slots,
    sourceIds: new Set(sources.keys()),
    cards,
    textKeys: new Set(TEXT_KEYS),
  });
  const locale = readLocale(reader, slots, settings.links);
  const widgets = readWidgets(reader, slots);
  const redFlags = readRedFlags(reader, new Set(sources.keys()));
  const redFlagModel = readModel(reader, RED_FLAG_MODEL_FILE)?.model;
  const topicModel = readModel(reader, TOPIC_MODEL_FILE)?.model;
  const commands = readCommands(reader);
  const answers = readAnswers(reader);
  const smallTalk = readSmallTalk(reader, slots);
  const requests = readRequests(reader);
  const course = readCourse(reader);
  const followUps = readFollowUps(reader, topics, redFlags);
  const synonyms = readSynonyms(reader);
  const respelling = readRespelling(reader);
  checkTexts(reader, otherTexts({ cards, dialogs, smallTalk, texts: locale?.texts }), wording);
  if (redFlags !== undefined) checkFlags(reader, dialogs, redFlags);
  checkReferences(reader, { commonWords, locale, topics, dialogs, cards, redFlags });
  if (
    !reader.isSound ||
    !locale ||
    !redFlags ||
    !redFlagModel ||
    !topicModel ||
    !commands ||
    !answers ||
    !smallTalk ||
    !requests ||
    !course ||
    !followUps
  )
    throw new ContentError(reader.problems);

  const script: Script = {
    texts: locale.texts,
    topics: scriptTopics(topics, sources),
    cards,
    dialogs,
    // What has no place and no time is nothing to tell the staff.
    flagNames: new Map(
      redFlags.concepts.filter(({ group }) => group !== 'vague').map(({ id, name }) => [id, name]),
    ),
    menu: locale.menu,
    ...(organization.personHours === undefined ? {} : { personHours: organization.personHours }),
  };
  return {
    version: contentVersion(reader, settings.root),
    script,
    topics,
    commands,
    answers,
    smallTalk,
    sources,
    redFlags,
    redFlagModel,
    topicModel,
    respelling,
    ...followUps,
    course,
    synonyms,
    commonWords,
    spanishWords: locale.spanishWords,
    labels: locale.labels,
    ...requests,
    widgets,
  };
}

interface References {
  readonly commonWords: ReadonlySet<string>;
  readonly locale: Locale | undefined;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly dialogs: ReadonlyMap<string, unknown>;
  readonly cards: ReadonlyMap<string, unknown>;
  readonly redFlags: RedFlagLexicon | undefined;
}

/** What one file says of another must be there. */
function checkReferences(reader: ContentReader, references: References): void {
  const { commonWords, locale, topics, dialogs, cards, redFlags } = references;
  if (commonWords.size < FEWEST_COMMON_WORDS)
    reader.report(
      'common-words',
      COMMON_WORDS,
      '',
      'this list guards ordinary words from being corrected; restore it',
    );
  for (const [label, id] of locale?.labels ?? [])
    if (!topics.has(id))
      reader.report('label', 'knowledge/locales/en.yaml', `labels.${label}`, `"${id}" is not a topic`);
  for (const id of locale?.menu ?? [])
    if (!topics.has(id)) reader.report('menu', 'knowledge/locales/en.yaml', 'menu', `"${id}" is not a topic`);
  for (const id of REQUIRED_DIALOGS.filter((name) => !dialogs.has(name))) {
    reader.report(
      'dialog-missing',
      `dialogs/${id}.yaml`,
      '',
      `the service relies on the dialog "${id}"; restore it`,
    );
  }
  const cardIds = [
    ...REQUIRED_CARDS,
    ...(redFlags?.concepts.filter(({ group }) => group !== 'vague').map(({ card }) => card) ?? []),
  ];
  for (const id of new Set(cardIds))
    if (!cards.has(id))
      reader.report(
        'disposition',
        'knowledge/dispositions.yaml',
        `dispositions.${id}`,
        'this disposition is used and must exist',
      );
}

/** Red flags that pick a choice must exist, or own words would silently pick nothing. */
function checkFlags(
  reader: ContentReader,
  dialogs: ReadonlyMap<string, Dialog>,
  redFlags: RedFlagLexicon,
): void {
  const known = new Set(redFlags.concepts.map(({ id }) => id));
  for (const { id, questions } of dialogs.values())
    for (const { id: questionId, choices } of questions.values())
      for (const flag of choices
        .flatMap(({ flags, unlessTold }) => [...flags, ...unlessTold])
        .filter((name) => !known.has(name)))
        reader.report(
          'dialog-flag',
          `dialogs/${id}.yaml`,
          `questions.${questionId}`,
          `"${flag}" is not a red flag of knowledge/red-flags.yaml`,
        );
}

function scriptTopics(
  topics: ReadonlyMap<string, Topic>,
  sources: ReadonlyMap<string, Citation>,
): Map<string, ScriptTopic> {
  return new Map(
    [...topics].map(
      ([id, topic]) =>
        [id, { ...topic, citations: citationsOf(topic.sources, sources, () => undefined) }] as const,
    ),
  );
}

/** First characters of a hash over all content files, in a fixed order. */
function contentVersion(reader: ContentReader, root: string): string {
  const hash = createHash('sha256');
  const folders: [string, string][] = [
    ['knowledge', '.yaml'],
    ['knowledge', '.md'],
    ['knowledge/topics', '.md'],
    ['knowledge/locales', '.yaml'],
    ['knowledge/spelling', '.yaml'],
    ['knowledge/spelling', '.txt'],
    ['knowledge/models', '.json'],
    ['knowledge/models', '.bin'],
    ['dialogs', '.yaml'],
  ];
  for (const [folder, ending] of folders) {
    for (const name of reader.list(folder, ending))
      hash.update(name).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

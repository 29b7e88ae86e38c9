import { z } from 'zod';
import { REQUESTS, type Request } from '../conversation/requests';
import type { AnswerPhrases, YesNo } from '../understanding/answers';
import { COMMANDS, type Command, type CommandTable } from '../understanding/commands';
import { type CourseTable, ONSETS, SIDES, TRENDS } from '../understanding/course';
import type { SmallTalkIntent, SmallTalkTable } from '../understanding/smallTalk';
import type { Respelling } from '../understanding/utterance';
import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots } from './slots';
import { contentId } from './topicSchema';

const reviewed = z.iso.date();
export const COMMON_WORDS = 'knowledge/spelling/common-words.txt';
/** Fewer mean that the list was cut short. */
export const FEWEST_COMMON_WORDS = 10_000;
const COMMANDS_FILE = 'knowledge/commands.yaml';
const COURSE_FILE = 'knowledge/course.yaml';
const REQUESTS_FILE = 'knowledge/requests.yaml';
export const SMALL_TALK_FILE = 'knowledge/small-talk.yaml';

/** One list of phrases for each name. */
const phrasesOf = <Name extends string>(names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>);

const commandsFile = z.strictObject({
  reviewed,
  before: z.string(),
  after: z.string(),
  never: z.string(),
  commands: phrasesOf(COMMANDS),
  ambiguous: z.string(),
});

const requestsFile = z.strictObject({
  reviewed,
  requests: phrasesOf(REQUESTS),
  worse: z.string(),
  undo: z.string(),
  unseen: z.string(),
  still: z.string(),
});
const answersFile = z.strictObject({ reviewed, yes: z.string(), no: z.string(), unsure: z.string() });
const smallTalkFile = z.strictObject({
  reviewed,
  intents: z.record(
    contentId,
    z.strictObject({
      phrases: z.string(),
      reply: z.string(),
      again: z.string().optional(),
      'in-emergency': z.string().optional(),
    }),
  ),
});
const courseFile = z.strictObject({
  reviewed,
  numbers: z.string(),
  nothing: z.string(),
  onset: phrasesOf(ONSETS),
  trend: phrasesOf(TRENDS),
  side: phrasesOf(SIDES),
  filler: z.string(),
});
const synonymsFile = z.strictObject({ reviewed, synonyms: z.record(z.string(), z.string()) });
const respellingFile = z.strictObject({ reviewed, respelling: z.record(z.string(), z.string()) });

/** Reads the ordinary words that are never taken for a misspelling. */
export function readCommonWords(reader: ContentReader): ReadonlySet<string> {
  return new Set((reader.text(COMMON_WORDS) ?? '').split('\n'));
}

/** Whole messages that ask something of the conversation, and words inside a message that bear on a card. */
interface RequestTable {
  readonly requests: Map<string, Request>;
  readonly worse: readonly string[];
  readonly undo: readonly string[];
  readonly unseen: readonly string[];
  readonly still: readonly string[];
}

/** Reads what can be asked of the conversation itself; a phrase that means two things is a problem. */
export function readRequests(reader: ContentReader): RequestTable | undefined {
  const data = reader.yaml(REQUESTS_FILE, requestsFile);
  if (data === undefined) return undefined;
  const requests = new Map<string, Request>();
  for (const request of REQUESTS) {
    for (const phrase of phraseList(data.requests[request])) {
      const other = requests.get(phrase);
      if (other !== undefined)
        reader.report(
          'request-twice',
          REQUESTS_FILE,
          `requests.${request}`,
          `"${phrase}" already means ${other}`,
        );
      requests.set(phrase, request);
    }
  }
  return {
    requests,
    worse: phraseList(data.worse),
    undo: phraseList(data.undo),
    unseen: phraseList(data.unseen),
    still: phraseList(data.still),
  };
}

/** Reads the keyword phrases; a phrase that means two commands is a problem. */
export function readCommands(reader: ContentReader): CommandTable | undefined {
  const data = reader.yaml(COMMANDS_FILE, commandsFile);
  if (data === undefined) return undefined;
  const phrases = new Map<string, Command>();
  for (const command of COMMANDS) {
    for (const phrase of phraseList(data.commands[command])) {
      const other = phrases.get(phrase);
      if (other !== undefined)
        reader.report(
          'command-twice',
          COMMANDS_FILE,
          `commands.${command}`,
          `"${phrase}" already means ${other}`,
        );
      phrases.set(phrase, command);
    }
  }
  const longestFirst = (list: string) => phraseList(list).sort((a, b) => b.length - a.length);
  return {
    phrases,
    before: longestFirst(data.before),
    after: longestFirst(data.after),
    never: new Set(phraseList(data.never)),
    ambiguous: new Set(phraseList(data.ambiguous)),
  };
}

export function readAnswers(reader: ContentReader): AnswerPhrases | undefined {
  const data = reader.yaml('knowledge/answers.yaml', answersFile);
  if (data === undefined) return undefined;
  const entries = (['yes', 'no', 'unsure'] as const).flatMap((meaning) =>
    phraseList(data[meaning]).map((phrase): [string, YesNo] => [phrase, meaning]),
  );
  const meanings = new Map<string, YesNo>();
  for (const [phrase, meaning] of entries) {
    const other = meanings.get(phrase);
    if (other !== undefined && other !== meaning)
      reader.report('answer-twice', 'knowledge/answers.yaml', meaning, `"${phrase}" already means ${other}`);
    meanings.set(phrase, meaning);
  }
  return meanings;
}

/** Reads the words for how a symptom runs; a phrase that means two things of one kind is a problem. */
export function readCourse(reader: ContentReader): CourseTable | undefined {
  const data = reader.yaml(COURSE_FILE, courseFile);
  if (data === undefined) return undefined;
  const lists = <Name extends string>(kind: string, names: Readonly<Record<Name, string>>) => {
    const meanings = new Map<string, string>();
    for (const [name, list] of Object.entries<string>(names))
      for (const phrase of phraseList(list)) {
        const other = meanings.get(phrase);
        if (other !== undefined && other !== name)
          reader.report('course-twice', COURSE_FILE, `${kind}.${name}`, `"${phrase}" already means ${other}`);
        meanings.set(phrase, name);
      }
    return Object.fromEntries(
      Object.entries<string>(names).map(([name, list]) => [name, phraseList(list)]),
    ) as Record<Name, string[]>;
  };
  return {
    onset: lists('onset', data.onset),
    trend: lists('trend', data.trend),
    side: lists('side', data.side),
    nothing: phraseList(data.nothing),
    numbers: phraseList(data.numbers),
    filler: phraseList(data.filler),
  };
}

export function readSmallTalk(reader: ContentReader, slots: Slots): SmallTalkTable | undefined {
  const data = reader.yaml(SMALL_TALK_FILE, smallTalkFile);
  if (data === undefined) return undefined;
  const phrases = new Map<string, SmallTalkIntent>();
  const intents = new Map<string, SmallTalkIntent>();
  for (const [id, { phrases: list, reply, again, 'in-emergency': inEmergency }] of Object.entries(
    data.intents,
  )) {
    const filled = (text: string) =>
      fillSlots(text, slots, (slot) =>
        reader.report('slot', SMALL_TALK_FILE, `intents.${id}`, `{${slot}} is not a slot`),
      );
    const intent = {
      id,
      reply: filled(reply),
      ...(again === undefined ? {} : { again: filled(again) }),
      ...(inEmergency === undefined ? {} : { inEmergency: filled(inEmergency) }),
    };
    intents.set(id, intent);
    for (const phrase of phraseList(list)) {
      const other = phrases.get(phrase);
      if (other !== undefined)
        reader.report(
          'talk-twice',
          SMALL_TALK_FILE,
          `intents.${id}`,
          `"${phrase}" stands in "${other.id}" too`,
        );
      phrases.set(phrase, intent);
    }
  }
  return { phrases, intents };
}

export function readSynonyms(reader: ContentReader): Map<string, readonly string[]> {
  const data = reader.yaml('knowledge/synonyms.yaml', synonymsFile);
  return new Map(Object.entries(data?.synonyms ?? {}).map(([word, meaning]) => [word, meaning.split(/\s+/)]));
}

export function readRespelling(reader: ContentReader): Respelling {
  const data = reader.yaml('knowledge/spelling/respelling.yaml', respellingFile);
  return new Map(
    Object.entries(data?.respelling ?? {}).map(([word, meaning]) => [word, meaning.split(/\s+/)]),
  );
}

/** Comma-separated phrases as they look after normalising: lower case, no apostrophes. */
export function phraseList(list: string): string[] {
  return list
    .split(',')
    .map((phrase) => phrase.trim().toLowerCase().replace(/'/g, ''))
    .filter((phrase) => phrase !== '');
}

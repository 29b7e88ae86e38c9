import { z } from 'zod';
import { REQUESTS, type Request } from '../conversation/requests';
import type { AnswerPhrases, YesNo } from '../understanding/answers';
import { COMMANDS, type Command, type CommandTable } from '../understanding/commands';
import type { SmallTalkTable } from '../understanding/smallTalk';
import type { Respelling } from '../understanding/utterance';
import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots } from './slots';
import { contentId } from './topicSchema';

const reviewed = z.iso.date();
export const COMMON_WORDS = 'knowledge/spelling/common-words.txt';
/** Fewer mean that the list was cut short. */
export const FEWEST_COMMON_WORDS = 10_000;
const COMMANDS_FILE = 'knowledge/commands.yaml';
const REQUESTS_FILE = 'knowledge/requests.yaml';
export const SMALL_TALK_FILE = 'knowledge/small-talk.yaml';

const commandsFile = z.strictObject({
  reviewed,
  before: z.string(),
  after: z.string(),
  never: z.string(),
  commands: z.strictObject(
    Object.fromEntries(COMMANDS.map((name) => [name, z.string()])) as Record<Command, z.ZodString>,
  ),
  ambiguous: z.string(),
});

const requestsFile = z.strictObject({
  reviewed,
  requests: z.strictObject(
    Object.fromEntries(REQUESTS.map((name) => [name, z.string()])) as Record<Request, z.ZodString>,
  ),
  worse: z.string(),
});
const answersFile = z.strictObject({ reviewed, yes: z.string(), no: z.string(), unsure: z.string() });
const smallTalkFile = z.strictObject({
  reviewed,
  intents: z.record(contentId, z.strictObject({ phrases: z.string(), reply: z.string() })),
});
const synonymsFile = z.strictObject({ reviewed, synonyms: z.record(z.string(), z.string()) });
const respellingFile = z.strictObject({ reviewed, respelling: z.record(z.string(), z.string()) });

/** Reads the ordinary words that are never taken for a misspelling. */
export function readCommonWords(reader: ContentReader): ReadonlySet<string> {
  return new Set((reader.text(COMMON_WORDS) ?? '').split('\n'));
}

/** Reads what can be asked of the conversation itself; a phrase that means two things is a problem. */
export function readRequests(
  reader: ContentReader,
): { requests: Map<string, Request>; worse: readonly string[] } | undefined {
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
  return { requests, worse: phraseList(data.worse) };
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

export function readSmallTalk(reader: ContentReader, slots: Slots): SmallTalkTable | undefined {
  const data = reader.yaml(SMALL_TALK_FILE, smallTalkFile);
  if (data === undefined) return undefined;
  return new Map(
    Object.entries(data.intents).flatMap(([id, { phrases, reply }]) => {
      const filled = fillSlots(reply, slots, (slot) =>
        reader.report('slot', SMALL_TALK_FILE, `intents.${id}`, `{${slot}} is not a slot`),
      );
      return phraseList(phrases).map((phrase) => [phrase, { id, reply: filled }] as const);
    }),
  );
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

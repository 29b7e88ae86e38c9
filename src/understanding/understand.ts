import { type AnswerPhrases, readYesNo, type YesNo } from './answers';
import { type Command, type CommandTable, findCommand, isAmbiguousCancel } from './commands';
import type { CourseTold, createCourseReader } from './course';
import type { Matches, TalkMatch, TopicMatch, TopicMatcher } from './matching/matchTopics';
import { questionParts } from './questionParts';
import type { RedFlagEngine, RedFlagFindings } from './red-flags/assess';
import { saysWell } from './saysWell';
import { findSmallTalk, type SmallTalkIntent, type SmallTalkTable } from './smallTalk';
import { type Respelling, readUtterance, type Utterance, wordsOf } from './utterance';

/** What the words of one message tell, whatever the state of the conversation. */
export interface Understanding {
  /** The message as typed; only a free-text answer of a dialog may use it. */
  readonly text: string;
  readonly utterance: Utterance;
  readonly words: string;
  readonly redFlags: RedFlagFindings;
  readonly command: Command | undefined;
  readonly ambiguousCancel: boolean;
  readonly yesNo: YesNo | undefined;
  readonly smallTalk: SmallTalkIntent | undefined;
  readonly spanish: boolean;
  /** How the symptom runs, where the message tells of it. */
  readonly course: CourseTold;
  /** Topics that fit, best first. Worked out when first asked for, because most turns decide without it. */
  readonly topics: () => readonly TopicMatch[];
  /** The same for each sentence that asks something, where the message has more than one sentence. */
  readonly asked: () => readonly (readonly TopicMatch[])[];
  /** The small talk that it sounds like, where no list has its words. */
  readonly talk: () => TalkMatch | undefined;
}

export interface UnderstandingSources {
  readonly respelling: Respelling;
  readonly redFlags: RedFlagEngine;
  readonly commands: CommandTable;
  readonly answers: AnswerPhrases;
  readonly smallTalk: SmallTalkTable;
  readonly readCourse: ReturnType<typeof createCourseReader>;
  readonly spanishWords: ReadonlySet<string>;
  readonly matcher: TopicMatcher;
}

/** Small talk that says that a part of the body is well. */
export const WELL = 'well';
/** Share of Spanish words from which a message counts as Spanish. */
const SPANISH_SHARE = 0.4;

/** Understands one message. Pure: the same text always gives the same understanding. */
export function understand(text: string, sources: UnderstandingSources): Understanding {
  const utterance = readUtterance(text, sources.respelling);
  let matches: Matches | undefined;
  const match = () => {
    matches ??= sources.matcher.match(utterance);
    return matches;
  };
  return {
    text,
    utterance,
    words: wordsOf(utterance),
    redFlags: sources.redFlags.find(utterance),
    command: findCommand(text, utterance, sources.commands),
    ambiguousCancel: isAmbiguousCancel(utterance, sources.commands),
    yesNo: readYesNo(utterance, sources.answers),
    smallTalk:
      findSmallTalk(utterance, sources.smallTalk) ??
      (saysWell(utterance, text) ? sources.smallTalk.intents.get(WELL) : undefined),
    spanish: isSpanish(utterance, sources.spanishWords),
    course: sources.readCourse(utterance),
    topics: () => match().topics,
    asked: () => questionParts(utterance).map((part) => sources.matcher.match(part).topics),
    talk: () => match().talk,
  };
}

function isSpanish(utterance: Utterance, words: ReadonlySet<string>): boolean {
  const found = utterance.tokens.filter(({ word }) => words.has(word)).length;
  return found >= 2 && found >= utterance.tokens.length * SPANISH_SHARE;
}

import type { Claims } from '../conversation/claims';
import type { FollowUps } from '../conversation/followUp';
import type { Citation } from '../conversation/reply';
import type { Request } from '../conversation/requests';
import type { Script } from '../conversation/script';
import type { AnswerPhrases } from '../understanding/answers';
import type { CommandTable } from '../understanding/commands';
import type { CourseTable } from '../understanding/course';
import type { MatchableTopic } from '../understanding/matching/matchTopics';
import type { SoftmaxModel } from '../understanding/model/softmaxModel';
import type { RedFlagLexicon } from '../understanding/red-flags/lexicon';
import type { SmallTalkTable } from '../understanding/smallTalk';
import type { Respelling } from '../understanding/utterance';
import type { Widget } from './widget';

export interface TopicSection {
  readonly heading: string;
  readonly text: string;
}

/** One thing the service can explain. `answer` is complete by itself; sections are "tell me more". */
export interface Topic extends MatchableTopic {
  /** Facts of the source page that have their home here: each has exactly one. */
  readonly facts: readonly string[];
  readonly sources: readonly string[];
  /** What the content check holds the words to: checkCare.ts. */
  readonly risk: 'info' | 'caution' | 'sensitive';
  readonly reviewed: string;
  readonly reviewBy: string;
  readonly next: readonly string[];
  readonly sections: readonly TopicSection[];
  /** Said in place of the answer while an emergency stands, for topics whose answer would lead away from help. */
  readonly inDanger?: string;
}

/** Everything a visitor can be told and everything needed to understand them; read once, at start. */
export interface Content {
  /** Names this exact content: changes whenever any file changes. */
  readonly version: string;
  readonly script: Script;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly commands: CommandTable;
  readonly answers: AnswerPhrases;
  readonly smallTalk: SmallTalkTable;
  /** Registered sources by id. */
  readonly sources: ReadonlyMap<string, Citation>;
  readonly redFlags: RedFlagLexicon;
  readonly redFlagModel: SoftmaxModel;
  readonly topicModel: SoftmaxModel;
  readonly respelling: Respelling;
  /** Short questions that right after an answer mean its topic. */
  readonly followUps: FollowUps;
  readonly claims: Claims;
  /** Words for how a symptom runs. */
  readonly course: CourseTable;
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
  readonly commonWords: ReadonlySet<string>;
  readonly spanishWords: ReadonlySet<string>;
  /** Short names of topics that texts and buttons use, such as "red flags". */
  readonly labels: ReadonlyMap<string, string>;
  /** Whole messages that ask something of the conversation itself. */
  readonly requests: ReadonlyMap<string, Request>;
  /** Words that say that something is getting worse. */
  readonly worse: readonly string[];
  /** Words that take back an answer to a card. */
  readonly undo: readonly string[];
  readonly unseen: readonly string[];
  readonly still: readonly string[];
  /** What the chat on a website says by itself, by language; English is always there. */
  readonly widgets: ReadonlyMap<string, Widget>;
}

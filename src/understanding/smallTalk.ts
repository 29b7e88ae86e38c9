import { type Utterance, wordsOf } from './utterance';

export interface SmallTalkIntent {
  readonly id: string;
  readonly reply: string;
}

/** Whole social messages, by their words. */
export type SmallTalkTable = ReadonlyMap<string, SmallTalkIntent>;

/** Finds small talk only when the whole message is it. */
export function findSmallTalk(utterance: Utterance, table: SmallTalkTable): SmallTalkIntent | undefined {
  return table.get(wordsOf(utterance));
}

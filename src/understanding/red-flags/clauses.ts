import type { Token, Utterance } from '../utterance';

/** Where one clause and one sentence lie: `clause[i]` and `sentence[i]` number the clause of token i. */
export interface Clauses {
  readonly clause: readonly number[];
  readonly sentence: readonly number[];
  /** Comma-separated stretch inside a clause. */
  readonly segment: readonly number[];
}

/** Words that begin a new clause, where a denial or a question no longer reaches. Source: ConText, guide 2a. */
const STARTS_CLAUSE = new Set([
  'but',
  'however',
  'except',
  'although',
  'though',
  'because',
  'cause',
  'cuz',
  'cos',
  'yet',
  'whereas',
  'while',
  'then',
  'anyway',
  'still',
]);
/** Words that begin a new clause only after a comma ("i used to walk fine, now i can't"). */
const STARTS_AFTER_COMMA = new Set([
  'now',
  'so',
  'since',
  'and',
  'today',
  'this',
  'suddenly',
  'also',
  'i',
  'im',
  'my',
  'he',
  'she',
  'his',
  'her',
  'they',
]);

/** Cuts an utterance into sentences, clauses and comma stretches. */
export function cutClauses(utterance: Utterance): Clauses {
  const clause: number[] = [];
  const sentence: number[] = [];
  const segment: number[] = [];
  let clauseNumber = 0;
  let sentenceNumber = 0;
  let segmentNumber = 0;
  utterance.tokens.forEach((token, index) => {
    if (token.before === 'hard') sentenceNumber++;
    if (token.before !== 'none') segmentNumber++;
    if (index > 0 && startsClause(token)) {
      clauseNumber++;
      segmentNumber++;
    }
    clause.push(clauseNumber);
    sentence.push(sentenceNumber);
    segment.push(segmentNumber);
  });
  return { clause, sentence, segment };
}

function startsClause(token: Token): boolean {
  if (token.before === 'hard') return true;
  if (token.word === 'still') return false;
  return STARTS_CLAUSE.has(token.word) || (token.before === 'soft' && STARTS_AFTER_COMMA.has(token.word));
}

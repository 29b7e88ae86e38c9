import type { Token, Utterance } from '../utterance';

/** Where one clause and one sentence lie: `clause[i]` and `sentence[i]` number the clause of token i. */
export interface Clauses {
  readonly clause: readonly number[];
  readonly sentence: readonly number[];
  /** Comma-separated stretch inside a clause. */
  readonly segment: readonly number[];
}

/** Words that begin a new clause, where a denial or a question no longer reaches. Source: ConText, guide 2a. */
export const STARTS_CLAUSE: ReadonlySet<string> = new Set([
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

/** Words that answer a question by themselves. */
const ANSWERS = new Set(['no', 'nope', 'nah']);
/** Words that a new statement begins with. */
const SUBJECTS = new Set(
  'i,im,ive,my,he,hes,his,she,shes,her,it,its,they,theyre,their,we,were,our,the,both,now'.split(','),
);

/** Cuts an utterance into sentences, clauses and comma stretches. */
export function cutClauses(utterance: Utterance): Clauses {
  const clause: number[] = [];
  const sentence: number[] = [];
  const segment: number[] = [];
  let clauseNumber = 0;
  let sentenceNumber = 0;
  let segmentNumber = 0;
  utterance.tokens.forEach((token, index, tokens) => {
    if (token.before === 'hard') sentenceNumber++;
    if (token.before !== 'none') segmentNumber++;
    if (index > 0 && (startsClause(token) || answersFirst(tokens, index))) {
      clauseNumber++;
      segmentNumber++;
    }
    clause.push(clauseNumber);
    sentence.push(sentenceNumber);
    segment.push(segmentNumber);
  });
  return { clause, sentence, segment };
}

/** "No my legs are weak": the "no" answers a question, and denies nothing of what follows. */
function answersFirst(tokens: readonly Token[], index: number): boolean {
  return ANSWERS.has(tokens[index - 1]?.word ?? '') && SUBJECTS.has(tokens[index]?.word ?? '');
}

function startsClause(token: Token): boolean {
  if (token.before === 'hard') return true;
  if (token.word === 'still') return false;
  return STARTS_CLAUSE.has(token.word) || (token.before === 'soft' && STARTS_AFTER_COMMA.has(token.word));
}

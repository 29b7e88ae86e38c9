import { type Utterance, wordsOf } from './utterance';

export type YesNo = 'yes' | 'no' | 'unsure';

/** Whole messages that answer an open question. */
export type AnswerPhrases = ReadonlyMap<string, YesNo>;

const YES = new Set(['yes', 'yeah', 'yep', 'yup', 'yea']);
const NO = new Set(['no', 'nope', 'nah']);
const TURNS = new Set(['but', 'idea', 'clue', 'sure', 'though', 'except', 'maybe']);
const FILLERS = new Set([
  'well',
  'um',
  'uh',
  'oh',
  'so',
  'ok',
  'okay',
  'i',
  'think',
  'please',
  'sorry',
  'just',
  'honestly',
  'lol',
  'haha',
  'god',
  'omg',
  'man',
  'dude',
  'bro',
  'hey',
  'umm',
  'hmm',
]);
/** What may follow a "no" that it leaves a "no"; "no he leaks" and "no not me him" say something else. */
const NO_TAIL = new Set(
  "no,not,never,none,nothing,neither,happening,now,right,it,its,it's,is,isnt,im,i,am,are,arent,was,do,dont,does,doesnt,did,didnt,have,havent,has,hasnt,he,she,they,we,shes,hes,theyre,fine,ok,okay,all,good,that,this,these,those,them,at,of,to,any,thanks,thank,you,really,yet,longer,more,sir,maam,mam,dear,thankfully,luckily,today,moment,the,asking,curious,wondering,reading,learning,just,only,question,a,but".split(
    ',',
  ),
);
/** "Yes no I mean no": the last word counts. */
const CORRECTED = /\b(?:i mean|i meant|sorry|wrong) (yes|no)$/;
/** Longer messages say more than yes or no and are understood as a whole instead. */
const MAX_WORDS = 6;

/**
 * Reads a short reply to an open question. Anything longer or unlisted is `undefined`: it is asked again,
 * never guessed.
 */
export function readYesNo(utterance: Utterance, phrases: AnswerPhrases): YesNo | undefined {
  const words = wordsOf(utterance);
  const whole = phrases.get(words);
  if (whole !== undefined || utterance.tokens.length > MAX_WORDS) return whole;
  const [, corrected] = CORRECTED.exec(words) ?? [];
  if (corrected !== undefined) return corrected === 'no' ? 'no' : 'yes';
  const led = leadingAnswer(utterance);
  if (led !== undefined) return led;
  const bare = utterance.tokens.filter(({ word }) => !FILLERS.has(word)).map(({ word }) => word);
  return phrases.get(bare.join(' '));
}

/** "Yes since yesterday", "no never": the first word answers, unless a later one turns it. A "no" must be all that is said. */
function leadingAnswer({ tokens }: Utterance): YesNo | undefined {
  const first = tokens[0]?.word ?? '';
  if (tokens.some(({ word }) => TURNS.has(word))) return undefined;
  if (YES.has(first)) return 'yes';
  return NO.has(first) && tokens.slice(1).every(({ word }) => NO_TAIL.has(word)) ? 'no' : undefined;
}

import type { SoftmaxModel } from '../model/softmaxModel';
import type { Utterance } from '../utterance';
import { type Asserted, assertFrame } from './assertion';
import { type ClassMatch, compileAutomaton } from './automaton';
import { cutClauses } from './clauses';
import { buildContext, type Context } from './context';
import { cueBetween, cueIn, LONGEST_CUE, MASKS } from './cues';
import type { HeardMessage } from './evidence';
import { type FrameHit, findFrames, indexFrames } from './frames';
import { createHearing } from './hearing';
import { createLegible } from './legible';
import type { Concept, EmergencyKind, RedFlagLexicon } from './lexicon';
import { sugars, temperatures } from './readings';
import { isGenericQuestion } from './supposition';
import { years } from './years';

/** One red flag found in a message, with the words' part of the reason. */
export interface RedFlagHit extends Asserted {
  readonly concept: Concept;
  readonly frame: FrameHit['frame'];
  readonly start: number;
  readonly end: number;
}

/** Facts about the person that a message states; they last for the conversation. */
interface StatedFacts {
  readonly cancer?: 'yes' | 'no';
  readonly treatment?: boolean;
}

/** What the red-flag engine sees in one message. */
export interface RedFlagFindings {
  readonly hits: readonly RedFlagHit[];
  readonly facts: StatedFacts;
  readonly who: 'self' | 'other';
  /** The message was too long to be read whole. */
  readonly capped: boolean;
  /** Every sentence is a question about nobody in particular. */
  readonly general: boolean;
  /** "She has melanoma in her spine": a cancer and whose it is, and nothing else. */
  readonly onlyCancer: boolean;
  /** One sentence that says outright that the symptom is not there. */
  readonly denied: boolean;
  /** How much the message sounds like any red flag; above 0 the model leans to yes. */
  readonly signal: number;
  /** How much it sounds like an emergency. */
  readonly emergencySignal: number;
  /** What kind of emergency it sounds like, if it is one. */
  readonly kind: EmergencyKind;
  /** The red flag of that kind which it sounds most like, where there is one. */
  readonly sounds: Concept | undefined;
  /** The red flag that a single serious word points to; it names what the signals hear. */
  readonly partial: Concept | undefined;
  readonly wordCount: number;
  /** The message says that something works ("i can walk fine") or names a symptom only to deny it. */
  readonly reassured: boolean;
}

export interface RedFlagEngine {
  find(utterance: Utterance): RedFlagFindings;
  /** Every word the engine knows, for the spelling guard. */
  readonly vocabulary: ReadonlySet<string>;
}

/** One message with everything the rules find in it. */
export interface ReadMessage extends HeardMessage {
  readonly context: Context;
}

/** Reads messages with the reviewed lexicon alone, without the trained model. */
export function createRedFlagReader(
  lexicon: RedFlagLexicon,
  commonWords: ReadonlySet<string>,
): {
  read(utterance: Utterance): ReadMessage;
  readonly vocabulary: ReadonlySet<string>;
} {
  const automaton = compileAutomaton(lexicon.classes, MASKS);
  const frames = indexFrames(lexicon.concepts);
  const legible = createLegible(automaton.vocabulary, commonWords);
  const read = (typed: Utterance): ReadMessage => {
    const utterance = legible(typed);
    const matches = [
      ...automaton.find(utterance.tokens),
      ...temperatures(utterance.tokens),
      ...sugars(utterance.tokens),
      ...years(utterance.tokens, lexicon.lastPastYear),
    ].sort((a, b) => a.start - b.start);
    const clauses = cutClauses(utterance);
    const context = buildContext(utterance, clauses, matches, lexicon.symptomNouns);
    const hits = findFrames(matches, clauses, frames)
      .map(
        (hit): RedFlagHit => ({
          concept: hit.concept,
          frame: hit.frame,
          start: hit.start,
          end: hit.end,
          ...assertFrame(hit, context),
        }),
      )
      .sort((a, b) => a.start - b.start);
    return { utterance, clauses, matches, context, hits };
  };
  return { read, vocabulary: automaton.vocabulary };
}

/** Builds the engine once from the reviewed lexicon, the trained model and the words that are never corrected. */
export function createRedFlagEngine(
  lexicon: RedFlagLexicon,
  model: SoftmaxModel,
  commonWords: ReadonlySet<string>,
): RedFlagEngine {
  const { read, vocabulary } = createRedFlagReader(lexicon, commonWords);
  const hear = createHearing(model, lexicon.concepts);
  return {
    vocabulary,
    find: (utterance) => {
      const message = read(utterance);
      return { ...factsOf(message, lexicon), ...hear(message) };
    },
  };
}

/** Tokens between "if" and the cancer that it is said of. */
const SUPPOSED_WITHIN = 5;
const SUPPOSES: ReadonlySet<string> = new Set('if,whether,could,might,example,exam,quiz'.split(','));
/** "What if my cancer comes back": it is there. */
const OWNS: ReadonlySet<string> = new Set(
  'my,his,her,our,their,moms,dads,the,have,has,had,with,got,gets,found,diagnosed,told,hes,shes,im,after,since,beat,survived,fighting,treated,finished'.split(
    ',',
  ),
);

const CANCER_STORY = ['cancer', 'relative', 'third-person', 'past-time', 'treatment', 'self'] as const;
const CANCER_WORDS: ReadonlySet<string> = new Set(
  'has,have,had,got,is,was,s,a,the,an,of,in,to,on,with,and,its,they,said,told,us,diagnosed,spread,spine,back,bone,bones,liver,brain,lung,lungs,breast,kidney,prostate,thyroid,skin,stage,four,three,two,since,ago,years,year,months,month,weeks,week,now,home,from,today,also,too,well,oh,hi,hello,hey,yes,sorry,i,im,ive,been,he,she,hes,shes,my,her,his'.split(
    ',',
  ),
);

/** Reasons that say outright that a symptom is not there, or not any more. */
const DENIALS: ReadonlySet<string> = new Set([
  'denied',
  'double negative',
  'ruled out',
  'resolved',
  'function came back',
]);
/** Tokens between a denial and the single word it denies. */
const DENIES_WITHIN = 3;

function factsOf(
  message: ReadMessage,
  lexicon: RedFlagLexicon,
): Omit<RedFlagFindings, 'signal' | 'emergencySignal' | 'kind' | 'sounds'> {
  const { utterance, matches, context, hits } = message;
  const stated = (name: string) =>
    cueIn(
      context.cues,
      name,
      (cue) => !isGenericQuestion(cue.start, context) && !isSupposed(cue.start, context),
    );
  const cancer = stated('no-cancer') ? 'no' : stated('cancer') ? 'yes' : undefined;
  return {
    hits,
    facts: {
      ...(cancer === undefined ? {} : { cancer }),
      ...(stated('treatment') ? { treatment: true } : {}),
    },
    who: whoseSymptom(hits, context),
    capped: utterance.capped,
    general: isGeneral(utterance, context),
    onlyCancer: cancer === 'yes' && hits.length === 0 && tellsOnlyCancer(message),
    denied: isDenial(message),
    partial: partialConcept(matches, context, lexicon),
    wordCount: utterance.tokens.length,
    reassured: context.cues.has('able') || context.cues.has('idiom') || deniesSymptom(context),
  };
}

/** Every word is of a cancer, a person, a place that it spreads to, or a time. */
function tellsOnlyCancer({ utterance: { tokens }, context: { cues } }: ReadMessage): boolean {
  const isCovered = (index: number) =>
    CANCER_STORY.some((name) => cueIn(cues, name, (cue) => cue.start <= index && index < cue.end));
  return tokens.every(({ word }, index) => CANCER_WORDS.has(word) || /^\d+$/.test(word) || isCovered(index));
}

/** "How would I know if it is cancer": nobody has said to have it. */
function isSupposed(start: number, { utterance: { tokens } }: Context): boolean {
  const before = tokens.slice(Math.max(0, start - SUPPOSED_WITHIN), start).map(({ word }) => word);
  return before.some((word) => SUPPOSES.has(word)) && !before.some((word) => OWNS.has(word));
}

/** Whose symptom it is: as the frames say, or where none fired, somebody else's when only somebody else is spoken of. */
function whoseSymptom(hits: readonly RedFlagHit[], { cues }: Context): 'self' | 'other' {
  const standing = hits.filter((hit) => hit.assertion !== 'absent');
  if (standing.length > 0) return standing.some((hit) => hit.who === 'other') ? 'other' : 'self';
  return cues.has('relative') && !cues.has('self-body') ? 'other' : 'self';
}

function isDenial({ clauses, hits }: ReadMessage): boolean {
  const oneSentence = clauses.sentence[clauses.sentence.length - 1] === 0;
  return oneSentence && hits.length > 0 && hits.every(({ reason }) => DENIALS.has(reason));
}

/** Every sentence asks about nobody in particular: however alarming the words, nobody has said to have it. */
function isGeneral({ tokens }: Utterance, context: Context): boolean {
  const { sentence } = context.clauses;
  const begins = (index: number) => index === 0 || sentence[index] !== sentence[index - 1];
  return tokens.length > 0 && tokens.every((_, index) => !begins(index) || isGenericQuestion(index, context));
}

function partialConcept(
  matches: readonly ClassMatch[],
  { cues }: Context,
  { partials, concepts }: RedFlagLexicon,
): Concept | undefined {
  const denied = (match: ClassMatch) =>
    cueBetween(
      cues,
      'negator',
      match.start - DENIES_WITHIN - LONGEST_CUE,
      match.start,
      (cue) => cue.end <= match.start && match.start - cue.end <= DENIES_WITHIN,
    );
  const names = new Set(matches.filter((match) => !denied(match)).map(({ name }) => name));
  const first = partials.find(({ part }) => names.has(part));
  return first === undefined ? undefined : concepts.find(({ id }) => id === first.conceptId);
}

/** "No pain, weakness or numbness": a symptom is named only to say that it is not there. */
function deniesSymptom({ cues, utterance, symptomNouns }: Context): boolean {
  return cueIn(cues, 'negator', (cue) =>
    utterance.tokens.slice(cue.end, cue.end + DENIES_WITHIN).some(({ word }) => symptomNouns.has(word)),
  );
}

import { featuresOf } from '../model/features';
import type { LinearModel } from '../model/linearModel';
import { scoreOf } from '../model/linearModel';
import type { Utterance } from '../utterance';
import { type Asserted, assertFrame } from './assertion';
import { type Automaton, type ClassMatch, compileAutomaton } from './automaton';
import { cutClauses } from './clauses';
import { buildContext, type Context } from './context';
import { cueIn, MASKS } from './cues';
import { type FrameHit, findFrames, indexFrames } from './frames';
import type { Concept, RedFlagLexicon } from './lexicon';
import { isGenericQuestion } from './supposition';
import { temperatures } from './temperature';
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
  /** How much the message sounds like any red flag; above 0 the model leans to yes. */
  readonly signal: number;
  /** How much it sounds like an emergency. */
  readonly emergencySignal: number;
  /** The red flag that a single serious word points to, for when no frame fired. */
  readonly partial: Concept | undefined;
  /** The message holds an idiom or says that something works ("i can walk fine"). */
  readonly reassured: boolean;
  readonly wordCount: number;
  readonly sentenceCount: number;
}

/** Trained on examples: how much a message sounds like any red flag, and like an emergency. */
export interface RedFlagSignals {
  readonly any: LinearModel;
  readonly emergency: LinearModel;
}

export interface RedFlagEngine {
  find(utterance: Utterance): RedFlagFindings;
  /** Every word the engine knows, for the spelling guard. */
  readonly vocabulary: ReadonlySet<string>;
}

/** Builds the engine once from the reviewed lexicon. */
export function createRedFlagEngine(lexicon: RedFlagLexicon, signals: RedFlagSignals): RedFlagEngine {
  const automaton = compileAutomaton(lexicon.classes, MASKS);
  const frames = indexFrames(lexicon.concepts);
  return {
    vocabulary: automaton.vocabulary,
    find: (utterance) => findRedFlags(utterance, { automaton, frames, lexicon, signals }),
  };
}

/** "I laughed so hard I peed a little": an everyday leak. */
const STRESS_LEAK = 'stress-leak';
/** Tokens between a denial and the single word it denies. */
const DENIES_WITHIN = 3;

interface EngineParts {
  readonly automaton: Automaton;
  readonly frames: ReturnType<typeof indexFrames>;
  readonly lexicon: RedFlagLexicon;
  readonly signals: RedFlagSignals;
}

function findRedFlags(
  utterance: Utterance,
  { automaton, frames, lexicon, signals }: EngineParts,
): RedFlagFindings {
  const matches = [
    ...automaton.find(utterance.tokens),
    ...temperatures(utterance.tokens),
    ...years(utterance.tokens, lexicon.lastPastYear),
  ];
  const clauses = cutClauses(utterance);
  const context = buildContext(utterance, clauses, matches, lexicon.symptomNouns);
  const hits = findFrames(matches, clauses, frames).map(
    (hit): RedFlagHit => ({
      concept: hit.concept,
      frame: hit.frame,
      start: hit.start,
      end: hit.end,
      ...assertFrame(hit, context),
    }),
  );
  const words = utterance.tokens.map(({ word }) => word);
  const general = isGeneral(utterance, context);
  const features = general ? [] : featuresOf(words);
  const stated = (name: string) => cueIn(context.cues, name, (cue) => !isGenericQuestion(cue.start, context));
  const cancer = stated('no-cancer') ? 'no' : stated('cancer') ? 'yes' : undefined;
  return {
    hits,
    facts: {
      ...(cancer === undefined ? {} : { cancer }),
      ...(stated('treatment') ? { treatment: true } : {}),
    },
    who: whoseSymptom(hits, context),
    capped: utterance.capped,
    signal: scoreOf(signals.any, features),
    emergencySignal: scoreOf(signals.emergency, features),
    partial: partialConcept(matches, context, lexicon),
    reassured:
      context.cues.has('idiom') ||
      context.cues.has('able') ||
      deniesSymptom(context) ||
      matches.some(({ name }) => name === STRESS_LEAK),
    wordCount: words.length,
    sentenceCount: new Set(clauses.sentence).size,
  };
}

/** Whose symptom it is: as the frames say, or where none fired, somebody else's when only somebody else is spoken of. */
function whoseSymptom(hits: readonly RedFlagHit[], { cues }: Context): 'self' | 'other' {
  const standing = hits.filter((hit) => hit.assertion !== 'absent');
  if (standing.length > 0) return standing.some((hit) => hit.who === 'other') ? 'other' : 'self';
  return cues.has('relative') && !cues.has('self-body') ? 'other' : 'self';
}

/** Every sentence asks about nobody in particular: however alarming the words, nobody has said to have it. */
function isGeneral(utterance: Utterance, context: Context): boolean {
  return (
    utterance.tokens.length > 0 && utterance.tokens.every((_, index) => isGenericQuestion(index, context))
  );
}

function partialConcept(
  matches: readonly ClassMatch[],
  { cues }: Context,
  { partials, concepts }: RedFlagLexicon,
): Concept | undefined {
  const denied = (match: ClassMatch) =>
    cueIn(cues, 'negator', (cue) => cue.end <= match.start && match.start - cue.end <= DENIES_WITHIN);
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

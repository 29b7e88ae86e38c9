import type { Utterance } from '../utterance';
import type { ClassMatch } from './automaton';
import type { Clauses } from './clauses';
import { type CueIndex, cueIn, indexCues } from './cues';
import type { FrameHit } from './frames';

/** Whether a symptom is claimed as happening now, may be, or is denied, asked about, over or somebody else's. */
type Assertion = 'present' | 'uncertain' | 'absent';

export interface Asserted {
  readonly assertion: Assertion;
  /** Which rule decided, for the trace and for `npm run explain`. */
  readonly reason: string;
  readonly who: 'self' | 'other';
}

/** Everything the rules look at; built once a message. */
export interface Context {
  readonly utterance: Utterance;
  readonly clauses: Clauses;
  readonly cues: CueIndex;
  readonly symptomNouns: ReadonlySet<string>;
}

/** Tokens after a denial that it still reaches. Source: NegEx uses five (doi:10.1006/jbin.2001.1029). */
const REACH = 5;
/** Words that may stand before the first word of a question. */
const GREETINGS = new Set([
  'hi',
  'hello',
  'hey',
  'so',
  'and',
  'but',
  'ok',
  'okay',
  'um',
  'well',
  'please',
  'also',
  'then',
  'oh',
  'yes',
  'no',
]);
const ENDS_DENIAL = new Set(['just', 'only', 'but', 'except', 'however', 'though']);
/** Tokens after "if", "afraid of" and the like that are still only imagined. Tuned on the development data. */
const HYPOTHETICAL_REACH = 12;

export function buildContext(
  utterance: Utterance,
  clauses: Clauses,
  matches: readonly ClassMatch[],
  symptomNouns: ReadonlySet<string>,
): Context {
  return { utterance, clauses, cues: indexCues(matches), symptomNouns };
}

/**
 * Decides how one frame is asserted. The rules run from the surest to the vaguest; whatever none of them
 * explains away is present, so that doubt raises a red flag rather than hides it.
 * Source of the rules: clinical guide, section 2a; after ConText (doi:10.1016/j.jbi.2009.05.002).
 */
export function assertFrame(hit: FrameHit, context: Context): Asserted {
  const who = experiencer(hit, context);
  if (hit.frame.kind === 'always') return { assertion: 'present', reason: 'stated', who };
  const absence =
    denied(hit, context) ?? othersPast(hit, context) ?? supposed(hit, context) ?? over(hit, context);
  if (absence !== undefined) return { assertion: 'absent', reason: absence, who };
  const doubt = unchanged(hit, context);
  if (doubt !== undefined) return { ...doubt, who };
  if (everyday(hit, context)) return { assertion: 'absent', reason: 'everyday cause', who };
  return { assertion: hit.frame.tier === 'ask' ? 'uncertain' : 'present', reason: 'stated', who };
}

/** Asked about, imagined or reported. A wish to die is taken at its word in whatever form it comes. */
function supposed(hit: FrameHit, context: Context): string | undefined {
  if (hit.concept.group === 'crisis' && hit.frame.kind === 'loss') return undefined;
  return (
    hypothetical(hit, context) ??
    reported(hit, context) ??
    genericQuestion(hit, context) ??
    namedThing(hit, context)
  );
}

function experiencer(hit: FrameHit, context: Context): 'self' | 'other' {
  const { clauses, cues } = context;
  const clause = clauses.clause[hit.start] ?? 0;
  const inClause = (name: string) => cueIn(cues, name, (m) => clauses.clause[m.start] === clause);
  if (inClause('self')) return inClause('relative') && !inClause('self-body') ? 'other' : 'self';
  if (inClause('relative') || inClause('third-person')) return 'other';
  return cueIn(cues, 'relative', () => true) && !cueIn(cues, 'self-body', () => true) ? 'other' : 'self';
}

function denied(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const clause = clauses.clause[hit.start];
  const before = (name: string, reach: number) =>
    cueIn(cues, name, (cue) => clauses.clause[cue.start] === clause && reaches(cue, hit, context, reach));
  const turned = cueIn(
    cues,
    'not-that',
    (cue) => clauses.clause[cue.start] === clause && cue.start <= hit.start && hit.start - cue.end <= 8,
  );
  if (turned) return 'double negative';
  if (hit.frame.kind === 'symptom' && before('negator', REACH)) return 'denied';
  const after = (name: string, reach: number) =>
    cueIn(
      cues,
      name,
      (cue) => cue.start >= hit.end && cue.start - hit.end <= reach && clauses.clause[cue.start] === clause,
    );
  if (hit.frame.kind === 'symptom' && after('ruled-out', 1)) return 'ruled out';
  return undefined;
}

/** A denial reaches a part of the frame in its own comma stretch, or across a list of bare symptom nouns. */
function reaches(cue: ClassMatch, hit: FrameHit, context: Context, reach: number): boolean {
  const { clauses, utterance, symptomNouns } = context;
  const stretch = clauses.segment[cue.start];
  // A "no" that is itself part of the symptom ("no feeling") denies nothing.
  if (hit.parts.some((part) => cue.start < part.end && part.start < cue.end)) return false;
  return hit.parts.some((part) => {
    if (cue.end > part.start || ended(cue.end, part.start, utterance)) return false;
    if (part.start - cue.end <= reach && clauses.segment[part.start] === stretch) return true;
    const word = utterance.tokens[part.end - 1]?.word ?? '';
    const nouns =
      symptomNouns.has(word) ||
      hit.parts.some((p) => symptomNouns.has(utterance.tokens[p.end - 1]?.word ?? ''));
    return nouns && part.start - cue.end <= 14 && !hit.parts.some((p) => p.name === 'body-verb');
  });
}

/** "No pain, just numb legs": such a word ends what the denial reaches. */
function ended(from: number, to: number, utterance: Utterance): boolean {
  return utterance.tokens.slice(from, to).some(({ word }) => ENDS_DENIAL.has(word));
}

function hypothetical(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const imagined = cueIn(
    cues,
    'hypothetical',
    (cue) =>
      clauses.sentence[cue.start] === sentence &&
      cue.start <= hit.start &&
      hit.end - cue.end <= HYPOTHETICAL_REACH + (hit.end - hit.start) &&
      (clauses.clause[cue.start] === clauses.clause[hit.start] || cue.end === hit.start),
  );
  if (!imagined) return undefined;
  const now = cueIn(cues, 'now', (cue) => clauses.sentence[cue.start] === sentence);
  return now ? undefined : 'hypothetical';
}

function reported(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const advice = cueIn(
    cues,
    'advice',
    (cue) =>
      clauses.clause[cue.start] === clauses.clause[hit.start] &&
      cue.start <= hit.start &&
      hit.start - cue.end <= 10,
  );
  if (advice) return 'reported advice or test';
  const professional = cueIn(cues, 'professional', () => true);
  const own = cueIn(cues, 'self-body', (cue) => clauses.sentence[cue.start] === sentence);
  if (professional && !own && !happeningTo(hit, context)) return 'professional or student';
  return undefined;
}

function happeningTo(hit: FrameHit, { clauses, cues }: Context): boolean {
  const sentence = clauses.sentence[hit.start];
  return cueIn(cues, 'relative', (cue) => clauses.sentence[cue.start] === sentence);
}

function othersPast(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const clause = clauses.clause[hit.start];
  if (cueIn(cues, 'self-body', (cue) => clauses.clause[cue.start] === clause)) return undefined;
  const inSentence = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  if (inSentence('death') && !inSentence('now')) return 'somebody who has died';
  if (inSentence('animal')) return 'an animal';
  if (inSentence('stranger') && !inSentence('now')) return 'somebody else, not here';
  return undefined;
}

function genericQuestion(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  if (here('future-question') && asks(hit.start, context))
    return here('now') ? undefined : 'asks about the future';
  if (!isGenericQuestion(hit.start, context)) return undefined;
  // "can you explain foot drop? mine started today": what was asked about in general is one's own after all.
  return cueIn(cues, 'mine', (cue) => cue.start >= hit.end) ? undefined : 'general question';
}

/** "foot drop exercises", "incontinence supplies": the name of a thing, with nobody who has it. */
function namedThing(hit: FrameHit, { clauses, cues, utterance }: Context): string | undefined {
  const clause = clauses.clause[hit.start];
  const inClause = (name: string) => cueIn(cues, name, (cue) => clauses.clause[cue.start] === clause);
  if (inClause('self') || inClause('relative') || inClause('third-person') || inClause('now'))
    return undefined;
  const around = cueIn(cues, 'thing', (cue) => clauses.clause[cue.start] === clause && nearTo(cue, hit));
  return around && utterance.tokens.length <= 12 ? 'names a thing' : undefined;
}

function nearTo(cue: ClassMatch, hit: FrameHit): boolean {
  return (
    (cue.start >= hit.end && cue.start - hit.end <= 2) || (cue.end <= hit.start && hit.start - cue.end <= 2)
  );
}

/** Whether a token stands in a question about nobody in particular. */
export function isGenericQuestion(token: number, context: Context): boolean {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[token];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  if (!opensAsQuestion(token, context)) return false;
  return !(here('self') || here('relative') || here('third-person') || here('now'));
}

function asks(token: number, context: Context): boolean {
  return context.utterance.asked[token] === true || opensAsQuestion(token, context);
}

/** A question word among the first words of the sentence, or a verb at its head; few people type the mark. */
function opensAsQuestion(token: number, { clauses, cues, utterance }: Context): boolean {
  const sentence = clauses.sentence[token] ?? 0;
  const first = clauses.sentence.indexOf(sentence);
  const within = (name: string, words: number) =>
    cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence && cue.start - first <= words);
  if (within('question', 4)) return true;
  const head = GREETINGS.has(utterance.tokens[first]?.word ?? '') ? 1 : 0;
  return within('question-verb', head);
}

function over(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const afterHit = (name: string) =>
    cueIn(cues, name, (cue) => cue.start >= hit.end && clauses.sentence[cue.start] === sentence);
  const worsens = here('worse');
  if (hit.frame.kind === 'loss' && afterHit('returned') && !worsens) return 'function came back';
  if (hit.frame.kind === 'symptom' && afterHit('resolved') && !worsens) return 'resolved';
  if (here('past-time') && !here('now') && !here('recent') && !worsens && !here('recurred'))
    return 'long ago';
  if (usedTo(hit, context)) return 'used to';
  return undefined;
}

/** "My feet are asleep after I sat cross legged": only for numbness, and only when nothing says that it goes on. */
function everyday(hit: FrameHit, { clauses, cues }: Context): boolean {
  if (hit.concept.id !== 'numb_limbs') return false;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const goesOn = ['worse', 'ongoing', 'recent', 'recurred'].some(here);
  return here('benign-cause') && !goesOn;
}

/** "I used to be unable to walk": the past habit is what the frame says, with nothing present about it. */
function usedTo(hit: FrameHit, { clauses, cues }: Context): boolean {
  return cueIn(
    cues,
    'used-to',
    (cue) =>
      cue.end <= hit.end && hit.end - cue.end <= 8 && clauses.clause[cue.start] === clauses.clause[hit.start],
  );
}

/**
 * What other sentences say: that it has passed, that it was months ago, that the person has died. It may be about
 * something else, so it never hides a red flag; it turns the card into the question.
 */
function doubted(hit: FrameHit, { clauses, cues }: Context): string | undefined {
  const sentence = clauses.sentence[hit.start] ?? 0;
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const anywhere = (name: string) => cueIn(cues, name, () => true);
  if (['now', 'recent', 'worse', 'recurred'].some(here)) return undefined;
  if (anywhere('recovered') && !anywhere('recurred')) return 'recovered, says another sentence';
  if (here('season')) return 'some months ago';
  if (cueIn(cues, 'that-was', (cue) => clauses.sentence[cue.start] === sentence + 1))
    return 'placed in the past';
  return anywhere('death') && !here('self-body') ? 'the message tells of a death' : undefined;
}

function unchanged(hit: FrameHit, context: Context): { assertion: Assertion; reason: string } | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => cueIn(cues, name, (cue) => clauses.sentence[cue.start] === sentence);
  const anywhere = (name: string) => cueIn(cues, name, () => true);
  const steady = here('chronic') || anywhere('no-change');
  if (steady && !anywhere('worse') && !here('now'))
    return { assertion: 'absent', reason: 'long-standing and unchanged' };
  const elsewhere = doubted(hit, context);
  if (elsewhere !== undefined) return { assertion: 'uncertain', reason: elsewhere };
  if (here('worse') || here('now') || here('recent') || here('recurred')) return undefined;
  return here('ongoing') ? { assertion: 'uncertain', reason: 'ongoing, trend unknown' } : undefined;
}

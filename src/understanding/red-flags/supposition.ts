import type { ClassMatch } from './automaton';
import type { Context } from './context';
import { cueBetween, cueIn, LONGEST_CUE } from './cues';
import type { FrameHit } from './frames';

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
/** Tokens after "if", "afraid of" and the like that are still only imagined. Tuned on the development data. */
const HYPOTHETICAL_REACH = 12;
const ADVICE_REACH = 10;

/** Asked about, imagined or reported. A wish to die is taken at its word in whatever form it comes. */
export function supposed(hit: FrameHit, context: Context): string | undefined {
  if (hit.concept.group === 'crisis' && hit.frame.kind === 'loss') return undefined;
  return (
    hypothetical(hit, context) ??
    reported(hit, context) ??
    genericQuestion(hit, context) ??
    namedThing(hit, context)
  );
}

function hypothetical(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const imagined = cueBetween(
    cues,
    'hypothetical',
    hit.start - HYPOTHETICAL_REACH - LONGEST_CUE,
    hit.start,
    (cue) =>
      clauses.sentence[cue.start] === sentence &&
      hit.end - cue.end <= HYPOTHETICAL_REACH + (hit.end - hit.start) &&
      (clauses.clause[cue.start] === clauses.clause[hit.start] || cue.end === hit.start),
  );
  if (!imagined) return undefined;
  return context.inSentence('now', hit.start) ? undefined : 'hypothetical';
}

function reported(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues, utterance } = context;
  const sentence = clauses.sentence[hit.start];
  const advice = cueBetween(
    cues,
    'advice',
    hit.start - ADVICE_REACH - LONGEST_CUE,
    hit.start,
    (cue) => clauses.clause[cue.start] === clauses.clause[hit.start] && hit.start - cue.end <= ADVICE_REACH,
  );
  if (advice) return 'reported advice or test';
  const professional = cues.has('professional');
  // "I am a nurse" is no symptom of one's own; "my legs" is.
  const own = cueIn(
    cues,
    'self-body',
    (cue) => clauses.sentence[cue.start] === sentence && utterance.tokens[cue.start]?.word === 'my',
  );
  if (professional && !own && !context.inSentence('relative', hit.start)) return 'professional or student';
  return undefined;
}

function genericQuestion(hit: FrameHit, context: Context): string | undefined {
  const here = (name: string) => context.inSentence(name, hit.start);
  if (here('future-question') && asks(hit.start, context))
    return here('now') ? undefined : 'asks about the future';
  if (!isGenericQuestion(hit.start, context)) return undefined;
  // "can you explain foot drop? mine started today": what was asked about in general is one's own after all.
  return cueIn(context.cues, 'mine', (cue) => cue.start >= hit.end) ? undefined : 'general question';
}

/** "foot drop exercises", "incontinence supplies": the name of a thing, with nobody who has it. */
function namedThing(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues, utterance } = context;
  const clause = clauses.clause[hit.start];
  const inClause = (name: string) => context.inClause(name, hit.start);
  if (['self', 'relative', 'third-person', 'now', 'cancer'].some(inClause)) return undefined;
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
  const here = (name: string) => context.inSentence(name, token);
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

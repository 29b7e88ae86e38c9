import type { ClassMatch } from './automaton';
import type { Assertion, Context } from './context';
import { cueIn } from './cues';
import type { FrameHit } from './frames';

/** Tokens before a cue that say what it is said of. */
const REACH = 5;
/** Denied, hoped for or asked: it is not so. */
const NOT_SO: ReadonlySet<string> = new Set(
  'not,nothing,never,no,nor,dont,doesnt,didnt,wont,cant,cannot,isnt,arent,wasnt,hasnt,havent,wouldnt,without,hope,hopes,hoping,hopefully,pray,praying,want,wants,wish,waiting,until,if,when,will,would'.split(
    ',',
  ),
);
const ASKS: ReadonlySet<string> = new Set(['is', 'was', 'does', 'can', 'could', 'should']);
/** What may be better or stable while a symptom of the nerves is not. */
const OTHER_SUBJECTS: ReadonlySet<string> = new Set(
  'pain,pains,mood,vitals,scan,scans,tumor,tumors,tumour,cancer,spine,fracture,weight,appetite,blood,counts,labs,pressure,fever,nausea,sleep'.split(
    ',',
  ),
);

/** Before "again" they say that all is well. */
const WELL: ReadonlySet<string> = new Set(
  'normal,fine,ok,okay,well,good,better,works,working,walk,walking,himself,herself,myself,about,driving,drive'.split(
    ',',
  ),
);

const STOPS: ReadonlySet<string> = new Set(['stopped', 'stop', 'quit']);
/** Words before "again" that belong to it. */
const WELL_REACH = 4;
/** Tokens between a cancer and its time: "cancer treated back in 2015", "10 years ago i had breast cancer". */
const CANCER_BEFORE = 4;
const CANCER_AFTER = 5;
const PAST: ReadonlySet<string> = new Set('was,were,wasnt,werent,couldnt,didnt,did,then'.split(','));
/** Why a symptom that goes on is only asked about. */
const TREND_UNKNOWN = 'ongoing, trend unknown';

/** Somebody else's past: a relative who has died, a stranger, an animal. */
export function othersPast(hit: FrameHit, context: Context): string | undefined {
  if (context.inClause('animal', hit.start)) return 'an animal';
  if (context.inClause('self-body', hit.start) || context.inSentence('now', hit.start)) return undefined;
  if (context.inSentence('death', hit.start)) return 'somebody who has died';
  return context.inSentence('stranger', hit.start) ? 'somebody else, not here' : undefined;
}

/** Over and done: it went away, it came back to normal, it was years ago. */
export function over(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  const here = (name: string) => context.inSentence(name, hit.start);
  const afterHit = (name: string) =>
    cueIn(
      cues,
      name,
      (cue) =>
        cue.start >= hit.end &&
        clauses.sentence[cue.start] === sentence &&
        isSaidOf(hit, cue, context) &&
        !isBackAfter(cue, context),
    );
  const worsens = here('worse');
  if (hit.frame.kind === 'loss' && afterHit('returned') && !worsens) return 'function came back';
  if (hit.frame.kind === 'symptom' && afterHit('resolved') && !worsens) return 'resolved';
  if (dated('past-time', hit, context) && !here('now') && !here('recent') && !worsens && !here('recurred'))
    return 'long ago';
  if (usedTo(hit, context)) return 'used to';
  return undefined;
}

/** Whether a cue of this name dates the symptom, and not the cancer: "had lung cancer last year and his legs are weak". */
function dated(name: string, hit: FrameHit, context: Context): boolean {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start];
  return cueIn(
    cues,
    name,
    (cue) => clauses.sentence[cue.start] === sentence && !datesCancer(cue, hit, context),
  );
}

/**
 * The cancer and its time stand side by side, before what is told, or in another stretch after it ("back pain 5 weeks, had
 * breast cancer 11 years ago"), and what is told is not told in the past.
 */
function datesCancer(cue: ClassMatch, hit: FrameHit, context: Context): boolean {
  const { clauses, cues, utterance } = context;
  const { tokens } = utterance;
  const { segment } = clauses;
  const apart = cueIn(
    cues,
    'cancer',
    (cancer) =>
      hit.end <= cancer.start &&
      segment[hit.end - 1] !== segment[cancer.start] &&
      cancer.end <= cue.start &&
      cue.start - cancer.end <= CANCER_BEFORE,
  );
  if (apart && !tokens.slice(hit.start, hit.end).some(({ word }) => PAST.has(word))) return true;
  const beside = cueIn(
    cues,
    'cancer',
    (cancer) =>
      hit.start >= cancer.end &&
      (cancer.end <= cue.start
        ? cue.start - cancer.end <= CANCER_BEFORE
        : cancer.start - cue.end <= CANCER_AFTER),
  );
  const told = tokens.slice(cue.end, hit.end).map(({ word }) => word);
  return beside && hit.start >= cue.end && !told.some((word) => PAST.has(word));
}

/**
 * Whether "better", "resolved" or "stable" is said of this symptom: "nothing makes it better" and "I hope it gets better" say
 * that it is not, and "but the pain is better" speaks of something else.
 */
function isSaidOf(hit: FrameHit, cue: ClassMatch, { utterance: { tokens } }: Context): boolean {
  const words = tokens.slice(Math.max(0, cue.start - REACH), cue.start).map(({ word }) => word);
  if (words.some((word, at) => NOT_SO.has(word) || (ASKS.has(word) && words[at + 1] === 'it'))) return false;
  if (hit.concept.group === 'pain') return true;
  const from = cue.start >= hit.end ? Math.max(hit.end, cue.start - REACH) : Math.max(0, cue.start - REACH);
  return !tokens.slice(from, cue.start).some(({ word }) => OTHER_SUBJECTS.has(word));
}

/** "It got better, and now they are numb again": what passed has come back; "and is fine again" says the opposite. */
function isBackAfter(cue: ClassMatch, { clauses, cues, utterance: { tokens } }: Context): boolean {
  return cueIn(
    cues,
    'recurred',
    (again) =>
      again.start >= cue.end &&
      clauses.sentence[again.start] === clauses.sentence[cue.start] &&
      !isWell(tokens.slice(Math.max(0, again.start - WELL_REACH), again.start).map(({ word }) => word)),
  );
}

/** "Walking again", and not "stopped working again", "not normal again". */
function isWell(before: readonly string[]): boolean {
  return WELL.has(before.at(-1) ?? '') && !before.some((word) => NOT_SO.has(word) || STOPS.has(word));
}

/** "My feet are asleep after I sat cross legged": only for numbness, and only when nothing says that it goes on. */
export function everyday(hit: FrameHit, context: Context): boolean {
  if (hit.concept.id !== 'numb_limbs') return false;
  const here = (name: string) => context.inSentence(name, hit.start);
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

/** Long-standing: hidden when nothing has changed, asked about when the trend is unknown. */
export function unchanged(
  hit: FrameHit,
  context: Context,
): { assertion: Assertion; reason: string } | undefined {
  const here = (name: string) => context.inSentence(name, hit.start);
  const anywhere = (name: string) => context.cues.has(name);
  const inCrisis = hit.concept.group === 'crisis';
  const steady =
    dated('chronic', hit, context) || cueIn(context.cues, 'no-change', (cue) => isSaidOf(hit, cue, context));
  if (steady && !inCrisis && !anywhere('worse') && !here('now'))
    return { assertion: 'absent', reason: 'long-standing and unchanged' };
  const elsewhere = doubted(hit, context);
  if (elsewhere !== undefined) return { assertion: 'uncertain', reason: elsewhere };
  if (here('worse') || here('now') || here('recent') || here('recurred')) return undefined;
  // Who still wants to die wants to die.
  return here('ongoing') && !inCrisis ? { assertion: 'uncertain', reason: TREND_UNKNOWN } : undefined;
}

/**
 * What other sentences say: that it has passed, that it was months ago, that the person has died. It may be about
 * something else, so it never hides a red flag; it turns the card into the question.
 */
function doubted(hit: FrameHit, context: Context): string | undefined {
  const { clauses, cues } = context;
  const sentence = clauses.sentence[hit.start] ?? 0;
  const here = (name: string) => context.inSentence(name, hit.start);
  const anywhere = (name: string) => cues.has(name);
  if (['now', 'recent', 'worse', 'recurred'].some(here)) return undefined;
  if (anywhere('recovered') && !anywhere('recurred')) return 'recovered, says another sentence';
  if (dated('season', hit, context)) return 'some months ago';
  if (cueIn(cues, 'that-was', (cue) => clauses.sentence[cue.start] === sentence + 1))
    return 'placed in the past';
  return anywhere('death') && !here('self-body') ? 'the message tells of a death' : undefined;
}

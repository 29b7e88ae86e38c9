import type { ClassMatch } from './automaton';

/** Cue phrases found in one message, by cue name (without the `cue.` prefix they have among the classes). */
export type CueIndex = ReadonlyMap<string, readonly ClassMatch[]>;

const PREFIX = 'cue.';

/** Cue classes whose phrases hide what is inside them: "no idea" is no denial, "cold feet" no symptom. */
export const MASKS: ReadonlySet<string> = new Set(['cue.idiom', 'cue.not-a-denial']);

/** No cue phrase has more words; what looks back from a symptom looks this much further for the cue's beginning. */
export const LONGEST_CUE = 8;

export function indexCues(matches: readonly ClassMatch[]): CueIndex {
  const index = new Map<string, ClassMatch[]>();
  for (const match of matches) {
    if (!match.name.startsWith(PREFIX)) continue;
    const name = match.name.slice(PREFIX.length);
    const list = index.get(name);
    if (list === undefined) index.set(name, [match]);
    else list.push(match);
  }
  // "Nothing new" says that nothing changed; its "new" is no change for the worse.
  const steady = index.get('no-change') ?? [];
  const worse = (index.get('worse') ?? []).filter(
    (cue) => !steady.some((same) => same.start <= cue.start && cue.end <= same.end),
  );
  if (worse.length > 0) index.set('worse', worse);
  else index.delete('worse');
  return index;
}

/** Whether a cue of this name stands where the test says. */
export function cueIn(cues: CueIndex, name: string, where: (cue: ClassMatch) => boolean): boolean {
  return cues.get(name)?.some(where) ?? false;
}

/** The same among the cues that begin at tokens `first` to `last` only, so that far-off repetition costs nothing. */
export function cueBetween(
  cues: CueIndex,
  name: string,
  first: number,
  last: number,
  where: (cue: ClassMatch) => boolean = () => true,
): boolean {
  const list = cues.get(name) ?? [];
  for (
    let index = firstFrom(list.length, (at) => list[at]?.start ?? 0, first);
    index < list.length;
    index++
  ) {
    const cue = list[index];
    if (cue === undefined || cue.start > last) return false;
    if (where(cue)) return true;
  }
  return false;
}

/** Index of the first of `count` places in order that lies at or after a token. */
export function firstFrom(count: number, placeOf: (index: number) => number, token: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(middle) < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

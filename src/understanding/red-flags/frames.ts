import type { ClassMatch } from './automaton';
import type { Clauses } from './clauses';
import type { Concept, Frame } from './lexicon';

/** A frame found in an utterance, before anything is known about who it concerns and whether it is denied. */
export interface FrameHit {
  readonly concept: Concept;
  readonly frame: Frame;
  readonly start: number;
  readonly end: number;
  /** The class phrases that made the frame, in the frame's order. */
  readonly parts: readonly ClassMatch[];
}

/** A frame with the concept it raises. */
export interface OwnedFrame {
  readonly concept: Concept;
  readonly frame: Frame;
}

type MatchesByName = ReadonlyMap<string, readonly ClassMatch[]>;

/**
 * Matches of one class looked at from each end of a sentence, so that hostile repetition stays cheap and what is
 * said last is never hidden by what was said before.
 */
const PER_CLASS_AND_END = 12;
/** "haven't had any trouble peeing": between a negation and a function this word turns the meaning round. */
const TURNS_ROUND = 'difficulty';
const NEGATION = 'cant';

/** Indexes frames by their first part, which anchors the search. */
export function indexFrames(concepts: readonly Concept[]): Map<string, OwnedFrame[]> {
  const index = new Map<string, OwnedFrame[]>();
  for (const concept of concepts) {
    for (const frame of concept.frames) {
      const anchor = frame.parts[0];
      if (anchor !== undefined) index.set(anchor, [...(index.get(anchor) ?? []), { concept, frame }]);
    }
  }
  return index;
}

/** Finds every frame whose classes meet inside one clause or, where the frame says so, one sentence. */
export function findFrames(
  matches: readonly ClassMatch[],
  clauses: Clauses,
  framesByPart: ReadonlyMap<string, readonly OwnedFrame[]>,
): FrameHit[] {
  const bySentence = new Map<number, ClassMatch[]>();
  for (const match of matches) {
    const sentence = clauses.sentence[match.start] ?? 0;
    const list = bySentence.get(sentence);
    if (list === undefined) bySentence.set(sentence, [match]);
    else list.push(match);
  }
  return [...bySentence.values()].flatMap((inSentence) =>
    framesOfSentence(inSentence, clauses, framesByPart),
  );
}

function framesOfSentence(
  matches: readonly ClassMatch[],
  clauses: Clauses,
  framesByPart: ReadonlyMap<string, readonly OwnedFrame[]>,
): FrameHit[] {
  const byName = groupByName(matches);
  const hits: FrameHit[] = [];
  for (const [name, anchors] of byName) {
    for (const { concept, frame } of framesByPart.get(name) ?? []) {
      for (const anchor of anchors) {
        const parts = complete(anchor, frame, byName, clauses);
        if (parts !== undefined) hits.push({ concept, frame, parts, ...spanOf(parts) });
      }
    }
  }
  return hits.filter((hit) => !excluded(hit, byName, clauses));
}

/** The start of the first and the end of the last part. */
function spanOf(parts: readonly ClassMatch[]): { start: number; end: number } {
  return {
    start: Math.min(...parts.map((part) => part.start)),
    end: Math.max(...parts.map((part) => part.end)),
  };
}

function groupByName(matches: readonly ClassMatch[]): Map<string, ClassMatch[]> {
  const byName = new Map<string, ClassMatch[]>();
  for (const match of matches) {
    const list = byName.get(match.name);
    if (list === undefined) byName.set(match.name, [match]);
    else list.push(match);
  }
  for (const [name, list] of byName) {
    if (list.length <= 2 * PER_CLASS_AND_END) continue;
    byName.set(name, [...list.slice(0, PER_CLASS_AND_END), ...list.slice(-PER_CLASS_AND_END)]);
  }
  return byName;
}

/** The anchor with the nearest match of every other part, or nothing when one is missing or too far away. */
function complete(
  anchor: ClassMatch,
  frame: Frame,
  byName: MatchesByName,
  clauses: Clauses,
): ClassMatch[] | undefined {
  const parts = [anchor];
  for (const name of frame.parts.slice(1)) {
    const next = nearest(parts, byName.get(name) ?? [], frame, clauses);
    if (next === undefined) return undefined;
    parts.push(next);
  }
  return parts;
}

function nearest(
  parts: readonly ClassMatch[],
  candidates: readonly ClassMatch[],
  frame: Frame,
  clauses: Clauses,
): ClassMatch | undefined {
  const last = parts[parts.length - 1];
  const reach = clauses[frame.within];
  let best: ClassMatch | undefined;
  let bestDistance = frame.gap + 1;
  for (const candidate of candidates) {
    if (last === undefined || reach[candidate.start] !== reach[last.start]) continue;
    if (parts.some((part) => overlap(part, candidate))) continue;
    const distance = frame.ordered
      ? after(last, candidate)
      : Math.min(...parts.map((part) => Math.min(after(part, candidate), after(candidate, part))));
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = candidate;
  }
  return best;
}

function overlap(a: ClassMatch, b: ClassMatch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Tokens between two matches when the second comes later. */
function after(earlier: ClassMatch, later: ClassMatch): number {
  return later.start < earlier.end ? Number.POSITIVE_INFINITY : later.start - earlier.end;
}

function excluded(hit: FrameHit, byName: MatchesByName, clauses: Clauses): boolean {
  const clause = clauses.clause[hit.start];
  const unless = hit.frame.unless.some((name) =>
    (byName.get(name) ?? []).some((match) => clauses.clause[match.start] === clause),
  );
  if (unless) return true;
  const negation = hit.parts.find((part) => part.name === NEGATION);
  if (negation === undefined) return false;
  return (byName.get(TURNS_ROUND) ?? []).some(
    (match) =>
      match.start >= negation.end && match.end <= hit.end && !hit.parts.some((part) => overlap(part, match)),
  );
}

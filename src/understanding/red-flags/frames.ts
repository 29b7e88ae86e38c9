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

/** Most matches of one class looked at in one message, so that hostile repetition stays linear. */
const MAX_PER_CLASS = 40;

/** Finds every frame whose classes meet inside one clause. */
export function findFrames(
  matches: readonly ClassMatch[],
  clauses: Clauses,
  framesByPart: ReadonlyMap<string, readonly { concept: Concept; frame: Frame }[]>,
): FrameHit[] {
  const byName = new Map<string, ClassMatch[]>();
  for (const match of matches) {
    const list = byName.get(match.name);
    if (list === undefined) byName.set(match.name, [match]);
    else if (list.length < MAX_PER_CLASS) list.push(match);
  }
  const hits: FrameHit[] = [];
  for (const [name, anchors] of byName) {
    for (const { concept, frame } of framesByPart.get(name) ?? []) {
      for (const anchor of anchors) {
        const parts = complete(anchor, frame, byName, clauses);
        if (parts === undefined) continue;
        const start = Math.min(...parts.map((part) => part.start));
        const end = Math.max(...parts.map((part) => part.end));
        if (!excluded(frame, start, byName, clauses)) hits.push({ concept, frame, start, end, parts });
      }
    }
  }
  return hits;
}

/** Indexes frames by their first part, which anchors the search. */
export function indexFrames(concepts: readonly Concept[]): Map<string, { concept: Concept; frame: Frame }[]> {
  const index = new Map<string, { concept: Concept; frame: Frame }[]>();
  for (const concept of concepts) {
    for (const frame of concept.frames) {
      const anchor = frame.parts[0];
      if (anchor === undefined) continue;
      index.set(anchor, [...(index.get(anchor) ?? []), { concept, frame }]);
    }
  }
  return index;
}

function complete(
  anchor: ClassMatch,
  frame: Frame,
  byName: ReadonlyMap<string, readonly ClassMatch[]>,
  clauses: Clauses,
): ClassMatch[] | undefined {
  const parts = [anchor];
  for (const name of frame.parts.slice(1)) {
    const last = parts[parts.length - 1] ?? anchor;
    let nearest: ClassMatch | undefined;
    let best = frame.gap + 1;
    for (const candidate of byName.get(name) ?? []) {
      if (clauses.clause[candidate.start] !== clauses.clause[anchor.start]) continue;
      if (parts.some((part) => candidate.start < part.end && part.start < candidate.end)) continue;
      const distance = frame.ordered ? after(last, candidate) : nearestDistance(parts, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    if (nearest === undefined) return undefined;
    parts.push(nearest);
  }
  return parts;
}

function after(earlier: ClassMatch, later: ClassMatch): number {
  return later.start < earlier.end ? Number.POSITIVE_INFINITY : later.start - earlier.end;
}

function nearestDistance(parts: readonly ClassMatch[], candidate: ClassMatch): number {
  return Math.min(...parts.map((part) => Math.min(after(part, candidate), after(candidate, part))));
}

function excluded(
  frame: Frame,
  at: number,
  byName: ReadonlyMap<string, readonly ClassMatch[]>,
  clauses: Clauses,
): boolean {
  return frame.unless.some((name) =>
    (byName.get(name) ?? []).some((match) => clauses.clause[match.start] === clauses.clause[at]),
  );
}

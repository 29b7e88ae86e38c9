import type { Token } from '../utterance';

/** A phrase of a word class found at tokens `start` up to, not including, `end`. */
export interface ClassMatch {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly next: Map<string, Node>;
  readonly names: string[];
}

/** Finds all phrases of all classes in one walk over the tokens. */
export interface Automaton {
  find(tokens: readonly Token[]): ClassMatch[];
  readonly vocabulary: ReadonlySet<string>;
}

/**
 * Compiles word classes to a tree of tokens, once at start.
 *
 * @param maskNames - classes whose phrases hide every shorter match inside them: idioms ("cold feet"),
 *   phrases that look like a denial and are none ("no idea").
 */
export function compileAutomaton(
  classes: ReadonlyMap<string, readonly (readonly string[])[]>,
  maskNames: ReadonlySet<string>,
): Automaton {
  const root = node();
  const vocabulary = new Set<string>();
  for (const [name, phrases] of classes) {
    for (const phrase of phrases) insert(root, phrase, name, vocabulary);
  }
  return { find: (tokens) => findAll(root, tokens, maskNames), vocabulary };
}

function node(): Node {
  return { next: new Map(), names: [] };
}

function insert(root: Node, phrase: readonly string[], name: string, vocabulary: Set<string>): void {
  let at = root;
  for (const word of phrase) {
    vocabulary.add(word);
    const next = at.next.get(word) ?? node();
    at.next.set(word, next);
    at = next;
  }
  if (!at.names.includes(name)) at.names.push(name);
}

function findAll(root: Node, tokens: readonly Token[], maskNames: ReadonlySet<string>): ClassMatch[] {
  const matches: ClassMatch[] = [];
  for (let start = 0; start < tokens.length; start++) walk(root, tokens, start, matches);
  const masks = matches.filter((match) => maskNames.has(match.name));
  if (masks.length === 0) return matches;
  const masked = new Uint8Array(tokens.length);
  for (const mask of masks) masked.fill(1, mask.start, mask.end);
  return matches.filter(
    (match) => maskNames.has(match.name) || !masked.subarray(match.start, match.end).includes(1),
  );
}

/** Adds every phrase that begins at one token; a phrase never runs over the end of a sentence. */
function walk(root: Node, tokens: readonly Token[], start: number, matches: ClassMatch[]): void {
  let at: Node | undefined = root;
  for (let end = start; end < tokens.length; end++) {
    const token = tokens[end];
    if (token === undefined || (end > start && token.before === 'hard')) return;
    at = at.next.get(token.word);
    if (at === undefined) return;
    for (const name of at.names) matches.push({ name, start, end: end + 1 });
  }
}

/**
 * Reads the notation of word classes: phrases with commas between, `walk~` for a verb with its regular
 * endings, `@leg` for all phrases of another class.
 *
 * @param expand - gives the phrases of another class.
 * @returns phrases as lists of tokens.
 */
export function readPhraseList(
  list: string,
  expand: (name: string) => readonly (readonly string[])[],
): string[][] {
  const phrases: string[][] = [];
  for (const entry of list.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    if (entry.startsWith('@')) phrases.push(...expand(entry.slice(1)).map((phrase) => [...phrase]));
    else phrases.push(...inflect(entry));
  }
  return phrases;
}

function inflect(entry: string): string[][] {
  const words = entry.split(/[\s/-]+/);
  const at = words.findIndex((word) => word.endsWith('~'));
  if (at < 0) return [words];
  const verb = (words[at] ?? '').slice(0, -1);
  return verbForms(verb).map((form) => words.map((word, index) => (index === at ? form : word)));
}

/** Base, -s, -ed, -ing, and -in as people type it. */
function verbForms(verb: string): string[] {
  if (verb.endsWith('e'))
    return [verb, `${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`, `${verb.slice(0, -1)}in`];
  if (/[^aeiou]y$/.test(verb))
    return [verb, `${verb.slice(0, -1)}ies`, `${verb.slice(0, -1)}ied`, `${verb}ing`];
  const stem = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) ? verb + verb.at(-1) : verb;
  const s = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : `${verb}s`;
  return [verb, s, `${stem}ed`, `${stem}ing`, `${stem}in`];
}

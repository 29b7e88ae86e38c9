// Reads a Dockerfile as far as ours uses the language: stages, and instructions of one word and its arguments.

/**
 * Splits a Dockerfile into its stages.
 *
 * @param {string} text
 * @returns {{ name: string, base: string, steps: { keyword: string, args: string }[] }[]}
 */
export function stagesOf(text) {
  const lines = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages = [];
  for (const line of lines) {
    const [, keyword, args] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === undefined) throw new Error(`Dockerfile: this line is not understood: ${line}`);
    if (keyword === 'FROM') {
      const [, base, name = `${stages.length}`] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(args) ?? [];
      stages.push({ name, base, steps: [] });
    } else stages.at(-1).steps.push({ keyword, args });
  }
  return stages;
}

/** Takes `COPY [--from=STAGE] SOURCE... TARGET` apart. */
export function copyOf(args) {
  const words = args.split(/\s+/);
  const from = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : undefined;
  return { from, sources: words.slice(0, -1), target: words.at(-1) };
}

/** `ENV A=1 B=2` as an object. */
export function envOf(args) {
  return Object.fromEntries(args.split(/\s+/).map((pair) => pair.split(/=(.*)/s, 2)));
}

/** The words of an instruction in its JSON form; the shell form is refused, because no shell should stand between. */
export function wordsOf(args) {
  return JSON.parse(args.slice(args.indexOf('[')));
}

/**
 * Says whether a path of the project is part of the image's context.
 *
 * @param {string} ignore - text of .dockerignore; the last pattern that fits decides.
 */
export function contextFilter(ignore) {
  const patterns = ignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), path: line.replace(/^!/, '') }));
  const fits = (file, { path }) => path === '*' || file === path || file.startsWith(`${path}/`);
  return (file) => patterns.findLast((pattern) => fits(file, pattern))?.keeps ?? true;
}

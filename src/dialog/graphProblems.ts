import type { Dialog, Question } from './types';

/** A chat that asks more than this loses people. Source: clinical guide, section 3. */
const MOST_QUESTIONS = 8;

/**
 * Lists broken links, loops, unreachable nodes and roads that are too long, so that every road through a dialog
 * ends at an outcome after at most eight questions.
 */
export function graphProblems(dialog: Dialog): string[] {
  const problems: string[] = [];
  const finished = new Set<string>();
  const open = new Set<string>();
  const exists = (node: string) =>
    dialog.questions.has(node) || dialog.outcomes.has(node) || node === dialog.decision?.id;
  const walk = (node: string, from: string): void => {
    if (open.has(node)) problems.push(`loop: "${from}" leads back to "${node}"`);
    if (open.has(node) || finished.has(node)) return;
    if (!exists(node)) problems.push(`${from} leads to "${node}", which does not exist`);
    open.add(node);
    for (const next of targetsOf(dialog, node)) walk(next, node);
    open.delete(node);
    finished.add(node);
  };
  walk(dialog.start, 'start');
  if (dialog.giveUp !== undefined) walk(dialog.giveUp, 'giveUp');
  for (const node of [...dialog.questions.keys(), ...dialog.outcomes.keys()])
    if (!finished.has(node)) problems.push(`"${node}" cannot be reached from the start`);
  for (const node of dialog.questions.keys())
    if (dialog.outcomes.has(node)) problems.push(`"${node}" is both a question and an outcome`);
  if (problems.some((problem) => problem.startsWith('loop'))) return problems;
  const longest = longestRoad(dialog, dialog.start);
  if (longest > MOST_QUESTIONS)
    problems.push(`a road asks ${longest} questions, at most ${MOST_QUESTIONS} are allowed`);
  return problems;
}

/** Where a node can lead: the decision of a dialog to each of its outcomes, an outcome nowhere. */
export function targetsOf(dialog: Dialog, node: string): string[] {
  if (node === dialog.decision?.id) return [...dialog.decision.outcomes];
  const question = dialog.questions.get(node);
  return question === undefined ? [] : [...new Set(questionTargets(question))];
}

/** The most questions a visitor can be asked from here on; a second form of a question is not counted. */
export function longestRoad(dialog: Dialog, node: string): number {
  const question = dialog.questions.get(node);
  const rest = Math.max(0, ...targetsOf(dialog, node).map((next) => longestRoad(dialog, next)));
  return question === undefined || question.countsAs !== undefined ? rest : rest + 1;
}

function questionTargets({ choices, text, several }: Question): string[] {
  const next = choices.flatMap(({ goTo }) => goTo ?? []);
  return [
    ...next,
    ...(text === undefined ? [] : [text.goTo]),
    ...(several === undefined ? [] : [several.goTo]),
  ];
}

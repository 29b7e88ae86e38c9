import type { Dialog } from './types';

/** Lists broken links, loops and unreachable nodes, so that every road through a dialog ends at an outcome. */
export function graphProblems(dialog: Dialog): string[] {
  const problems: string[] = [];
  const finished = new Set<string>();
  const open = new Set<string>();
  const walk = (node: string, from: string): void => {
    if (open.has(node)) problems.push(`loop: "${from}" leads back to "${node}"`);
    if (open.has(node) || finished.has(node)) return;
    const question = dialog.questions.get(node);
    if (question === undefined && !dialog.outcomes.has(node))
      problems.push(`${from} leads to "${node}", which does not exist`);
    open.add(node);
    for (const next of question === undefined ? [] : targets(question)) walk(next, node);
    open.delete(node);
    finished.add(node);
  };
  walk(dialog.start, 'start');
  for (const node of [...dialog.questions.keys(), ...dialog.outcomes.keys()]) {
    if (!finished.has(node)) problems.push(`"${node}" cannot be reached from the start`);
  }
  for (const node of dialog.questions.keys()) {
    if (dialog.outcomes.has(node)) problems.push(`"${node}" is both a question and an outcome`);
  }
  return problems;
}

function targets(question: { choices: readonly { goTo: string }[]; text?: { goTo: string } }): string[] {
  const next = question.choices.map(({ goTo }) => goTo);
  return question.text === undefined ? next : [...next, question.text.goTo];
}

import { targetsOf } from './graphProblems';
import type { Dialog, DialogChoice, Outcome, Question } from './types';

/** A dialog as Markdown for clinical review: a chart of its roads, and a table of every answer. */
export function drawDialog(dialog: Dialog): string {
  return [
    `# ${dialog.id}`,
    `Version ${dialog.version}, dated ${dialog.reviewed}. Drawn from \`dialogs/${dialog.id}.yaml\` by ` +
      '`npm run dialogs:draw`; change that file, not this one. No clinician has reviewed it yet.',
    ['```mermaid', 'flowchart TD', ...nodes(dialog), ...edges(dialog), '```'].join('\n'),
    ...[...dialog.questions.values()].map((question) => table(question)),
    decisionText(dialog),
    outcomeTable(dialog),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function nodes({ questions, outcomes, decision }: Dialog): string[] {
  return [
    ...[...questions.keys()].map((id) => `  ${node(id)}["${id}"]`),
    ...(decision === undefined ? [] : [`  ${node(decision.id)}{"${decision.rule}"}`]),
    ...[...outcomes.values()].map((outcome) => `  ${node(outcome.id)}(["${outcomeWords(outcome)}"])`),
  ];
}

function edges(dialog: Dialog): string[] {
  const fromQuestions = [...dialog.questions.values()].flatMap((question) =>
    targetsOf(dialog, question.id).map((target) => {
      const label = labelsTo(question, target).join(' / ');
      return `  ${node(question.id)} -->|"${label}"| ${node(target)}`;
    }),
  );
  const stopping = [...dialog.questions.values()].flatMap((question) =>
    question.choices.flatMap(({ label, atLeast }) =>
      [...new Set([atLeast?.cancer, atLeast?.otherwise])]
        .filter((id) => id !== undefined && dialog.outcomes.get(id)?.stops === true)
        .map((id) => `  ${node(question.id)} -. "${whoFor(label, atLeast)}" .-> ${node(id ?? '')}`),
    ),
  );
  const fromDecision = (dialog.decision?.outcomes ?? []).map(
    (target) => `  ${node(dialog.decision?.id ?? '')} --> ${node(target)}`,
  );
  const giveUp = dialog.giveUp === undefined ? [] : [`  gaveUp(("three misses")) --> ${node(dialog.giveUp)}`];
  return [...fromQuestions, ...stopping, ...fromDecision, ...giveUp];
}

/** A choice that stops at an emergency, with cancer or always. */
function whoFor(label: string, atLeast: DialogChoice['atLeast']): string {
  const always = atLeast?.cancer === atLeast?.otherwise;
  return `${label.replaceAll('"', "'")}${always ? '' : ' (with cancer)'}`;
}

function labelsTo({ choices, text, several }: Question, target: string): string[] {
  return [
    ...choices.filter(({ goTo }) => goTo === target).map(({ label }) => label),
    ...(text?.goTo === target ? ['own words'] : []),
    ...(several?.goTo === target ? ['what was picked'] : []),
  ].map((label) => label.replaceAll('"', "'"));
}

/** Ids as Mermaid takes them: `end` and dashes are words of its own. */
function node(id: string): string {
  return `n_${id.replaceAll('-', '_')}`;
}

function table(question: Question): string {
  const rows = question.choices.map(
    (choice) =>
      `| ${cell(choice.label)} | ${next(question, choice)} | ${raises(choice)} | ${cell(understood(choice))} |`,
  );
  return [
    `## ${question.id}`,
    '',
    cell(question.ask),
    ...(question.askOther === undefined ? [] : ['', `For somebody else: ${cell(question.askOther)}`]),
    '',
    ...(question.countsAs === undefined
      ? []
      : [`Counts as the same question as \`${question.countsAs}\`.`, '']),
    `Source: \`${question.source}\`.${question.several === undefined ? '' : ' Several can be picked.'}`,
    '',
    '| answer | leads to | at least (with cancer / otherwise) | also understood |',
    '|---|---|---|---|',
    ...rows,
    ...(question.text === undefined ? [] : [`| own words | ${question.text.goTo} | | |`]),
  ].join('\n');
}

function next({ several }: Question, { goTo }: DialogChoice): string {
  return goTo ?? several?.goTo ?? '';
}

function raises({ atLeast }: DialogChoice): string {
  return atLeast === undefined ? '' : `${atLeast.cancer} / ${atLeast.otherwise}`;
}

function understood({ also, means }: DialogChoice): string {
  return [...means.map((meaning) => `anything that means "${meaning}"`), ...also].join(', ');
}

function decisionText({ decision }: Dialog): string {
  if (decision === undefined) return '';
  return [
    `## ${decision.id}`,
    '',
    `Chosen by the rule \`${decision.rule}\` of \`src/dialog/rules.ts\`: the first of these that an answer calls for.`,
    '',
    ...decision.outcomes.map((id, index) => `${index + 1}. ${id}`),
  ].join('\n');
}

function outcomeTable({ outcomes }: Dialog): string {
  return [
    '## Outcomes',
    '',
    '| outcome | shows | stops at once |',
    '|---|---|---|',
    ...[...outcomes.values()].map(
      (outcome) => `| ${outcome.id} | ${outcomeWords(outcome)} | ${outcome.stops === true ? 'yes' : ''} |`,
    ),
  ].join('\n');
}

function outcomeWords({ disposition, text }: Outcome): string {
  return disposition === undefined ? `text: ${text}` : `card: ${disposition}`;
}

/** One line without the character that ends a cell. */
function cell(text: string): string {
  return text.replaceAll('|', '/').replace(/\s*\n+\s*/g, ' ');
}

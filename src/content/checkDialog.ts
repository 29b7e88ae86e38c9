import type { ScriptCard } from '../conversation/script';
import { graphProblems, targetsOf } from '../dialog/graphProblems';
import { RULES } from '../dialog/rules';
import type { Dialog, DialogChoice, Question } from '../dialog/types';

/** How urgent each kind of card is; a text without a card is no advice at all. */
const RANK = { emergency: 3, crisis: 3, urgent: 2, none: 1 } as const;
const NO_ADVICE = 0;
/** Opens to the card of the symptom that raised the question: an emergency or an urgent one. */
const ASKED = 'asked';
/** The rating of a chat is about no symptom. */
const NOT_ABOUT_SYMPTOMS = new Set(['feedback']);

/** A fault of one dialog: the rule it breaks, where in the file, and what is wrong. */
export interface DialogProblem {
  readonly rule: 'dialog-graph' | 'dialog-safety' | 'dialog-decision';
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong with a dialog beyond the shape of its file. */
export function dialogProblems(dialog: Dialog, cards: ReadonlyMap<string, ScriptCard>): DialogProblem[] {
  const graph = graphProblems(dialog).map(
    (message): DialogProblem => ({ rule: 'dialog-graph', path: '', message }),
  );
  const decision = decisionProblems(dialog, cards);
  // Roads cannot be followed in a broken graph.
  const broken = graph.length > 0 || decision.length > 0;
  return [...graph, ...decision, ...(broken ? [] : safetyProblems(dialog, cards))];
}

/** What the rule of a decision names must be there, and its outcomes must stand from most to least urgent. */
function decisionProblems(dialog: Dialog, cards: ReadonlyMap<string, ScriptCard>): DialogProblem[] {
  const report = (path: string, message: string): DialogProblem => ({
    rule: 'dialog-decision',
    path,
    message,
  });
  const problems = [...dialog.questions.values()].flatMap(({ id, choices }) =>
    choices
      .flatMap(({ atLeast }) => (atLeast === undefined ? [] : [atLeast.cancer, atLeast.otherwise]))
      .filter((outcome) => dialog.decision?.outcomes.includes(outcome) !== true)
      .map((outcome) =>
        report(`questions.${id}`, `atLeast names "${outcome}", which the decision does not list`),
      ),
  );
  if (dialog.decision === undefined) return problems;
  const { rule, outcomes } = dialog.decision;
  const { names } = RULES[rule];
  for (const id of names.outcomes.filter((name) => !outcomes.includes(name)))
    problems.push(report('decision.outcomes', `the rule "${rule}" chooses "${id}"; list it`));
  for (const [questionId, ids] of Object.entries(names.choices)) {
    const there = dialog.questions.get(questionId)?.choices.map(({ id }) => id) ?? [];
    for (const id of ids.filter((name) => !there.includes(name)))
      problems.push(report(`questions.${questionId}`, `the rule "${rule}" looks at the choice "${id}"`));
  }
  const ranks = outcomes.map((id) => rankOf(dialog, id, cards));
  if (ranks.some((rank, index) => rank > (ranks[index - 1] ?? rank)))
    problems.push(report('decision.outcomes', 'outcomes must stand from most to least urgent'));
  for (const id of outcomes)
    if ((rankOf(dialog, id, cards) === RANK.emergency) !== (dialog.outcomes.get(id)?.stops === true))
      problems.push(report(`outcomes.${id}`, 'emergencies, and only they, must have "stops: true"'));
  return problems;
}

/** Doubt must never lead to less urgent care than "no", and "no" alone never to an emergency. */
function safetyProblems(dialog: Dialog, cards: ReadonlyMap<string, ScriptCard>): DialogProblem[] {
  if (NOT_ABOUT_SYMPTOMS.has(dialog.id)) return [];
  return [...dialog.questions.values()].flatMap((question) => {
    const report = (message: string): DialogProblem => ({
      rule: 'dialog-safety',
      path: `questions.${question.id}`,
      message,
    });
    const urgency = (id: string) => {
      const choice = question.choices.find((each) => each.id === id);
      return choice === undefined ? undefined : least(dialog, question, choice, cards);
    };
    const no = urgency('no');
    const doubts = ['yes', 'unsure'].flatMap((id) => {
      const rank = urgency(id);
      if (rank === undefined || no === undefined) return [];
      if (rank < no) return [report(`"${id}" leads to less urgent care than "no"`)];
      return rank === NO_ADVICE ? [report(`"${id}" leads to no advice at all`)] : [];
    });
    const asksUnsure = question.text !== undefined || question.choices.some(({ id }) => id === 'unsure');
    return [
      ...doubts,
      ...(asksUnsure ? [] : [report('every question needs a choice "unsure"')]),
      ...((no ?? 0) > RANK.none
        ? [report('"no" alone must not lead to an emergency or an urgent card')]
        : []),
    ];
  });
}

/** The least urgent care that a choice can lead to when everything after it is answered with "no". */
function least(
  dialog: Dialog,
  question: Question,
  { goTo, atLeast }: DialogChoice,
  cards: ReadonlyMap<string, ScriptCard>,
): number {
  const next = goTo ?? question.several?.goTo ?? '';
  const floor = atLeast === undefined ? 0 : rankOf(dialog, atLeast.otherwise, cards);
  return Math.max(floor, leastFrom(dialog, next, cards));
}

function leastFrom(dialog: Dialog, node: string, cards: ReadonlyMap<string, ScriptCard>): number {
  if (dialog.outcomes.has(node)) return rankOf(dialog, node, cards);
  const question = dialog.questions.get(node);
  const no = question?.choices.find(({ id }) => id === 'no' || id === 'skip');
  if (question !== undefined && no !== undefined) return least(dialog, question, no, cards);
  return Math.min(...targetsOf(dialog, node).map((next) => leastFrom(dialog, next, cards)));
}

function rankOf(dialog: Dialog, outcomeId: string, cards: ReadonlyMap<string, ScriptCard>): number {
  const disposition = dialog.outcomes.get(outcomeId)?.disposition;
  if (disposition === undefined) return NO_ADVICE;
  return disposition === ASKED ? RANK.emergency : RANK[cards.get(disposition)?.urgency ?? 'none'];
}

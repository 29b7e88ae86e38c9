import { z } from 'zod';
import type { ScriptCard } from '../conversation/script';
import { graphProblems } from '../dialog/graphProblems';
import { type Dialog, EFFECTS } from '../dialog/types';
import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots } from './slots';
import { contentId } from './topicSchema';

const FOLDER = 'dialogs';
const RANK = { emergency: 3, crisis: 3, urgent: 2, none: 1 } as const;

const choice = z.strictObject({
  id: contentId,
  label: z.string().min(1).max(40),
  goTo: contentId,
  also: z.array(z.string()).default([]),
});
const question = z.strictObject({
  ask: z.string().min(1),
  source: contentId,
  choices: z.array(choice).min(1),
  text: z.strictObject({ goTo: contentId, maxLength: z.int().min(1).max(2000) }).optional(),
});
const outcome = z
  .strictObject({
    disposition: contentId.optional(),
    text: contentId.optional(),
    effect: z.enum(EFFECTS).optional(),
  })
  .refine(
    ({ disposition, text }) => (disposition === undefined) !== (text === undefined),
    'give either a disposition or a text',
  );

const dialogFile = z.strictObject({
  id: contentId,
  version: z.int().positive(),
  reviewed: z.iso.date(),
  start: contentId,
  questions: z.record(contentId, question),
  outcomes: z.record(contentId, outcome),
});

/** What dialogs may refer to. */
export interface DialogLinks {
  readonly slots: Slots;
  readonly sourceIds: ReadonlySet<string>;
  readonly cards: ReadonlyMap<string, ScriptCard>;
  readonly textKeys: ReadonlySet<string>;
}

/** Reads every dialog and checks that each road in it ends at an outcome that exists. */
export function readDialogs(reader: ContentReader, links: DialogLinks): Map<string, Dialog> {
  const dialogs = new Map<string, Dialog>();
  for (const name of reader.list(FOLDER, '.yaml')) {
    const file = `${FOLDER}/${name}`;
    const data = reader.yaml(file, dialogFile);
    if (data === undefined) continue;
    if (`${data.id}.yaml` !== name) reader.report('dialog-id', file, 'id', 'the id must be the file name');
    const dialog = toDialog(reader, file, data, links.slots);
    for (const problem of graphProblems(dialog)) reader.report('dialog-graph', file, '', problem);
    checkLinks(reader, file, data, links);
    checkSafety(reader, file, dialog, links);
    dialogs.set(dialog.id, dialog);
  }
  return dialogs;
}

/** Doubt must never lead to less urgent care than "no". Source: docs/decisions/0002. */
function checkSafety(reader: ContentReader, file: string, dialog: Dialog, { cards }: DialogLinks): void {
  const most = (node: string): number => {
    const outcome = dialog.outcomes.get(node);
    if (outcome !== undefined)
      return outcome.disposition === undefined ? 0 : RANK[urgencyOf(outcome.disposition)];
    return Math.max(0, ...(dialog.questions.get(node)?.choices.map(({ goTo }) => most(goTo)) ?? []));
  };
  const urgencyOf = (id: string) => (id === 'asked' ? 'emergency' : (cards.get(id)?.urgency ?? 'none'));
  if (graphProblems(dialog).length > 0) return;
  for (const { id, choices } of dialog.questions.values()) {
    const no = choices.find((choice) => choice.id === 'no');
    for (const doubt of choices.filter((choice) => choice.id === 'unsure' || choice.id === 'yes')) {
      if (no !== undefined && most(doubt.goTo) < most(no.goTo))
        reader.report(
          'dialog-safety',
          file,
          `questions.${id}`,
          `"${doubt.id}" leads to less urgent care than "no"`,
        );
      if (no !== undefined && id !== 'rating' && most(doubt.goTo) === 0)
        reader.report('dialog-safety', file, `questions.${id}`, `"${doubt.id}" leads to no advice at all`);
    }
  }
}

type DialogFile = z.infer<typeof dialogFile>;

function toDialog(reader: ContentReader, file: string, data: DialogFile, slots: Slots): Dialog {
  const fill = (id: string, text: string) =>
    fillSlots(text, slots, (slot) =>
      reader.report('slot', file, `questions.${id}.ask`, `{${slot}} is not a slot`),
    );
  return {
    id: data.id,
    version: data.version,
    start: data.start,
    questions: new Map(
      Object.entries(data.questions).map(([id, { text, ...rest }]) => [
        id,
        { ...rest, id, ask: fill(id, rest.ask), ...(text === undefined ? {} : { text }) },
      ]),
    ),
    outcomes: new Map(
      Object.entries(data.outcomes).map(([id, { disposition, text, effect }]) => [
        id,
        {
          id,
          ...(disposition === undefined ? {} : { disposition }),
          ...(text === undefined ? {} : { text }),
          ...(effect === undefined ? {} : { effect }),
        },
      ]),
    ),
  };
}

function checkLinks(reader: ContentReader, file: string, data: DialogFile, links: DialogLinks): void {
  for (const [id, { source }] of Object.entries(data.questions)) {
    if (!links.sourceIds.has(source))
      reader.report('source', file, `questions.${id}.source`, `"${source}" is not in knowledge/sources.yaml`);
  }
  for (const [id, { disposition, text }] of Object.entries(data.outcomes)) {
    if (disposition !== undefined && disposition !== 'asked' && !links.cards.has(disposition))
      reader.report(
        'disposition',
        file,
        `outcomes.${id}`,
        `"${disposition}" is not in knowledge/dispositions.yaml`,
      );
    if (text !== undefined && !links.textKeys.has(text))
      reader.report('text', file, `outcomes.${id}`, `"${text}" is not a text of knowledge/locales/en.yaml`);
  }
}

import { z } from 'zod';
import type { ScriptCard } from '../conversation/script';
import { RULES, type RuleName } from '../dialog/rules';
import { type Dialog, EFFECTS, NOTES, type Question, SUMMARY_PARTS, type SummaryPart } from '../dialog/types';
import type { ContentReader } from './ContentReader';
import { dialogProblems } from './checkDialog';
import { fillSlots, type Slots } from './slots';
import { contentId } from './topicSchema';

const FOLDER = 'dialogs';
/** Meanings that an answer can have besides its words. */
const MEANINGS = ['yes', 'no', 'unsure', 'worse', 'same', 'where'] as const;

const choice = z.strictObject({
  id: contentId,
  label: z.string().min(1).max(40),
  goTo: contentId.optional(),
  also: z.array(z.string()).default([]),
  means: z.array(z.enum(MEANINGS)).optional(),
  atLeast: z.union([contentId, z.strictObject({ cancer: contentId, otherwise: contentId })]).optional(),
  flags: z.array(z.string()).default([]),
  unlessTold: z.array(z.string()).default([]),
  notes: z.enum(NOTES).optional(),
  summary: z.partialRecord(z.enum(SUMMARY_PARTS), z.string().min(1)).optional(),
});
const question = z
  .strictObject({
    ask: z.string().min(1),
    askOther: z.string().min(1).optional(),
    source: contentId,
    choices: z.array(choice).min(1),
    text: z.strictObject({ goTo: contentId, maxLength: z.int().min(1).max(2000) }).optional(),
    several: z.strictObject({ goTo: contentId, alone: z.array(contentId) }).optional(),
    countsAs: contentId.optional(),
  })
  .refine(
    ({ choices, several }) => choices.every(({ goTo }) => (goTo === undefined) === (several !== undefined)),
    'each choice needs goTo, except where several can be picked',
  );
const outcome = z
  .strictObject({
    disposition: contentId.optional(),
    text: contentId.optional(),
    effect: z.enum(EFFECTS).optional(),
    stops: z.boolean().optional(),
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
  giveUp: contentId.optional(),
  decision: z
    .strictObject({
      id: contentId,
      rule: z.enum(Object.keys(RULES) as [RuleName, ...RuleName[]]),
      outcomes: z.array(contentId).min(1),
    })
    .optional(),
  questions: z.record(contentId, question),
  outcomes: z.record(contentId, outcome),
});
type DialogFile = z.infer<typeof dialogFile>;
type QuestionFile = DialogFile['questions'][string];

/** What dialogs may refer to. */
export interface DialogLinks {
  readonly slots: Slots;
  readonly sourceIds: ReadonlySet<string>;
  readonly cards: ReadonlyMap<string, ScriptCard>;
  readonly textKeys: ReadonlySet<string>;
}

/** Reads every dialog and checks that each road in it ends at an outcome that exists, and that doubt leads up. */
export function readDialogs(reader: ContentReader, links: DialogLinks): Map<string, Dialog> {
  const dialogs = new Map<string, Dialog>();
  for (const name of reader.list(FOLDER, '.yaml')) {
    const file = `${FOLDER}/${name}`;
    const data = reader.yaml(file, dialogFile);
    if (data === undefined) continue;
    if (`${data.id}.yaml` !== name) reader.report('dialog-id', file, 'id', 'the id must be the file name');
    const dialog = toDialog(reader, file, data, links.slots);
    for (const { rule, path, message } of dialogProblems(dialog, links.cards))
      reader.report(rule, file, path, message);
    checkLinks(reader, file, data, links);
    dialogs.set(dialog.id, dialog);
  }
  return dialogs;
}

function toDialog(reader: ContentReader, file: string, data: DialogFile, slots: Slots): Dialog {
  const { questions, outcomes, ...head } = data;
  const fill = (id: string, text: string) =>
    fillSlots(text, slots, (slot) =>
      reader.report('slot', file, `questions.${id}.ask`, `{${slot}} is not a slot`),
    );
  return {
    ...withoutUndefined(head),
    questions: new Map(Object.entries(questions).map(([id, each]) => [id, toQuestion(id, each, fill)])),
    outcomes: new Map(Object.entries(outcomes).map(([id, each]) => [id, { id, ...withoutUndefined(each) }])),
  };
}

function toQuestion(
  id: string,
  { choices, ...rest }: QuestionFile,
  fill: (id: string, text: string) => string,
): Question {
  const { ask, askOther, ...more } = withoutUndefined(rest);
  return {
    ...more,
    id,
    ask: fill(id, ask),
    ...(askOther === undefined ? {} : { askOther: fill(id, askOther) }),
    choices: choices.map(({ atLeast, means, summary, ...each }) => ({
      ...withoutUndefined(each),
      means: means ?? MEANINGS.filter((meaning) => meaning === each.id),
      ...(atLeast === undefined
        ? {}
        : { atLeast: typeof atLeast === 'string' ? { cancer: atLeast, otherwise: atLeast } : atLeast }),
      ...summaryOf(summary),
    })),
  };
}

function summaryOf(summary: Partial<Record<SummaryPart, string>> | undefined) {
  const [entry] = Object.entries(summary ?? {}) as [SummaryPart, string][];
  return entry === undefined ? {} : { summary: { part: entry[0], words: entry[1] } };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Zod writes undefined for what is not there; a dialog leaves it out. */
function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function checkLinks(reader: ContentReader, file: string, data: DialogFile, links: DialogLinks): void {
  for (const [id, { source, countsAs }] of Object.entries(data.questions)) {
    if (!links.sourceIds.has(source))
      reader.report('source', file, `questions.${id}.source`, `"${source}" is not in knowledge/sources.yaml`);
    if (countsAs !== undefined && data.questions[countsAs] === undefined)
      reader.report('dialog-graph', file, `questions.${id}.countsAs`, `"${countsAs}" is not a question`);
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

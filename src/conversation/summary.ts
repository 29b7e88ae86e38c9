import { choicesMade } from '../dialog/advance';
import { SUMMARY_PARTS, type SummaryPart } from '../dialog/types';
import { courseWords } from './courseTold';
import { questionReply, resumeWords } from './questionReply';
import type { ScriptCard } from './script';
import type { TextKey } from './texts';
import { filled, paragraphs, plainReply, type Response, type TurnContext } from './turn';

/** Headings of the parts, in the order in which they stand. */
const HEADINGS: Readonly<Record<Exclude<SummaryPart, 'cancer'>, TextKey>> = {
  new: 'summary-new',
  unsure: 'summary-unsure',
  unchanged: 'summary-unchanged',
  absent: 'summary-absent',
};

/**
 * What the visitor told, for the staff to read: situation, background, assessment, request. Made of answers and of
 * the red flags that cards were shown for; it holds no name and no words of the visitor.
 */
export function summary(context: TurnContext): Response {
  const { script, state } = context;
  const { texts } = script;
  if (state.check === undefined && state.warnings.length === 0) return nothingYet(context);
  const parts = [texts['summary-title'], summaryText(context), texts['summary-foot']];
  return withOpenQuestion('summary', parts, [texts['show-questions']], context);
}

/** The summary alone, as it goes to a contact center; undefined when nothing was told. */
export function summaryText(context: TurnContext): string | undefined {
  const { script, state } = context;
  const { texts } = script;
  if (state.check === undefined && state.warnings.length === 0) return undefined;
  const card = lastCard(context);
  const told = answersTold(context);
  const who = state.check?.who === 'other' || card?.id.endsWith('-other') === true ? 'other' : 'self';
  const cancer = told.cancer[0] ?? (state.facts.cancer === 'yes' ? texts['summary-yes'] : undefined);
  const treated = state.facts.treatment === true ? texts['summary-yes'] : undefined;
  const { onset, trend, side } = courseWords(context);
  const { cancer: _, ...symptoms } = told;
  const isEmpty = Object.values(symptoms).every((words) => words.length === 0);
  const assessment = SUMMARY_PARTS.flatMap((part) => {
    if (part === 'cancer' || told[part].length === 0) return [];
    return [`- ${filled(texts[HEADINGS[part]], { what: told[part].join('; ') })}`];
  });
  return paragraphs([
    filled(texts[`summary-situation-${who}`], { advice: advice(card, script) }),
    filled(texts['summary-background'], {
      cancer: cancer ?? texts['summary-blank'],
      treatment: treated ?? texts['summary-blank'],
      onset: onset ?? texts['summary-blank'],
      trend: trend ?? texts['summary-blank'],
      side: side ?? texts['summary-blank'],
    }),
    [
      texts['summary-assessment'],
      ...(isEmpty ? [`- ${filled(texts['summary-new'], { what: texts['summary-blank'] })}`] : assessment),
    ].join('\n'),
    texts[requestFor(card, told.new.length + told.unsure.length > 0)],
  ]);
}

/** Questions to ask at the visit, by how soon it should be. */
export function questionsToAsk(context: TurnContext): Response {
  const { script } = context;
  const urgency = lastCard(context)?.urgency ?? 'none';
  const soon = urgency === 'emergency' || urgency === 'urgent';
  const words = script.texts[soon ? 'ask-now' : 'ask-visit'];
  const title = script.topics.get('questions')?.title;
  return withOpenQuestion('questions-to-ask', [words], title === undefined ? [] : [title], context);
}

/** A reply of its own, or, inside a dialog, one with the open question again below it. */
function withOpenQuestion(
  id: string,
  parts: readonly (string | undefined)[],
  offered: readonly string[],
  context: TurnContext,
): Response {
  const { state } = context;
  const open = state.dialogs.at(-1);
  if (open === undefined) return { reply: plainReply(id, parts, offered), state: { ...state, misses: 0 } };
  const reply = questionReply(open, context, [...parts, resumeWords(open, context)]);
  return { reply: { ...reply, id }, state };
}

function nothingYet(context: TurnContext): Response {
  const { texts } = context.script;
  return withOpenQuestion('summary', [texts['summary-nothing']], [texts['check-symptoms']], context);
}

/** What was told, by where it stands in the summary: answers of the check, then red flags of cards. */
function answersTold({ script, state }: TurnContext): Record<SummaryPart, string[]> {
  const told: Record<SummaryPart, string[]> = { cancer: [], new: [], unchanged: [], unsure: [], absent: [] };
  const dialog = state.check === undefined ? undefined : script.dialogs.get(state.check.dialogId);
  const flags = state.warnings.flatMap(({ flags: ids }) => ids);
  for (const { choice } of dialog === undefined ? [] : choicesMade(dialog, state.check?.answers ?? {}))
    if (choice.summary !== undefined && !choice.unlessTold.some((id) => flags.includes(id)))
      told[choice.summary.part].push(choice.summary.words);
  for (const name of new Set(flags.map((id) => script.flagNames.get(id))))
    if (name !== undefined) told.new.push(name);
  return told;
}

/** The card that the summary is for: the last emergency, else the last urgent one, else the result of the check. */
function lastCard({ script, state }: TurnContext): ScriptCard | undefined {
  const last = (wanted: ScriptCard['urgency']) =>
    state.warnings.findLast(({ urgency }) => urgency === wanted)?.card;
  const cardId = last('emergency') ?? last('urgent') ?? last('crisis') ?? state.check?.card;
  return cardId === undefined ? undefined : script.cards.get(cardId);
}

/** What the card advises, in one sentence. A crisis card begins with comfort, so it has words of its own here. */
function advice(card: ScriptCard | undefined, { texts }: TurnContext['script']): string {
  if (card === undefined) return texts['summary-no-advice'];
  if (card.urgency === 'crisis') return texts['summary-advice-crisis'];
  return card.text.split('\n')[0]?.replace(/\*/g, '') ?? '';
}

/** Without a result, because the check was left, what is new or unsure is asked about as if it were urgent. */
function requestFor(card: ScriptCard | undefined, anythingNew: boolean): TextKey {
  const urgency = card?.urgency ?? (anythingNew ? 'urgent' : 'none');
  return `summary-request-${urgency === 'none' ? 'soon' : urgency}`;
}

import { type Utterance, wordsOf } from './utterance';

/** The keywords a visitor can use at any time. `cancel` covers exit; `urgent-help` is "help me". */
export const COMMANDS = ['help', 'urgent-help', 'start-over', 'cancel', 'feedback', 'terms', 'menu'] as const;
export type Command = (typeof COMMANDS)[number];

/** Reviewed phrases; nothing here is matched fuzzily. */
export interface CommandTable {
  readonly phrases: ReadonlyMap<string, Command>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly never: ReadonlySet<string>;
  /** Words that could be "cancer" or "cancel". */
  readonly ambiguous: ReadonlySet<string>;
}

/** Shouting for help: source: reference keyword table, three exclamation marks or more. */
const SHOUT = /!{3,}/;

/**
 * Finds a command only when the whole message is one, apart from polite words around it: "please cancel"
 * is a command, "cancel my appointment" never is.
 *
 * @param text - the message as typed; its punctuation tells "help!!!" from "help".
 */
export function findCommand(text: string, utterance: Utterance, table: CommandTable): Command | undefined {
  const words = wordsOf(utterance);
  if (words === '') return /^[\s?]*\?[\s?]*$/.test(text) ? 'help' : undefined;
  if (table.never.has(words)) return undefined;
  const command = table.phrases.get(words) ?? lookUpPeeled(words, table);
  return command === 'help' && SHOUT.test(text) ? 'urgent-help' : command;
}

/** Whether the message could mean "cancer" as well as "cancel". */
export function isAmbiguousCancel(utterance: Utterance, table: CommandTable): boolean {
  return table.ambiguous.has(wordsOf(utterance));
}

function lookUpPeeled(words: string, table: CommandTable): Command | undefined {
  let rest = words;
  for (;;) {
    const peeled = peel(rest, table);
    if (peeled === rest || peeled === '') return undefined;
    const command = table.phrases.get(peeled);
    if (command !== undefined) return command;
    rest = peeled;
  }
}

/** Takes one polite wrapper off, the front before the back. */
function peel(words: string, table: Pick<CommandTable, 'before' | 'after'>): string {
  const front = table.before.find((wrapper) => words.startsWith(`${wrapper} `));
  if (front !== undefined) return words.slice(front.length + 1);
  const back = table.after.find((wrapper) => words.endsWith(` ${wrapper}`));
  return back === undefined ? words : words.slice(0, -back.length - 1);
}

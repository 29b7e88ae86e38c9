import type { ButtonId } from '../conversation/reply';
import type { Command } from '../understanding/commands';

/** What a button of our own pages or cards can mean. `close` is an event of its own, not a command. */
export type ButtonCommand = Command | 'close';

const BUTTONS: ReadonlyMap<string, ButtonCommand> = new Map<string, ButtonCommand>([
  ['restart', 'start-over'],
  ['start-over', 'start-over'],
  ['menu', 'menu'],
  ['help', 'help'],
  ['terms', 'terms'],
  ['feedback', 'feedback'],
  ['cancel', 'cancel'],
  ['exit', 'cancel'],
  ['close', 'close'],
]);

/**
 * Reads the payload of a button: `{command: 'restart'}` or the bare word, in any letter case. Anything else
 * is not ours and is left alone, so that the text beside it counts.
 */
export function buttonCommand(value: unknown): ButtonCommand | undefined {
  const word = typeof value === 'object' && value !== null ? own(value, 'command') : value;
  return typeof word === 'string' ? BUTTONS.get(word.trim().toLowerCase()) : undefined;
}

/** Ids are made by this service and are short; anything longer is not ours. */
const MAX_ID = 200;

/** Reads the payload of a button under a reply: `{of: 'dialog:symptom-check:weakness', pick: 'no'}`. */
export function buttonId(value: unknown): ButtonId | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const of = own(value, 'of');
  const pick = own(value, 'pick');
  return isId(of) && isId(pick) ? { of, pick } : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID;
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

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

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

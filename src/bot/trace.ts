import type { Activity } from 'botbuilder';
import type { TurnReasons } from '../turns/TurnHost';

/** The Emulator cuts its log line after this many characters. Source: BotFramework-Emulator v4.15.1. */
const MAX_LABEL = 50;

/** Shapes the reasons of one turn for the Emulator's log: a line to read, and the detail in its inspector. */
export function traceOf({ summary, detail }: TurnReasons): Partial<Activity> {
  return {
    type: 'trace',
    name: 'spineguide.turn',
    label: summary.slice(0, MAX_LABEL),
    valueType: 'https://spineguide.example/schemas/turn/v1',
    value: detail,
  };
}

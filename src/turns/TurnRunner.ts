import type { Turn, TurnInput } from '../conversation/converse';
import type { ConversationKey, InboundEvent } from '../conversation/events';
import type { Reply } from '../conversation/reply';
import { StorageError } from '../storage/StorageError';
import { type Changes, conversationKey, type Found } from '../storage/Store';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log, LogFields } from '../telemetry/log';
import { explainTurn } from './explainTurn';
import { welcome } from './greetings';
import type { TurnHost, TurnOptions, TurnOutcome } from './TurnHost';

export interface TurnRunnerParts {
  /** The conversation core: a pure function. */
  readonly converse: (input: TurnInput) => Turn;
  /** What is said when a turn broke; uses nothing but the message. */
  readonly fallback: (event: InboundEvent) => Reply[];
  readonly store: StoreHealth;
  readonly idleMs: number;
  readonly contentVersion: string;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What one turn came to, before anybody knows whether it could be stored. */
interface Decided {
  readonly outcome: TurnOutcome;
  readonly kind: string;
}

/**
 * Runs turns one after the other per conversation: read, decide, store in one transaction, then reply. Whatever breaks
 * on the way, the visitor gets an answer with the emergency words.
 */
export function createTurnRunner(parts: TurnRunnerParts): TurnHost {
  const waiting = new Map<string, Promise<unknown>>();
  return {
    take(key, event, options = {}) {
      const id = conversationKey(key);
      const turn = (waiting.get(id) ?? Promise.resolve()).then(() => takeOne(parts, key, event, options));
      waiting.set(id, turn);
      return turn.finally(() => {
        if (waiting.get(id) === turn) waiting.delete(id);
      });
    },
  };
}

async function takeOne(
  parts: TurnRunnerParts,
  key: ConversationKey,
  event: InboundEvent,
  options: TurnOptions,
): Promise<TurnOutcome> {
  const started = performance.now();
  let decided: Decided | undefined;
  try {
    const { outcome, kind } = await parts.store.turn({ key, activityId: options.activityId }, (found) => {
      const { changes, result } = decideOne(parts, { key, event, options, started }, found);
      decided = result;
      return { changes, result };
    });
    note(parts, {
      conversation: key.conversation,
      channel: key.channel,
      kind,
      replies: outcome.replies.map(({ id }) => id),
      durationMs: Math.round((performance.now() - started) * 100) / 100,
    });
    return outcome;
  } catch (error) {
    noteError(parts, error instanceof StorageError ? 'turn.unstored' : 'turn.failed', key, error);
    return fromMemory(parts, event, decided?.outcome, started);
  }
}

interface TurnAtHand {
  readonly key: ConversationKey;
  readonly event: InboundEvent;
  readonly options: TurnOptions;
  readonly started: number;
}

function decideOne(
  parts: TurnRunnerParts,
  { key, event, options, started }: TurnAtHand,
  found: Found,
): { changes: Changes; result: Decided } {
  if (found.repeated !== undefined) {
    const outcome = { ...outcomeOf([], undefined, parts, started), repeated: found.repeated };
    return { changes: {}, result: { outcome, kind: 'repeated' } };
  }
  let turn: Greeted;
  try {
    turn = converseOnce(parts, { key, event }, found);
  } catch (error) {
    // What is known stays as it is; the apology is kept like any reply.
    noteError(parts, 'turn.failed', key, error);
    turn = { changes: {}, replies: parts.fallback(event), kind: 'failed' };
  }
  const outcome = outcomeOf(turn.replies, turn.turn, parts, started);
  return {
    changes: { ...turn.changes, ...options.keep?.(outcome, found.last) },
    result: { outcome, kind: turn.kind },
  };
}

/** One turn of the core with the welcome around it. */
interface Greeted {
  readonly changes: Changes;
  readonly replies: readonly Reply[];
  readonly kind: string;
  readonly turn?: Turn;
}

function converseOnce(
  parts: TurnRunnerParts,
  { key, event }: Pick<TurnAtHand, 'key' | 'event'>,
  found: Found,
): Greeted {
  const now = parts.now();
  const greeted = welcome(found.greeting, event, key.person, { now, idleMs: parts.idleMs });
  if (greeted.isRepeated) return { changes: {}, replies: [], kind: event.kind };
  const ask = (state: Found['state'], what: InboundEvent) =>
    parts.converse({ event: what, state, now, newId: parts.newId() });
  const known = greeted.introduces ? ask(found.state, { kind: 'opened' }).state : found.state;
  const turn = ask(known, event);
  const { replies, effects, decision, state } = turn;
  const ends =
    event.kind === 'closed' || event.kind === 'removed' || replies.some((reply) => reply.ends === true);
  const changes: Changes = {
    state,
    greeting: ends ? null : (greeted.greeting ?? null),
    feedback: effects.flatMap((effect) => (effect.kind === 'store-feedback' ? [effect.feedback] : [])),
    erasedFeedback: effects.flatMap((effect) => (effect.kind === 'erase-feedback' ? effect.ids : [])),
    unanswered: effects.flatMap((effect) => (effect.kind === 'note-unanswered' ? [effect.phrasing] : [])),
    answered: effects.flatMap((effect) => (effect.kind === 'erase-unanswered' ? [effect.phrasing] : [])),
    forgets: event.kind === 'removed' || (decision?.kind === 'request' && decision.request === 'forget'),
  };
  return { changes, replies, kind: decision?.kind ?? event.kind, turn };
}

/**
 * What is said when nothing could be stored. An urgent reply that was decided already is given, because it claims
 * nothing about storage; any other might say that something was kept or erased.
 */
function fromMemory(
  parts: TurnRunnerParts,
  event: InboundEvent,
  decided: TurnOutcome | undefined,
  started: number,
): TurnOutcome {
  const urgent = decided?.replies.some(({ urgency }) => urgency !== 'none') === true;
  const replies = urgent ? decided.replies : parts.fallback(event);
  return { ...outcomeOf(replies, undefined, parts, started), stored: false };
}

function outcomeOf(
  replies: readonly Reply[],
  turn: Turn | undefined,
  parts: TurnRunnerParts,
  started: number,
): TurnOutcome {
  const ms = performance.now() - started;
  return { replies, reasons: () => explainTurn(turn, replies, parts.contentVersion, ms), stored: true };
}

/** A log that fails must not take the answer from the visitor. */
function note({ log }: TurnRunnerParts, fields: LogFields): void {
  try {
    log.info('turn', fields);
  } catch {
    // Nothing else is left to tell it to.
  }
}

function noteError(
  { log }: TurnRunnerParts,
  event: string,
  { conversation, channel }: ConversationKey,
  error: unknown,
): void {
  try {
    log.error(event, { conversation, channel, error });
  } catch {
    // As above.
  }
}

import { type ConverseSources, converse, type Turn } from '../conversation/converse';
import type { Effect } from '../conversation/effects';
import type { ConversationKey, InboundEvent } from '../conversation/events';
import type { Reply } from '../conversation/reply';
import type { FeedbackStore } from '../storage/FeedbackFile';
import { keyText, type Session, type SessionStore } from '../storage/SessionStore';
import type { Log, LogFields } from '../telemetry/log';
import { emergencyFallback } from './emergencyFallback';
import { explainTurn } from './explainTurn';
import type { TurnHost, TurnOutcome } from './TurnHost';

export interface TurnRunnerParts {
  readonly converse: ConverseSources;
  readonly sessions: SessionStore;
  readonly feedback: FeedbackStore;
  readonly contentVersion: string;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Message ids remembered per conversation, to notice a message delivered twice. */
const REMEMBERED_IDS = 16;

/**
 * Runs turns one after the other per conversation: load, decide, store, then reply. Whatever breaks on the
 * way, the visitor gets an answer with the emergency words.
 */
export function createTurnRunner(parts: TurnRunnerParts): TurnHost {
  const waiting = new Map<string, Promise<unknown>>();
  return {
    take(key, event, activityId) {
      const id = keyText(key);
      const turn = (waiting.get(id) ?? Promise.resolve()).then(() => takeOne(parts, key, event, activityId));
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
  activityId?: string,
): Promise<TurnOutcome> {
  const started = performance.now();
  const session = await readSession(parts, key);
  if (activityId !== undefined && session?.taken.includes(activityId))
    return outcome([], undefined, parts, started);
  let turn: Turn;
  try {
    turn = converse({ event, state: session?.state, now: parts.now(), newId: parts.newId() }, parts.converse);
  } catch (error) {
    parts.log.error('turn.failed', { conversation: key.conversation, channel: key.channel, error });
    return outcome(emergencyFallback(event, parts.converse), undefined, parts, started);
  }
  const stored = await carryOut(parts, key, turn.effects);
  const taken = [...(session?.taken ?? []), ...(activityId === undefined ? [] : [activityId])].slice(
    -REMEMBERED_IDS,
  );
  // What could not be stored or erased is not remembered as done, so that the visitor can try again.
  const state = stored ? turn.state : { ...turn.state, feedbackIds: session?.state.feedbackIds ?? [] };
  await writeSession(parts, key, { state, taken });
  const replies = stored ? turn.replies : turn.replies.map((reply) => withoutThanks(reply, parts.converse));
  note(parts, {
    conversation: key.conversation,
    channel: key.channel,
    kind: turn.decision?.kind ?? event.kind,
    replies: replies.map(({ id }) => id),
    durationMs: Math.round((performance.now() - started) * 100) / 100,
  });
  return outcome(replies, turn, parts, started);
}

/** A log that fails must not take the answer from the visitor. */
function note({ log }: TurnRunnerParts, fields: LogFields): void {
  try {
    log.info('turn', fields);
  } catch {
    // Nothing else is left to tell it to.
  }
}

async function readSession(parts: TurnRunnerParts, key: ConversationKey): Promise<Session | undefined> {
  try {
    return await parts.sessions.read(key);
  } catch (error) {
    parts.log.error('session.read.failed', { conversation: key.conversation, error });
    return undefined;
  }
}

async function writeSession(parts: TurnRunnerParts, key: ConversationKey, session: Session): Promise<void> {
  try {
    await parts.sessions.write(key, session);
  } catch (error) {
    parts.log.error('session.write.failed', { conversation: key.conversation, error });
  }
}

/** @returns false when something could not be stored, so that the reply must not say it was. */
async function carryOut(
  parts: TurnRunnerParts,
  key: ConversationKey,
  effects: readonly Effect[],
): Promise<boolean> {
  try {
    for (const effect of effects) {
      if (effect.kind === 'store-feedback') await parts.feedback.add(effect.feedback);
      else await parts.feedback.erase(effect.ids);
    }
    return true;
  } catch (error) {
    parts.log.error('feedback.failed', { conversation: key.conversation, error });
    return false;
  }
}

/** Replies that say what to do now; they are sent as they are. */
const ADVICE = ['disposition:', 'ask:'];

/** Any other reply would claim that something was stored or erased. */
function withoutThanks(reply: Reply, { script }: ConverseSources): Reply {
  if (ADVICE.some((id) => reply.id.startsWith(id))) return reply;
  return { ...reply, id: 'trouble', text: script.texts.trouble };
}

function outcome(
  replies: readonly Reply[],
  turn: Turn | undefined,
  parts: TurnRunnerParts,
  started: number,
): TurnOutcome {
  const ms = performance.now() - started;
  return { replies, reasons: () => explainTurn(turn, replies, parts.contentVersion, ms) };
}

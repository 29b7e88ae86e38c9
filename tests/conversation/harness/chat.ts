import { join } from 'node:path';
import { loadContent } from '../../../src/content/loadContent';
import type { Content } from '../../../src/content/types';
import { type ConverseSources, converse, type Turn } from '../../../src/conversation/converse';
import type { Effect } from '../../../src/conversation/effects';
import type { InboundEvent } from '../../../src/conversation/events';
import type { Reply } from '../../../src/conversation/reply';
import type { ConversationState } from '../../../src/conversation/state';
import { createConverse } from '../../../src/turns/createConverse';

export const ROOT = join(__dirname, '../../..');
/** A fixed day, so that the tests do not begin to fail when a review date passes. */
export const TODAY = '2026-11-24';
const START = Date.parse(`${TODAY}T12:00:00Z`);
const IDLE_MS = 30 * 60_000;

/** The content that visitors get, from the files of this project. */
export function realContent(): Content {
  return loadContent({
    root: ROOT,
    today: TODAY,
    version: '1.2.3',
    feedbackRetentionDays: 90,
    idleMinutes: 30,
    links: {},
  });
}

/** Everything a turn needs, built from the real content. */
export function realSources(): ConverseSources {
  return createConverse(realContent(), IDLE_MS);
}

/** A chat in which these things were said. */
export function chatsOf(sources: ConverseSources): (...messages: readonly string[]) => Chat {
  return (...messages) => {
    const chat = new Chat(sources);
    chat.sayAll(...messages);
    return chat;
  };
}

/** One visitor talking to the real conversation; time moves by five seconds with every message. */
export class Chat {
  state: ConversationState | undefined;
  readonly effects: Effect[] = [];
  private readonly replies: Reply[] = [];
  private now = START;
  private ids = 0;

  constructor(private readonly sources: ConverseSources) {}

  say(text: string): Turn {
    return this.take({ kind: 'message', text });
  }

  /** Says several things, and returns what happened after the last one. */
  sayAll(...texts: readonly string[]): Turn {
    return texts.map((text) => this.say(text)).at(-1) as Turn;
  }

  /** Presses a button of the last reply that offered it, or of the one `back` such replies ago. */
  press(label: string, back = 1): Turn {
    const offering = this.replies.filter(({ choices }) => choices.some((choice) => choice.label === label));
    const reply = offering.at(-back);
    const choice = reply?.choices.find((one) => one.label === label);
    if (reply === undefined || choice === undefined) throw new Error(`no button "${label}"`);
    return this.take({
      kind: 'message',
      text: label,
      button: choice.button ?? { of: reply.id, pick: label },
    });
  }

  open(): Turn {
    return this.take({ kind: 'opened' });
  }

  close(): Turn {
    return this.take({ kind: 'closed' });
  }

  /** The next message follows within a second. */
  hurry(): void {
    this.now -= 4_500;
  }

  wait(minutes: number): void {
    this.now += minutes * 60_000;
  }

  take(event: InboundEvent): Turn {
    this.now += 5_000;
    this.ids += 1;
    const turn = converse({ event, state: this.state, now: this.now, newId: `id-${this.ids}` }, this.sources);
    this.state = turn.state;
    this.effects.push(...turn.effects);
    this.replies.push(...turn.replies);
    return turn;
  }
}

/** The most urgent warning that stands, a crisis apart. */
export function warned(state: ConversationState | undefined): 'emergency' | 'urgent' | 'none' {
  const standing = state?.warnings.map(({ urgency }) => urgency) ?? [];
  return standing.includes('emergency') ? 'emergency' : standing.includes('urgent') ? 'urgent' : 'none';
}

/** The one message a turn answers with. */
export function replyOf(turn: Turn): Reply {
  const [reply, ...more] = turn.replies;
  if (reply === undefined || more.length > 0)
    throw new Error(`expected one reply, got ${turn.replies.length}`);
  return reply;
}

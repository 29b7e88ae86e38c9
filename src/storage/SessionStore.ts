import type { ConversationKey } from '../conversation/events';
import type { ConversationState } from '../conversation/state';

/** One conversation between turns. */
export interface Session {
  readonly state: ConversationState;
  /** Ids of the last messages taken, so that a message delivered twice has one effect. */
  readonly taken: readonly string[];
}

/** Where conversations live between turns. */
export interface SessionStore {
  read(key: ConversationKey): Promise<Session | undefined>;
  write(key: ConversationKey, session: Session): Promise<void>;
}

/**
 * Keeps conversations in memory only: nothing a visitor says reaches a disk, and a restart forgets it.
 * Bounded in number and in time, because a public chat meets endless new conversations.
 */
export class MemorySessions implements SessionStore {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly maxSessions: number,
    private readonly idleMs: number,
    private readonly now: () => number,
  ) {}

  async read(key: ConversationKey): Promise<Session | undefined> {
    return this.sessions.get(keyText(key));
  }

  async write(key: ConversationKey, session: Session): Promise<void> {
    const id = keyText(key);
    // Setting it again moves it to the end, so that the front is always the one unused for longest.
    this.sessions.delete(id);
    this.sessions.set(id, session);
    for (const [oldest, { state }] of this.sessions) {
      // A grace of one idle time lets the next message say that the conversation had expired.
      if (this.sessions.size <= this.maxSessions && this.now() - state.lastAt <= 2 * this.idleMs) break;
      this.sessions.delete(oldest);
    }
  }
}

/** One text for the three parts; JSON keeps "a" + "bc" apart from "ab" + "c". */
export function keyText({ channel, conversation, person }: ConversationKey): string {
  return JSON.stringify([channel, conversation, person]);
}

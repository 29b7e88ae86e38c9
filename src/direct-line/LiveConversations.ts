import { conversationKey } from '../storage/Store';
import type { StoreHealth } from '../storage/StoreHealth';
import { LiveConversation } from './LiveConversation';
import { idOf } from './outgoing';

/** What could not be stored is remembered this long for those who read it later. */
const UNSTORED_MS = 10 * 60_000;
/** Conversations asked about in one statement. */
const CHUNK = 500;

/** The conversations that this process has something to do with right now: somebody listens, or a turn runs. */
export class LiveConversations {
  readonly #all = new Map<string, LiveConversation>();

  constructor(
    private readonly store: StoreHealth,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.#all.size;
  }

  /** The one of this id; made when there is none. Give it back with {@link release}. */
  at(id: string): LiveConversation {
    const known = this.#all.get(id);
    if (known !== undefined) return known;
    const live = new LiveConversation(id, (after) => this.store.ask((store) => store.log(idOf(id), after)));
    this.#all.set(id, live);
    return live;
  }

  find(id: string): LiveConversation | undefined {
    return this.#all.get(id);
  }

  /** Forgets it unless there is still something to do. */
  release(live: LiveConversation): void {
    if (live.isIdle && this.#all.get(live.id) === live) this.#all.delete(live.id);
  }

  /** Another replica stored something: those who listen here get it. */
  heard(id: string): void {
    const live = this.#all.get(id);
    if (live !== undefined && live.listening > 0) void live.catchUp();
  }

  /**
   * Looks for what listeners lack: hints can be lost, and the store can have been away.
   *
   * @param all - false where nobody else stores anything: then only those known to be behind.
   */
  async poll(all: boolean): Promise<void> {
    const asked = [...this.#all.values()].filter((live) => live.listening > 0 && (all || live.isBehind));
    for (let start = 0; start < asked.length; start += CHUNK) {
      const some = asked.slice(start, start + CHUNK);
      const last = await this.store.ask((store) => store.positions(some.map(({ id }) => idOf(id))));
      for (const live of some) {
        const position = last.get(conversationKey(idOf(live.id)));
        if (position === undefined) live.hangUp();
        else if (live.isBehind || position > live.heard || position < live.farthest) await live.catchUp();
        this.release(live);
      }
    }
  }

  /** Forgets what could not be stored a while ago. */
  sweep(): void {
    for (const live of this.#all.values()) {
      if (this.now() - live.unstoredAt > UNSTORED_MS) live.forgetUnstored();
      this.release(live);
    }
  }
}

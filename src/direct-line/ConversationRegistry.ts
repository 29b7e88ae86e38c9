import type { Conversation } from './Conversation';

interface RegistryLimits {
  readonly maxConversations: number;
  /** Bytes of all logs together. */
  readonly maxBytes: number;
  /** Silence after which a conversation is forgotten. */
  readonly idleMs: number;
  readonly now: () => number;
}

/** All live conversations. Whatever a stranger does, it stays below its limits. */
export class ConversationRegistry {
  /** In the order of their last sign of life, the quietest first. */
  readonly #all = new Map<string, Conversation>();

  constructor(private readonly limits: RegistryLimits) {}

  get size(): number {
    return this.#all.size;
  }

  /** @returns a live conversation and counts this as a sign of life; undefined when it is gone. */
  get(id: string): Conversation | undefined {
    const found = this.#all.get(id);
    if (found === undefined) return undefined;
    if (this.#isOver(found)) {
      this.#drop(found);
      return undefined;
    }
    found.touchedAt = this.limits.now();
    this.#all.delete(id);
    this.#all.set(id, found);
    return found;
  }

  /** @returns false when there is no room: then every other conversation has somebody listening. */
  add(conversation: Conversation): boolean {
    while (this.#all.size >= this.limits.maxConversations) {
      const quiet = this.#quietest();
      if (quiet === undefined) return false;
      this.#drop(quiet);
    }
    this.#all.set(conversation.id, conversation);
    return true;
  }

  /** Forgets one conversation, because its visitor closed it. */
  remove(conversation: Conversation): void {
    this.#drop(conversation);
  }

  /** Forgets what has been silent too long, and the quietest beyond the limit of bytes. Call it now and then. */
  sweep(): void {
    for (const conversation of this.#all.values()) if (this.#isOver(conversation)) this.#drop(conversation);
    let bytes = 0;
    for (const { bytes: own } of this.#all.values()) bytes += own;
    for (const conversation of this.#all.values()) {
      if (bytes <= this.limits.maxBytes) return;
      bytes -= conversation.bytes;
      this.#drop(conversation);
    }
  }

  #isOver({ touchedAt, ended, listening }: Conversation): boolean {
    if (ended && listening === 0) return true;
    return this.limits.now() - touchedAt > this.limits.idleMs;
  }

  #quietest(): Conversation | undefined {
    for (const conversation of this.#all.values()) if (conversation.listening === 0) return conversation;
    return undefined;
  }

  #drop(conversation: Conversation): void {
    this.#all.delete(conversation.id);
    conversation.hangUp();
  }
}

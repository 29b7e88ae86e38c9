import type { LogPage } from '../storage/Store';
import { endOf, holds, type Page, type Position, pageText, readFrom, watermarkOf } from './page';

/** One open socket, as a conversation sees it. */
export interface Listener {
  send(frame: string): void;
  /** Ends the socket; the client may connect again. */
  close(): void;
}

/** Two tabs and three that were forgotten. */
const MAX_LISTENERS = 5;
/** Nobody types ten ahead. */
const MAX_WAITING = 10;
/** While nothing can be stored, this much of what was said is remembered. */
const MAX_UNSTORED = 50;

/**
 * What this process knows of a conversation: who listens, and what was said while nothing could be stored. Everything
 * else is in the store. What each listener has got is counted, so that it misses nothing and gets nothing twice,
 * whichever replica stored it. One that has heard what the store does not know any more, since the database was
 * restored, gets all that there is and is sent away: its page then begins a new conversation.
 */
export class LiveConversation {
  readonly #listeners = new Map<Listener, Position>();
  #unstored: string[] = [];
  #reading = false;
  #again = false;
  /** Turns that wait or run. */
  waiting = 0;
  /** Time of the last thing that could not be stored. */
  unstoredAt = 0;
  /** True while somebody may lack something that is stored. */
  isBehind = false;

  /** @param read - entries of the stored log after a number; undefined when the conversation is gone. */
  constructor(
    readonly id: string,
    private readonly read: (after: number) => Promise<LogPage | undefined>,
  ) {}

  get listening(): number {
    return this.#listeners.size;
  }

  get isFull(): boolean {
    return this.waiting >= MAX_WAITING;
  }

  /** True when nothing is lost by forgetting this object. */
  get isIdle(): boolean {
    return this.#listeners.size === 0 && this.waiting === 0 && this.#unstored.length === 0;
  }

  /** The least that every listener has got. */
  get heard(): number {
    return Math.min(...[...this.#listeners.values()].map(({ seq }) => seq));
  }

  /** The most that one of them has got; 0 without any. */
  get farthest(): number {
    return Math.max(0, ...[...this.#listeners.values()].map(({ seq }) => seq));
  }

  /**
   * Tells all listeners what was just stored here.
   *
   * @param first - the number of the first of these.
   * @param mark - of their turn.
   */
  stored(first: number, activities: readonly string[], mark: string): void {
    const last = first + activities.length - 1;
    for (const [listener, position] of this.#listeners) {
      const { seq, unstored } = position;
      // A catch-up was faster.
      if (seq === last && position.mark === mark) continue;
      if (seq !== first - 1) this.isBehind = true;
      else this.#tell(listener, activities, { seq: last, mark, unstored });
    }
    if (this.isBehind) void this.catchUp();
  }

  /** Tells all listeners what could not be stored. Its numbers stand apart, so that those of the log have no gap. */
  unstored(now: number, build: (number: number) => object): void {
    const json = JSON.stringify(build(this.#unstored.length + 1));
    if (this.#unstored.length >= MAX_UNSTORED) return;
    this.#unstored.push(json);
    this.unstoredAt = now;
    for (const [listener, position] of this.#listeners)
      this.#tell(listener, [json], { ...position, unstored: this.#unstored.length });
  }

  /**
   * What a reader at this position has not got: everything, if that is no position of the stored log. What is stored is
   * left out while it cannot be read.
   */
  async pageAfter(position: Position): Promise<Page> {
    const page = await this.#storedAfter(position).catch(() => undefined);
    const unstored = this.#unstored.slice(position.unstored);
    const reached = { ...position, ...page?.end, unstored: this.#unstored.length };
    return { activities: [...(page?.activities ?? []), ...unstored], watermark: watermarkOf(reached) };
  }

  /** False when a reader at this position has heard what is not stored any more. */
  async holds(position: Position): Promise<boolean> {
    const page = await this.read(readFrom(position.seq)).catch(() => undefined);
    return page === undefined || holds(page, position);
  }

  forgetUnstored(): void {
    this.#unstored = [];
    for (const [listener, position] of this.#listeners)
      this.#listeners.set(listener, { ...position, unstored: 0 });
  }

  /**
   * Lets a socket listen: first everything after `position`, then what comes. There may be several, because a
   * duplicated tab has the same token; two that close each other would never come to rest.
   */
  listen(listener: Listener, position: Position): void {
    const missed = this.#unstored.slice(position.unstored);
    this.#tell(listener, missed, { ...position, unstored: this.#unstored.length });
    for (const oldest of this.#listeners.keys()) {
      if (this.#listeners.size <= MAX_LISTENERS) break;
      this.#listeners.delete(oldest);
      oldest.close();
    }
    this.isBehind = true;
    void this.catchUp();
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Ends all sockets. */
  hangUp(): void {
    for (const listener of this.#listeners.keys()) listener.close();
    this.#listeners.clear();
  }

  /** Reads what is stored and tells each listener what it lacks. When that fails they stay behind, to try again. */
  async catchUp(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#again && this.#listeners.size > 0) {
        this.#again = false;
        // Those that come, or hear more, while it is read are not judged by it.
        const before = [...this.#listeners];
        const page = await this.read(readFrom(this.heard));
        if (page === undefined) this.hangUp();
        else {
          await this.#sendAway(before.filter(([, position]) => !holds(page, position)));
          this.#tellFrom(page);
        }
      }
      this.isBehind = false;
    } catch {
      // The store is away; whoever watches over it has logged that.
      this.isBehind = true;
    } finally {
      this.#reading = false;
    }
  }

  async #storedAfter(
    position: Position,
  ): Promise<{ activities: string[]; end: Pick<Position, 'seq' | 'mark'> } | undefined> {
    const near = await this.read(readFrom(position.seq));
    if (near === undefined) return undefined;
    const isKnown = holds(near, position);
    const page = isKnown ? near : await this.read(0);
    if (page === undefined) return undefined;
    const missed = page.entries.filter(({ seq }) => !isKnown || seq > position.seq);
    return { activities: missed.map(({ json }) => json), end: endOf(page) };
  }

  /** What they keep of it is where they stopped, so that they are not let in again with that. */
  async #sendAway(strayed: readonly (readonly [Listener, Position])[]): Promise<void> {
    if (strayed.length === 0) return;
    const all = await this.read(0);
    for (const [listener, position] of strayed) {
      if (!this.#listeners.has(listener)) continue;
      this.#tell(
        listener,
        (all?.entries ?? []).map(({ json }) => json),
        position,
      );
      this.#listeners.delete(listener);
      listener.close();
    }
  }

  #tellFrom(page: LogPage): void {
    for (const [listener, { seq, unstored }] of this.#listeners) {
      if (seq >= page.last) continue;
      const missed = page.entries.filter((entry) => entry.seq > seq).map(({ json }) => json);
      this.#tell(listener, missed, { ...endOf(page), unstored });
    }
  }

  #tell(listener: Listener, activities: readonly string[], reached: Position): void {
    this.#listeners.set(listener, reached);
    if (activities.length > 0) listener.send(pageText({ activities, watermark: watermarkOf(reached) }));
  }
}

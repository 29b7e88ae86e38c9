/** Activities after some point of a conversation, and the point they lead to. */
export interface Page {
  /** As JSON texts: they are kept that way, because thousands of conversations lie in memory. */
  readonly activities: readonly string[];
  /** How far a reader has come who has read these. */
  readonly watermark: number;
}

interface Entry {
  readonly seq: number;
  readonly json: string;
}

/** The activities of one conversation, numbered from 1 without a gap; the oldest are dropped beyond its limits. */
export class ActivityLog {
  #entries: Entry[] = [];
  #last = 0;
  #bytes = 0;

  constructor(
    private readonly maxActivities: number,
    private readonly maxBytes: number,
  ) {}

  /** The number of the newest activity; 0 when there was none yet. */
  get last(): number {
    return this.#last;
  }

  /** About how many bytes it holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds an activity under the next number. `build` gets that number, because an id is made of it. */
  append(build: (seq: number) => object): Page {
    this.#last += 1;
    const json = JSON.stringify(build(this.#last));
    this.#entries.push({ seq: this.#last, json });
    this.#bytes += json.length;
    while (this.#entries.length > this.maxActivities || this.#bytes > this.maxBytes) {
      const dropped = this.#entries.shift();
      if (dropped === undefined) break;
      this.#bytes -= dropped.json.length;
    }
    return { activities: [json], watermark: this.#last };
  }

  /** Everything after `watermark`; the whole log for 0. */
  after(watermark: number): Page {
    const activities = this.#entries.filter(({ seq }) => seq > watermark).map(({ json }) => json);
    return { activities, watermark: this.#last };
  }

  /** Forgets what was said. Numbers go on, so that no reader sees one twice. */
  clear(): void {
    this.#entries = [];
    this.#bytes = 0;
  }
}

/** The JSON text of a page, as it goes over the wire. */
export function pageText({ activities, watermark }: Page): string {
  return `{"activities":[${activities.join(',')}],"watermark":"${watermark}"}`;
}

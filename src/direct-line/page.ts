/**
 * How far a reader has come: the number of the last stored activity, and how many it has heard of those that could
 * not be stored. Clients hand it back as they got it.
 */
export interface Position {
  readonly seq: number;
  readonly unstored: number;
}

/** Activities after some point of a conversation, and the point they lead to. */
export interface Page {
  /** As JSON texts. */
  readonly activities: readonly string[];
  readonly watermark: string;
}

/** The JSON text of a page, as it goes over the wire. */
export function pageText({ activities, watermark }: Page): string {
  return `{"activities":[${activities.join(',')}],"watermark":"${watermark}"}`;
}

export function watermarkOf({ seq, unstored }: Position): string {
  return unstored === 0 ? String(seq) : `${seq}.${unstored}`;
}

/** Watermarks come from clients: anything that is none means from the beginning. */
export function positionOf(watermark: string): Position {
  const [, seq = '0', unstored = '0'] = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(watermark) ?? [];
  return { seq: Number(seq), unstored: Number(unstored) };
}

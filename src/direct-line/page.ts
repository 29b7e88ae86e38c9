import type { LogPage } from '../storage/Store';

/**
 * How far a reader has come: the number of the last stored activity, the mark of the turn that stored it, and how many
 * it has heard of those that could not be stored. Clients hand it back as they got it.
 */
export interface Position {
  readonly seq: number;
  /** '' where it is not known: then only the number counts. */
  readonly mark: string;
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

export function watermarkOf({ seq, mark, unstored }: Position): string {
  return `${seq}${mark === '' ? '' : `-${mark}`}${unstored === 0 ? '' : `.${unstored}`}`;
}

/** Watermarks come from clients: anything that is none means from the beginning. */
export function positionOf(watermark: string): Position {
  const [, seq = '0', mark = '', unstored = '0'] =
    /^(\d{1,9})(?:-([\da-f]{8}))?(?:\.(\d{1,4}))?$/.exec(watermark) ?? [];
  return { seq: Number(seq), mark, unstored: Number(unstored) };
}

/** The id of an activity. Numbers come again when a database is restored; with the mark of its turn no id does. */
export function activityId(conversation: string, seq: number, mark: string): string {
  return `${conversation}|${String(seq).padStart(7, '0')}|${mark}`;
}

/** The number from which a log is read for a reader at this position, so that its last entry is seen as well. */
export function readFrom(seq: number): number {
  return Math.max(0, seq - 1);
}

/** How far a part of a log goes, for whoever has got all of it. */
export function endOf({ entries, last }: LogPage): Pick<Position, 'seq' | 'mark'> {
  const newest = entries.at(-1);
  return { seq: last, mark: newest?.seq === last ? markOf(newest.json) : '' };
}

/**
 * False when a reader has heard what this log does not hold: the database was restored, or lost its last commits.
 *
 * @param page - from {@link readFrom} on, or from further back.
 */
export function holds(page: LogPage, { seq, mark }: Pick<Position, 'seq' | 'mark'>): boolean {
  if (seq > page.last) return false;
  const entry = page.entries.find((one) => one.seq === seq);
  // One that was forgotten since, by starting over for example, says nothing.
  return entry === undefined || mark === '' || markOf(entry.json) === mark;
}

/** Activities of an older version have none. */
function markOf(json: string): string {
  const { id = '' } = JSON.parse(json) as { id?: string };
  return id.split('|')[2] ?? '';
}

import type { Judgement } from './judge';
import { type Rate, wilson } from './wilson';

/** One labelled message. Labels that are absent are not judged. */
export interface Labelled {
  readonly text: string;
  readonly id?: string | number | undefined;
  readonly tier?: Judgement['tier'] | undefined;
  /** A topic id, or `none` for a message outside what the service covers. */
  readonly topic?: string | undefined;
  /** Other topics that answer it equally well. */
  readonly also?: readonly string[] | undefined;
  /** A keyword, or `none` for a message that is none. */
  readonly command?: string | undefined;
}

export interface Judged {
  readonly line: Labelled;
  readonly judgement: Judgement;
}

/** The rates that `evaluate` prints, in its order; a rate without any message is left out. */
export function rates(rows: readonly Judged[]): { name: string; rate: Rate }[] {
  const tier = (wanted: string) => rows.filter(({ line }) => line.tier === wanted);
  const topical = rows.filter(({ line }) => line.topic !== undefined && line.topic !== 'none');
  const outside = rows.filter(({ line }) => line.topic === 'none');
  const commands = rows.filter(({ line }) => line.command !== undefined);
  const answered = (row: Judged) => row.judgement.decision === 'answer';
  const share = (name: string, of: readonly Judged[], hit: (row: Judged) => boolean) => ({
    name,
    rate: wilson(of.filter(hit).length, of.length),
  });
  return [
    share('emergency sensitivity', tier('emergency'), (row) => row.judgement.tier === 'emergency'),
    share('emergency: card or ask', tier('emergency'), carded('ask')),
    share('urgent: card', tier('urgent'), carded('urgent')),
    share('urgent: card or ask', tier('urgent'), carded('ask')),
    share('soon: at most ask', tier('soon'), (row) => !carded('urgent')(row)),
    share('ask: at least ask', tier('ask'), carded('ask')),
    share('over-triage among none', tier('none'), carded('urgent')),
    share('ask rate among none', tier('none'), (row) => row.judgement.tier === 'ask'),
    share('topic top-1', topical, (row) => isRight(row, row.judgement.topics[0]?.id)),
    share('topic top-3', topical, (row) =>
      row.judgement.topics.slice(0, 3).some(({ id }) => isRight(row, id)),
    ),
    share('solved within one tap', topical, (row) => row.judgement.reached.some((id) => isRight(row, id))),
    share('answered outright', topical, answered),
    share('wrong answers', topical, (row) => answered(row) && !isRight(row, row.judgement.reached[0])),
    share('out of scope answered', outside, answered),
    share('out of scope: did you mean', outside, (row) => row.judgement.decision === 'clarify'),
    share('commands right', commands, (row) => (row.judgement.command ?? 'none') === row.line.command),
  ].flatMap(({ name, rate }) => (rate === undefined ? [] : [{ name, rate }]));
}

const BINS = 10;

/**
 * Expected calibration error over ten equal bins: how far the score of the best topic is from how often it is right,
 * weighted by how many messages each bin has. A message out of scope has no right topic.
 *
 * @returns undefined without a message that has a topic label.
 */
export function calibrationError(rows: readonly Judged[]): number | undefined {
  const bins = Array.from({ length: BINS }, () => ({ scores: 0, hits: 0 }));
  const scored = rows.filter(
    ({ line, judgement }) => line.topic !== undefined && judgement.topics.length > 0,
  );
  for (const row of scored) {
    const best = row.judgement.topics[0];
    const bin = bins[Math.min(BINS - 1, Math.floor((best?.score ?? 0) * BINS))];
    if (bin === undefined) continue;
    bin.scores += best?.score ?? 0;
    bin.hits += isRight(row, best?.id) ? 1 : 0;
  }
  if (scored.length === 0) return undefined;
  return bins.reduce((sum, { scores, hits }) => sum + Math.abs(scores - hits), 0) / scored.length;
}

const RANK: Readonly<Record<Judgement['tier'], number>> = {
  emergency: 4,
  urgent: 3,
  ask: 2,
  soon: 1,
  none: 0,
};

function carded(atLeast: Judgement['tier']): (row: Judged) => boolean {
  return ({ judgement }) => RANK[judgement.tier] >= RANK[atLeast];
}

function isRight({ line }: Judged, id: string | undefined): boolean {
  return id !== undefined && (id === line.topic || (line.also ?? []).includes(id));
}

/** The value below which a share of the sorted numbers lies; 0 for none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

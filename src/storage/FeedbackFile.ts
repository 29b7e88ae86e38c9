import { access, constants, type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Feedback } from '../conversation/effects';

/** Feedback could not be stored or read; the visitor is told honestly and the chat goes on. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The system's own word for the fault, such as ENOSPC. */
  readonly code: string | undefined;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.code = (cause as NodeJS.ErrnoException | undefined)?.code;
  }
}

/** Where feedback is kept, apart from every conversation. */
export interface FeedbackStore {
  add(feedback: Feedback): Promise<void>;
  erase(ids: readonly string[]): Promise<void>;
}

const FILE = 'feedback.jsonl';
const DAY_MS = 24 * 60 * 60 * 1000;

const line = z.object({
  id: z.string(),
  at: z.number(),
  rating: z.string(),
  comment: z.string().optional(),
  about: z.string(),
});

/**
 * Keeps feedback as JSON lines in the data folder. A line is on the disk before `add` resolves; erasing and
 * expiry write a new file beside the old one and swap them, so that a crash leaves one of the two whole.
 */
export class FeedbackFile implements FeedbackStore {
  private readonly path: string;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    dataDir: string,
    private readonly retentionDays: number,
    private readonly now: () => number,
  ) {
    this.path = join(dataDir, FILE);
  }

  /** Makes the folder and drops what is past its retention; called at start and once a day. */
  async prepare(): Promise<void> {
    await this.inTurn(async () => {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await access(dirname(this.path), constants.W_OK);
      await this.rewrite((feedback) => this.now() - feedback.at <= this.retentionDays * DAY_MS);
    });
  }

  async add(feedback: Feedback): Promise<void> {
    await this.inTurn(() => append(this.path, `${JSON.stringify(feedback)}\n`));
  }

  /** All feedback that is kept; a later line of the same feedback takes the place of an earlier one. */
  async all(): Promise<Feedback[]> {
    const kept = new Map<string, Feedback>();
    await this.inTurn(async () => {
      for (const row of (await this.read()).split('\n')) {
        const feedback = parseLine(row);
        if (feedback === undefined) continue;
        const { comment, ...rest } = feedback;
        kept.set(feedback.id, comment === undefined ? rest : { ...rest, comment });
      }
    });
    return [...kept.values()];
  }

  async erase(ids: readonly string[]): Promise<void> {
    await this.inTurn(() => this.rewrite((feedback) => !ids.includes(feedback.id)));
  }

  private async rewrite(keep: (feedback: z.infer<typeof line>) => boolean): Promise<void> {
    const text = await this.read();
    const rows = text.split('\n').map((row) => ({ row, parsed: parseLine(row) }));
    const last = new Map(rows.map(({ row, parsed }) => [parsed?.id, row]));
    const kept = rows
      .filter(({ row, parsed }) => parsed !== undefined && keep(parsed) && last.get(parsed.id) === row)
      .map(({ row }) => row);
    // A last line without its end would run into the next one, so such a file is written anew as well.
    const whole = text === '' || text.endsWith('\n');
    if (whole && kept.length === text.split('\n').filter((row) => row !== '').length) return;
    const fresh = `${this.path}.new`;
    await append(fresh, kept.map((row) => `${row}\n`).join(''), 'w');
    await rename(fresh, this.path);
  }

  /** The whole file, or nothing before the first feedback. */
  private read(): Promise<string> {
    return readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
  }

  /** One operation at a time, in order; a failed one does not stop the next. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const run = this.last.then(work, work).catch((error: unknown) => {
      throw new StorageError(
        `feedback cannot be stored in ${this.path}: check DATA_DIR and free space`,
        error,
      );
    });
    this.last = run.catch(() => undefined);
    return run;
  }
}

async function append(path: string, text: string, flag = 'a+'): Promise<void> {
  const file = await open(path, flag, 0o600);
  try {
    await file.writeFile((await endsInTornLine(file)) ? `\n${text}` : text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A write that failed half way leaves a torn line; the next one must not run into it. */
async function endsInTornLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

/** A line cut short by a crash is not JSON; it is left out at the next rewrite. */
function parseLine(row: string): z.infer<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(row)).data;
  } catch {
    return undefined;
  }
}

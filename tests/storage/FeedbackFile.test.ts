import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feedback } from '../../src/conversation/effects';
import { FeedbackFile, StorageError } from '../../src/storage/FeedbackFile';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const RETENTION_DAYS = 90;

const parents: string[] = [];
afterAll(() => parents.forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

function newParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'spine-guide-feedback-'));
  parents.push(parent);
  return parent;
}

const feedback = (id: string, at = NOW): Feedback => ({
  id,
  at,
  rating: 'helpful',
  comment: `about ${id}`,
  about: 'answer:mri',
});

/** A store on a folder that does not exist yet. */
function newStore(dataDir = join(newParent(), 'data')) {
  const path = join(dataDir, 'feedback.jsonl');
  return {
    store: new FeedbackFile(dataDir, RETENTION_DAYS, () => NOW),
    dataDir,
    path,
    ids: () => rows(path).map(({ id }) => id),
  };
}

function rows(path: string): Feedback[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Feedback);
}

describe('reading', () => {
  test('gives each feedback once, with what was added to it last', async () => {
    const { store } = newStore();
    await store.prepare();
    const { comment: _, ...rating } = feedback('a');
    await store.add(rating);
    await store.add(feedback('b'));
    await store.add(feedback('a'));
    expect(await store.all()).toEqual([feedback('a'), feedback('b')]);
    await store.erase(['a']);
    expect(await store.all()).toEqual([feedback('b')]);
  });

  test('nothing before the first feedback, and a torn line is left out', async () => {
    const { store, path } = newStore();
    await store.prepare();
    expect(await store.all()).toEqual([]);
    await store.add(feedback('a'));
    appendFileSync(path, '{"id":"b","at":1,"rat');
    expect(await store.all()).toEqual([feedback('a')]);
  });
});

describe('adding', () => {
  test('the whole feedback is in the file when adding has resolved, and nothing else', async () => {
    const { store, path } = newStore();
    await store.prepare();
    await store.add(feedback('a'));
    expect(rows(path)).toEqual([feedback('a')]);
    const { comment: _, ...uncommented } = feedback('b');
    await store.add(uncommented);
    expect(rows(path)).toEqual([feedback('a'), uncommented]);
  });

  test('a comment with new lines and quotes stays one line', async () => {
    const { store, path } = newStore();
    await store.prepare();
    const odd = { ...feedback('a'), comment: 'one\ntwo "three" \\ \u2028 😀' };
    await store.add(odd);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2);
    expect(rows(path)).toEqual([odd]);
  });

  test('many at the same time are all kept, in order', async () => {
    const { store, ids } = newStore();
    await store.prepare();
    const wanted = Array.from({ length: 50 }, (_, i) => `id-${i}`);
    await Promise.all(wanted.map((id) => store.add(feedback(id))));
    expect(ids()).toEqual(wanted);
  });

  test('what an earlier run stored is still there for the next one', async () => {
    const first = newStore();
    await first.store.prepare();
    await first.store.add(feedback('a'));
    const second = newStore(first.dataDir);
    await second.store.prepare();
    await second.store.add(feedback('b'));
    expect(second.ids()).toEqual(['a', 'b']);
  });

  test('only the account of the service can read the file and its folder', async () => {
    const { store, dataDir, path } = newStore();
    await store.prepare();
    await store.add(feedback('a'));
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    await store.add(feedback('b'));
    await store.erase(['a']);
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});

describe('erasing', () => {
  test('takes out exactly the given ids', async () => {
    const { store, ids, path } = newStore();
    await store.prepare();
    for (const id of ['a', 'b', 'c', 'd']) await store.add(feedback(id));
    await store.erase(['b', 'd', 'not-there']);
    expect(ids()).toEqual(['a', 'c']);
    expect(readFileSync(path, 'utf8')).not.toContain('about b');
  });

  test('leaves no copy behind in the folder', async () => {
    const { store, dataDir } = newStore();
    await store.prepare();
    await store.add(feedback('a'));
    await store.erase(['a']);
    expect(readdirSync(dataDir)).toEqual(['feedback.jsonl']);
  });

  test('while others add loses nothing', async () => {
    const { store, ids } = newStore();
    await store.prepare();
    await Promise.all([
      store.add(feedback('a')),
      store.erase(['a']),
      store.add(feedback('b')),
      store.erase(['x']),
      store.add(feedback('c')),
    ]);
    expect(ids()).toEqual(['b', 'c']);
  });

  test('before anything was stored is no fault', async () => {
    const { store } = newStore();
    await store.prepare();
    await expect(store.erase(['a'])).resolves.toBeUndefined();
  });
});

describe('preparing', () => {
  test('drops what is older than the retention and keeps the rest', async () => {
    const { store, ids, path, dataDir } = newStore();
    mkdirSync(dataDir);
    const ages = { today: 0, 'in-time': RETENTION_DAYS, 'too-old': RETENTION_DAYS + 1, ancient: 1000 };
    const lines = Object.entries(ages).map(([id, days]) => JSON.stringify(feedback(id, NOW - days * DAY_MS)));
    writeFileSync(path, `${lines.join('\n')}\n`);
    await store.prepare();
    expect(ids()).toEqual(['today', 'in-time']);
  });

  test('leaves out a line that a crash cut short, and keeps every whole one', async () => {
    const { store, ids, path, dataDir } = newStore();
    mkdirSync(dataDir);
    writeFileSync(path, `${JSON.stringify(feedback('a'))}\n${JSON.stringify(feedback('b'))}\n`);
    appendFileSync(path, JSON.stringify(feedback('c')).slice(0, 20));
    await store.prepare();
    expect(ids()).toEqual(['a', 'b']);
    await store.add(feedback('d'));
    expect(ids()).toEqual(['a', 'b', 'd']);
  });

  test('keeps a whole last line whose line end a crash cut off, also after the next is added', async () => {
    const { store, ids, path, dataDir } = newStore();
    mkdirSync(dataDir);
    writeFileSync(path, JSON.stringify(feedback('a')));
    await store.prepare();
    await store.add(feedback('b'));
    expect(ids()).toEqual(['a', 'b']);
  });

  test('a write that failed half way while running costs only that one line', async () => {
    const { store, path, dataDir } = newStore();
    await store.prepare();
    await store.add(feedback('a'));
    appendFileSync(path, '{"id":"torn');
    await store.add(feedback('b'));
    await new FeedbackFile(dataDir, RETENTION_DAYS, () => NOW).prepare();
    expect(rows(path).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('a half-written new file of a crash does not matter', async () => {
    const { store, ids, path, dataDir } = newStore();
    mkdirSync(dataDir);
    writeFileSync(path, `${JSON.stringify(feedback('a'))}\n${JSON.stringify(feedback('b'))}\n`);
    writeFileSync(`${path}.new`, '{"id":"a');
    await store.prepare();
    await store.erase(['a']);
    expect(ids()).toEqual(['b']);
  });

  test('makes a folder in a folder', async () => {
    const { store, ids } = newStore(join(newParent(), 'deep', 'data'));
    await store.prepare();
    await store.add(feedback('a'));
    expect(ids()).toEqual(['a']);
  });
});

describe('a folder that cannot be used', () => {
  test('gives a StorageError that names DATA_DIR and the path, at the start', async () => {
    const parent = newParent();
    writeFileSync(join(parent, 'file'), '');
    const { store, path } = newStore(join(parent, 'file', 'data'));
    const error: unknown = await store.prepare().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StorageError);
    expect((error as Error).message).toContain('DATA_DIR');
    expect((error as Error).message).toContain(path);
  });

  test('gives the same for adding and erasing, and works again when it is mended', async () => {
    const { store, path, ids } = newStore();
    await store.prepare();
    mkdirSync(path);
    await expect(store.add(feedback('a'))).rejects.toThrow(/DATA_DIR/);
    await expect(store.erase(['a'])).rejects.toThrow(StorageError);
    rmSync(path, { recursive: true });
    await store.add(feedback('b'));
    expect(ids()).toEqual(['b']);
  });

  test('an error never quotes the comment', async () => {
    const { store, path } = newStore();
    await store.prepare();
    mkdirSync(path);
    const error: unknown = await store
      .add({ ...feedback('a'), comment: 'secret words' })
      .catch((e: unknown) => e);
    expect(`${error} ${(error as Error).cause}`).not.toContain('secret');
  });
});

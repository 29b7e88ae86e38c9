import type { ConversationKey } from '../../src/conversation/events';
import { newState } from '../../src/conversation/state';
import type { Changes, Found, Store } from '../../src/storage/Store';
import { DAY_MS, KEYS, MINUTE_MS, NOW, sqliteDatabase, type TestDatabase } from './harness/databases';
import { onPostgres, postgresDatabase } from './harness/postgres';

const KEY: ConversationKey = { channel: 'directline', conversation: 'c-1', person: 'p-1' };
const at = (conversation: string): ConversationKey => ({ ...KEY, conversation });
const BEGINS = { visitor: 'p-1', locale: 'en-US' };
const STATE = { ...newState(NOW), facts: { cancer: 'yes' as const }, topicId: 'mri' };
const FEEDBACK = { id: 'f-1', at: NOW, rating: 'helpful', about: 'answer:mri', comment: 'kind words' };

/** Takes a turn that changes this. @returns what was found before. */
function take(store: Store, changes: Changes, key = KEY, activityId?: string): Promise<Found> {
  return store.turn({ key, activityId }, (found) => ({ changes, result: found }));
}

const textsOf = async (store: Store, key = KEY) =>
  (await store.log(key, 0))?.entries.map(({ seq, json }) => `${seq} ${JSON.parse(json).text}`);

describe.each([
  ['SQLite', test, sqliteDatabase as () => Promise<TestDatabase>],
  ['PostgreSQL', onPostgres, postgresDatabase],
] as const)('on %s', (_name, check, database) => {
  let db: TestDatabase;
  let store: Store;
  let clock: { now: number };
  beforeEach(async () => {
    if (check === test.skip) return;
    db = await database();
    ({ store, clock } = await db.open());
  });
  afterEach(async () => {
    await store?.close();
    await db?.remove();
  });
  /** Closes the store and opens it again, as after a restart. */
  const restart = async (options = {}) => {
    await store.close();
    ({ store, clock } = await db.open(options));
  };

  check('what a turn changes is there for the next one, also after a restart', async () => {
    const first = await take(store, { state: STATE, greeting: { people: ['p-1'], at: NOW }, begins: BEGINS });
    expect(first).toEqual({ state: undefined, greeting: undefined, last: 0, repeated: undefined });
    await restart();
    expect(await take(store, {})).toEqual({
      state: STATE,
      greeting: { people: ['p-1'], at: NOW },
      last: 0,
      repeated: undefined,
    });
    expect(await store.conversation(KEY)).toEqual({
      ...BEGINS,
      last: 0,
      ended: false,
      touchedAt: NOW,
    });
  });

  check('what a turn does not change stays; a greeting can be taken back', async () => {
    await take(store, { state: STATE, greeting: { people: ['p-1'], at: NOW } });
    await take(store, {});
    expect(await take(store, { greeting: null })).toMatchObject({ state: STATE, greeting: { at: NOW } });
    expect(await take(store, {})).toMatchObject({ state: STATE, greeting: undefined });
  });

  check('people of one conversation have states of their own', async () => {
    await take(store, { state: STATE });
    const other = { ...KEY, person: 'p-2' };
    expect((await take(store, { state: newState(1) }, other)).state).toBeUndefined();
    expect((await take(store, {})).state).toEqual(STATE);
  });

  check('a turn that throws has changed nothing', async () => {
    await take(store, { state: STATE, log: [{ text: 'a' }], begins: BEGINS });
    const failed = store.turn({ key: KEY, activityId: 'x' }, () => {
      throw new TypeError('a fault of the core');
    });
    await expect(failed).rejects.toThrow(TypeError);
    expect(await take(store, {}, KEY, 'x')).toMatchObject({ last: 1, repeated: undefined, state: STATE });
  });

  check('nor has one that nobody waits for any more', async () => {
    const late = store.turn({ key: KEY, mayCommit: () => false }, () => ({
      changes: { state: STATE, feedback: [FEEDBACK], outbox: [{ id: 'o', activity: {} }] },
      result: true,
    }));
    await expect(late).rejects.toMatchObject({ name: 'StorageError' });
    expect((await take(store, {})).state).toBeUndefined();
    expect([await store.feedback(), await store.unsent(0, true)]).toEqual([[], []]);
  });

  check('the same activity is known again, with what was noted, and changes nothing', async () => {
    await take(store, { note: 'c-1|0000001', log: [{ text: 'a' }] }, KEY, 'id-1');
    await take(store, {}, KEY, 'id-2');
    const again = await take(store, { state: STATE, log: [{ text: 'b' }] }, KEY, 'id-1');
    expect(again.repeated).toBe('c-1|0000001');
    expect((await take(store, {}, KEY, 'id-2')).repeated).toBe('');
    expect(await take(store, {})).toMatchObject({ state: undefined, last: 1 });
    for (const other of [at('c-2'), { ...KEY, person: 'p-2' }, { ...KEY, channel: 'msteams' }])
      expect((await take(store, {}, other, 'id-1')).repeated).toBeUndefined();
  });

  check('turns of one conversation never overlap, and are counted', async () => {
    const turns = Array.from({ length: 30 }, (_, n) =>
      store.turn({ key: KEY, activityId: `id-${n}` }, ({ state }) => ({
        changes: { state: { ...(state ?? newState(0)), misses: (state?.misses ?? 0) + 1 } },
        result: true,
      })),
    );
    await Promise.all(turns);
    expect((await take(store, {})).state?.misses).toBe(30);
  });

  check('a log is numbered without a gap and read from anywhere', async () => {
    await take(store, { log: [{ text: 'a' }, { text: 'b' }], begins: BEGINS });
    await take(store, { log: [{ text: 'c' }] });
    expect(await textsOf(store)).toEqual(['1 a', '2 b', '3 c']);
    expect((await store.log(KEY, 2))?.entries).toHaveLength(1);
    expect(await store.log(KEY, 3)).toEqual({ entries: [], last: 3 });
    expect(await store.log(at('nowhere'), 0)).toBeUndefined();
    expect(await store.positions([KEY, at('nowhere')])).toEqual(new Map([['["directline","c-1"]', 3]]));
  });

  check('starting over clears the log, and the numbers go on', async () => {
    await take(store, { log: [{ text: 'private' }], begins: BEGINS });
    await take(store, { startsOver: true, log: [{ text: 'fresh' }] });
    expect(await textsOf(store)).toEqual(['2 fresh']);
  });

  check('the oldest entries of a long log go', async () => {
    const log = Array.from({ length: 410 }, (_, n) => ({ text: String(n) }));
    await take(store, { log, begins: BEGINS });
    const kept = await textsOf(store);
    expect([kept?.length, kept?.[0]]).toEqual([400, '11 10']);
    for (let n = 0; n < 12; n++) await take(store, { log: [{ text: 'x'.repeat(60_000) }] });
    expect((await textsOf(store))?.length).toBeLessThan(8);
    expect((await store.conversation(KEY))?.last).toBe(422);
  });

  check('a conversation is gone after its silence, a sign of life puts that off', async () => {
    await take(store, { state: STATE, log: [{ text: 'a' }], begins: BEGINS });
    clock.now += 59 * MINUTE_MS;
    await store.touch(KEY);
    clock.now += 59 * MINUTE_MS;
    expect(await store.conversation(KEY)).toBeDefined();
    clock.now += 2 * MINUTE_MS;
    expect(await store.conversation(KEY)).toBeUndefined();
    expect(await store.log(KEY, 0)).toBeUndefined();
    expect((await take(store, {})).state).toBeUndefined();
  });

  check('the sweep deletes what is past its time and nothing else', async () => {
    await take(store, { state: STATE, log: [{ text: 'a' }], begins: BEGINS }, at('old'), 'id');
    await take(store, { feedback: [FEEDBACK], outbox: [{ id: 'o-1', activity: {} }] }, at('old'));
    clock.now += 61 * MINUTE_MS;
    await take(store, { state: STATE, log: [{ text: 'b' }], begins: BEGINS }, at('new'));
    expect(await store.sweep()).toBe(2);
    const counts = await db.query(
      `SELECT (SELECT count(*) FROM conversation) AS conversations, (SELECT count(*) FROM state) AS states,
              (SELECT count(*) FROM log) AS entries, (SELECT count(*) FROM processed) AS ids,
              (SELECT count(*) FROM outbox) AS unsent`,
    );
    expect(Object.values(counts[0] ?? {}).map(Number)).toEqual([1, 1, 1, 0, 0]);
    expect(await store.feedback()).toHaveLength(1);
    clock.now = NOW + 91 * DAY_MS;
    await store.sweep();
    expect(await store.feedback()).toEqual([]);
  });

  check('a closed conversation goes a minute later', async () => {
    await take(store, { ends: true, log: [{ text: 'bye' }], begins: BEGINS });
    expect(await store.conversation(KEY)).toMatchObject({ ended: true });
    await store.sweep();
    expect(await store.conversation(KEY)).toBeDefined();
    clock.now += MINUTE_MS;
    await store.sweep();
    expect(await store.conversation(KEY)).toBeUndefined();
  });

  check('beyond their number the conversations silent for longest make room', async () => {
    for (let n = 0; n < 8; n++) {
      clock.now += 1;
      await take(store, { begins: BEGINS }, at(`c-${n}`));
    }
    await store.trim();
    const left = await Promise.all([2, 3, 7].map((n) => store.conversation(at(`c-${n}`))));
    expect(left.map((one) => one !== undefined)).toEqual([false, true, true]);
  });

  check(
    'replies are held for as long as they are held anew, and lost once somebody else has them',
    async () => {
      await take(store, { outbox: ['a', 'b'].map((id) => ({ id, activity: { text: id } })) });
      clock.now += MINUTE_MS;
      let held = await store.unsent(1000, false);
      for (let n = 0; n < 5; n++) {
        clock.now += 900;
        held = await store.hold(held, 1000);
        expect(held.map(({ id }) => id)).toEqual(['a', 'b']);
        expect(await store.unsent(1000, false)).toEqual([]);
      }
      await store.sent(['a']);
      clock.now += 1001;
      expect(await store.unsent(1000, false)).toMatchObject([{ id: 'b' }]);
      expect(await store.hold(held, 1000)).toEqual([]);
      expect(await store.hold([], 1000)).toEqual([]);
    },
  );

  check('replies wait in order until they are sent, and only one process gets them', async () => {
    await take(store, {
      outbox: [
        { id: 'a', activity: { text: '1' } },
        { id: 'b', activity: { text: '2' } },
      ],
    });
    await take(store, { outbox: [{ id: 'c', activity: { text: '3' } }] });
    expect(await store.unsent(1000, false)).toEqual([]);
    clock.now += MINUTE_MS;
    const [first, second] = await Promise.all([store.unsent(1000, false), store.unsent(1000, false)]);
    expect([...first, ...second]).toEqual([
      { id: 'a', attempts: 0, heldUntil: clock.now + 1000, activity: { text: '1' } },
      { id: 'b', attempts: 0, heldUntil: clock.now + 1000, activity: { text: '2' } },
      { id: 'c', attempts: 0, heldUntil: clock.now + 1000, activity: { text: '3' } },
    ]);
    await store.sent(['a', 'b']);
    await take(store, { outbox: [{ id: 'd', activity: { text: '4' } }] });
    await store.postpone(['c', 'd'], MINUTE_MS);
    expect(await store.unsent(1000, false)).toEqual([]);
    clock.now += MINUTE_MS;
    expect(await store.unsent(1000, false)).toMatchObject([
      { id: 'c', attempts: 1 },
      { id: 'd', attempts: 0 },
    ]);
    expect(await store.unsent(1000, true)).toHaveLength(2);
    clock.now += 15 * MINUTE_MS;
    await store.sweep();
    expect(await store.unsent(1000, true)).toEqual([]);
  });

  check('feedback: a comment joins its rating, and is erased by its id', async () => {
    const { comment: _, ...rating } = FEEDBACK;
    await take(store, { feedback: [rating, { ...rating, id: 'f-2' }] });
    await take(store, { feedback: [FEEDBACK] });
    expect(await store.feedback()).toEqual([FEEDBACK, { ...rating, id: 'f-2' }]);
    await take(store, { erasedFeedback: ['f-1'] });
    expect(await store.feedback()).toEqual([{ ...rating, id: 'f-2' }]);
  });

  check('nothing that people wrote can be read in the database', async () => {
    await take(
      store,
      {
        state: { ...STATE, lastReplyId: 'answer:quillfeather' },
        log: [{ text: 'quillfeather' }],
        note: 'quillfeather',
        outbox: [{ id: 'o', activity: { text: 'quillfeather' } }],
        feedback: [{ ...FEEDBACK, comment: 'quillfeather' }],
        unanswered: ['quillfeather'],
        begins: BEGINS,
      },
      KEY,
      'id',
    );
    const tables = 'conversation,state,processed,log,outbox,feedback,unanswered,meta,audit'.split(',');
    for (const table of tables)
      expect(JSON.stringify(await db.query(`SELECT * FROM ${table}`))).not.toContain('quillfeather');
  });

  check(
    'a text that was moved or changed is not taken for another; an older state starts afresh',
    async () => {
      await take(store, { state: STATE, log: [{ text: 'mine' }], begins: BEGINS });
      await take(store, { state: newState(5), log: [{ text: 'yours' }], begins: BEGINS }, at('c-2'));
      await db.query(
        `UPDATE state SET body = (SELECT body FROM state WHERE conversation LIKE '%c-2%') WHERE conversation LIKE '%c-1%' RETURNING 1`,
      );
      await db.query(
        `UPDATE log SET body = (SELECT body FROM log WHERE conversation LIKE '%c-2%') WHERE conversation LIKE '%c-1%' RETURNING 1`,
      );
      expect((await take(store, {})).state).toBeUndefined();
      expect(await textsOf(store)).toEqual([]);
      await take(store, { state: { ...STATE, aFieldOfLater: 1 } as never }, at('c-3'));
      expect((await take(store, {}, at('c-3'))).state).toBeUndefined();
    },
  );

  check('keys can be changed: everything is written anew, and the old key is of no more use', async () => {
    const full: Changes = {
      state: STATE,
      log: [{ text: 'a' }],
      note: 'n',
      begins: BEGINS,
      feedback: [FEEDBACK],
      unanswered: ['bad coffee'],
      outbox: [{ id: 'o', activity: { text: 'x' } }],
    };
    await take(store, full, KEY, 'id');
    await restart({ dataKeys: [KEYS[1], KEYS[0]] });
    expect((await take(store, {})).state).toEqual(STATE);
    expect(await store.keyUse()).toEqual({ older: 8, unknown: 0, unknownIds: [] });
    expect(await store.rotate()).toEqual({ written: 8, already: 0 });
    expect(await store.rotate()).toEqual({ written: 0, already: 8 });
    expect(await store.keyUse()).toEqual({ older: 0, unknown: 0, unknownIds: [] });
    await restart({ dataKeys: [KEYS[1]] });
    expect((await take(store, {})).state).toEqual(STATE);
    await take(store, { unanswered: ['bad coffee'] }, at('c-2'));
    expect(await store.unanswered(2)).toMatchObject([{ phrasing: 'bad coffee', conversations: 2 }]);
    expect(await textsOf(store)).toEqual(['1 a']);
    expect((await take(store, {}, KEY, 'id')).repeated).toBe('n');
    expect(await store.feedback()).toEqual([FEEDBACK]);
    expect(await store.unsent(0, true)).toHaveLength(1);
    await store.close();
    await expect(db.open()).rejects.toThrow(/^DATA_ENCRYPTION_KEYS: .*not among them/);
    ({ store, clock } = await db.open({ dataKeys: [KEYS[1]] }));
  });

  check('a person gets everything that is stored of a conversation, and it can be erased', async () => {
    const state = { ...STATE, feedbackIds: ['f-1'] };
    const greeting = { people: ['p-1'], at: NOW };
    await take(
      store,
      { state, greeting, log: [{ text: 'a' }], feedback: [FEEDBACK], begins: BEGINS },
      KEY,
      'id',
    );
    await take(store, { state: STATE, outbox: [{ id: 'o', activity: { text: 'x' } }] }, at('other'));
    // Times are to be read by a person.
    const written = new Date(NOW).toISOString();
    expect(await store.export(KEY)).toMatchObject({
      conversation: { greeting: { people: ['p-1'], at: written } },
      states: [{ person: 'p-1', state: { ...state, lastAt: written } }],
      log: [{ text: 'a' }],
      feedback: [{ ...FEEDBACK, at: written }],
      unsent: [],
    });
    expect(await store.export(at('nowhere'))).toBeUndefined();
    const ids = [KEY, at('other')].map(({ channel, conversation }) => ({ channel, conversation }));
    expect((await store.ids()).toSorted((a, b) => a.conversation.localeCompare(b.conversation))).toEqual(ids);
    expect([await store.erase(KEY), await store.erase(KEY)]).toEqual([true, false]);
    expect([await store.conversation(KEY), await store.feedback()]).toEqual([undefined, []]);
    expect((await take(store, {}, at('other'))).state).toEqual(STATE);
    const audit = await db.query('SELECT action, object FROM audit ORDER BY at, action DESC');
    expect(audit.map(({ action }) => action)).toEqual(['export', 'erase']);
    expect(JSON.stringify(audit)).not.toContain('c-1');
  });

  check(
    'a phrasing without an answer counts conversations, not messages, and is shown from so many on',
    async () => {
      for (const n of [1, 2, 2, 2, 3, 4])
        await take(store, { unanswered: ['bad coffee', `only ${n}`] }, at(`c-${n}`));
      expect(await store.unanswered(5)).toEqual([]);
      clock.now += DAY_MS;
      await take(store, { unanswered: ['bad coffee'] }, at('c-5'));
      const day = Math.floor(clock.now / DAY_MS) * DAY_MS;
      expect(await store.unanswered(5)).toEqual([{ phrasing: 'bad coffee', conversations: 5, day }]);
      await take(store, { answered: ['bad coffee'] }, at('c-5'));
      expect(await store.unanswered(5)).toEqual([]);
      expect(await store.unanswered(4)).toHaveLength(1);
    },
  );

  check('it goes after 30 days, and with whatever else is erased of its conversation', async () => {
    for (const n of [1, 2, 3]) await take(store, { unanswered: ['bad coffee'] }, at(`c-${n}`));
    await take(store, { unanswered: ['tattoo'] }, at('c-2'));
    expect(await store.export(at('c-2'))).toMatchObject({ unanswered: ['bad coffee', 'tattoo'] });
    clock.now += 2 * 60 * MINUTE_MS;
    await store.sweep();
    // The conversation is gone, what it asked can still be found and erased by its id.
    expect(await store.export(at('c-2'))).toMatchObject({ states: [], unanswered: ['bad coffee', 'tattoo'] });
    expect([await store.erase(at('c-2')), await store.erase(at('c-2'))]).toEqual([true, false]);
    expect(await store.unanswered(1)).toMatchObject([{ phrasing: 'bad coffee', conversations: 2 }]);
    await take(store, { forgets: true, state: newState(NOW) }, at('c-1'));
    expect(await store.unanswered(1)).toMatchObject([{ conversations: 1 }]);
    clock.now = NOW + 30 * DAY_MS;
    expect(await store.unanswered(1)).toEqual([]);
    await store.sweep();
    expect(await db.query('SELECT * FROM unanswered')).toEqual([]);
  });

  check('tables of an older program are brought up to date, and nothing in them is lost', async () => {
    await take(store, { state: STATE, feedback: [FEEDBACK] });
    await store.close();
    await db.query('DROP TABLE unanswered');
    await db.query("UPDATE meta SET value = '1' WHERE name = 'schema' RETURNING 1");
    await db.query("DELETE FROM meta WHERE name = 'unanswered-key' RETURNING 1");
    ({ store, clock } = await db.open());
    expect([(await take(store, {})).state, await store.feedback()]).toEqual([STATE, [FEEDBACK]]);
    await take(store, { unanswered: ['bad coffee'] });
    expect(await store.unanswered(1)).toHaveLength(1);
  });

  check('forget me erases at once what was said, and goes on', async () => {
    await take(store, { state: STATE, log: [{ text: 'private' }], begins: BEGINS }, KEY, 'id');
    await take(store, { forgets: true, state: newState(NOW), log: [{ text: 'forgotten' }] }, KEY, 'id-2');
    expect(await textsOf(store)).toEqual(['2 forgotten']);
    expect((await take(store, {})).state).toEqual(newState(NOW));
    expect((await db.query('SELECT action FROM audit')).map(({ action }) => action)).toEqual(['erase']);
  });

  check('a change of the content is noted once, with its hash', async () => {
    for (const hash of ['one', 'one', 'two']) {
      await store.noteContent(hash);
      clock.now += 1;
    }
    expect(await db.query('SELECT object, detail FROM audit ORDER BY at')).toEqual([
      { object: 'one', detail: 'before: nothing' },
      { object: 'two', detail: 'before: one' },
    ]);
  });

  check('tables of a newer program are refused, and left as they are', async () => {
    await store.close();
    await db.query("UPDATE meta SET value = '99' WHERE name = 'schema' RETURNING 1");
    await expect(db.open()).rejects.toThrow(/newer version of this service \(schema 99/);
    await db.query("UPDATE meta SET value = '2' WHERE name = 'schema' RETURNING 1");
    ({ store, clock } = await db.open());
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openContent } from '../../src/cli/openConverse';
import { createRedFlagEngine } from '../../src/understanding/red-flags/assess';
import { assessRisk } from '../../src/understanding/red-flags/risk';
import { readUtterance } from '../../src/understanding/utterance';

const content = openContent();
const engine = createRedFlagEngine(content.redFlags, content.redFlagModel, content.commonWords);
const find = (text: string) => engine.find(readUtterance(text, content.respelling));
/** The laws hold for all (LAWS_EVERY=1 tries them, in some minutes); one in this many is tried each time. */
const EVERY = Number(process.env.LAWS_EVERY ?? 12);
const RANK = { emergency: 4, urgent: 3, ask: 2, soon: 1, none: 0 } as const;
const risk = (text: string) => assessRisk(find(text), {});
const rank = (text: string) => RANK[risk(text).tier];

const alarming = readFileSync(join(__dirname, '../../knowledge/examples/red-flags.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((row) => JSON.parse(row) as { text: string; label: string })
  .filter(({ label }) => label !== 'harmless')
  .map(({ text }) => text);

/** Red flags of the examples that a word frame recognises: a reason a clinician can read. */
const carded = alarming
  .filter((_, index) => index % EVERY === 0)
  .map((text) => {
    // Pain has no tier of its own before a cancer is known.
    const claims = find(text).hits.filter(
      ({ assertion, concept }) => assertion === 'present' && concept.group !== 'pain',
    );
    const claimed = Math.max(0, ...claims.map(({ concept, frame }) => RANK[frame.tier ?? concept.tier]));
    // What the signals heard beyond the frames may fade beside other sentences; what a frame says may not.
    return { text, before: Math.min(rank(text), claimed) };
  })
  .filter(({ before }) => before >= RANK.urgent);

/** Messages whose tier falls when they are changed in a way that must not matter. */
const lowered = (change: (text: string) => string) =>
  carded.filter(({ text, before }) => rank(change(text)) < before).map(({ text }) => text);

test('there are enough of them to mean something', () => {
  expect(carded.length).toBeGreaterThan(500);
});

describe('a red flag that a frame recognises', () => {
  test.each([
    ['a harmless sentence before it', (text: string) => `I live in Ohio. ${text}`],
    ['a greeting before it', (text: string) => `Hi there. ${text}`],
    ['a harmless sentence after it', (text: string) => `${text}. The parking was bad.`],
    ['a question after it', (text: string) => `${text}. What should I do?`],
    ['a keyword before it', (text: string) => `help ${text}`],
    ['another keyword before it', (text: string) => `cancel ${text}`],
  ])('is not hidden by %s', (_what, change) => {
    expect(lowered(change)).toEqual([]);
  });

  test.each([
    ['probably nothing', (text: string) => `probably nothing but ${text}`],
    ['a laugh', (text: string) => `haha ${text} lol`],
    ['an apology', (text: string) => `sorry to bother you, ${text}`],
    ['not to be dramatic', (text: string) => `not to be dramatic but ${text}`],
    ['a doctor who says it is nothing', (text: string) => `my doctor says it's nothing but ${text}`],
  ])('is not made smaller by %s', (_what, change) => {
    expect(lowered(change)).toEqual([]);
  });

  test.each([
    ['capitals', (text: string) => text.toUpperCase()],
    ['missing apostrophes', (text: string) => text.replace(/['\u2019]/g, '')],
    ['extra spaces', (text: string) => ` ${text.replace(/ /g, '   ')} `],
    ['invisible characters', (text: string) => text.replace(/ /g, ' \u200b')],
    ['curly apostrophes', (text: string) => text.replace(/'/g, '\u2019')],
  ])('is the same with %s', (_what, change) => {
    expect(lowered(change)).toEqual([]);
  });
});

test('every red flag of the table can be reached by some message', () => {
  const table = readFileSync(join(__dirname, '../../knowledge/red-flags.yaml'), 'utf8');
  const concepts = [...table.matchAll(/^ {2}- id: (\w+)/gm)].map(([, id]) => id ?? '');
  const unreached = new Set(concepts);
  for (const text of ['my mri report says cord compression at t6', ...alarming]) {
    if (unreached.size === 0) break;
    for (const id of risk(text).concepts) unreached.delete(id);
  }
  expect(concepts.length).toBeGreaterThan(50);
  expect([...unreached]).toEqual([]);
});

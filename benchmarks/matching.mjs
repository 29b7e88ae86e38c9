// How well and how fast topics are found: ours beside plain fuse.js and MiniSearch, on the same questions in one run, what
// each part of ours brings, and how the time grows with the knowledge.
// Build first, then: node benchmarks/matching.mjs [FILE.jsonl] [--quick]
// FILE has labelled questions as for `npm run evaluate`; without it the questions of tests/knowledge/questions.jsonl are asked.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';

const require = createRequire(import.meta.url);
const { openContent } = require('../dist/cli/openConverse.js');
const { createTopicMatcher } = require('../dist/understanding/matching/matchTopics.js');
const { createRedFlagEngine } = require('../dist/understanding/red-flags/assess.js');
const { readUtterance } = require('../dist/understanding/utterance.js');

const QUICK = process.argv.includes('--quick');
const FILE =
  process.argv.slice(2).find((word) => !word.startsWith('--')) ??
  fileURLToPath(new URL('../tests/knowledge/questions.jsonl', import.meta.url));
const SIZES = QUICK ? [124, 1_000] : [124, 1_000, 10_000, 50_000];
/** fuse.js reads every record: more questions than these take minutes. */
const MOST_TIMED = { ours: 400, fuse: QUICK ? 10 : 30, mini: 400 };
/** Beyond this fuse.js takes many seconds a question. */
const LARGEST_FUSE = 1_000;
const FUSE_AT_SCALE = 5;
const ANSWER_SCORE = 0.75;
const BARS = { p50At124: 0.5, p50AtMost: 5, startAt124: 150 };

const content = openContent();
const guard = createRedFlagEngine(content.redFlags, content.redFlagModel, content.commonWords).vocabulary;
const lines = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((row) => row.trim() !== '')
  .map((row) => JSON.parse(row))
  .filter(({ topic }) => topic !== undefined);
const inScope = lines.filter(({ topic }) => topic !== 'none');
const sources = (topics, more = {}) => ({
  topics,
  synonyms: content.synonyms,
  model: content.topicModel,
  commonWords: content.commonWords,
  guard,
  ...more,
});

/** Ours, as a function from text to topic ids with scores. */
function ours(topics, more, rescue) {
  const matcher = createTopicMatcher(sources(topics, more), rescue);
  return (text) => matcher.match(readUtterance(text, content.respelling)).topics;
}

const FIELDS = ['title', 'asks', 'also', 'answer'];
const record = ({ id, title, asks, also, answer }) => ({
  id,
  title,
  asks: asks.join('\n'),
  also: also.join('\n'),
  answer,
});

/** fuse.js as one would begin with it: every field, nothing prepared. */
function fuse(topics, options) {
  const index = new Fuse(topics.map(record), { includeScore: true, keys: FIELDS, ...options });
  return (text) =>
    index.search(text, { limit: 3 }).map(({ item, score }) => ({ topicId: item.id, score: 1 - score }));
}

function extended(topics) {
  const index = new Fuse(topics.map(record), {
    includeScore: true,
    keys: FIELDS,
    useExtendedSearch: true,
    ignoreLocation: true,
  });
  // In extended search words with a bar between them are "or".
  return (text) =>
    index
      .search((text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' | '), { limit: 3 })
      .map(({ item, score }) => ({ topicId: item.id, score: 1 - score }));
}

function mini(topics, options) {
  const index = new MiniSearch({ fields: FIELDS, ...options });
  index.addAll(topics.map(record));
  return (text) =>
    index
      .search(text)
      .slice(0, 3)
      .map(({ id, score }) => ({ topicId: id, score }));
}

const percent = (share) => `${(100 * share).toFixed(1)}%`.padStart(7);
const ms = (value) => value.toFixed(value < 10 ? 3 : 0).padStart(9);

function timesOf(search, questions) {
  for (const { text } of questions) search(text);
  const times = questions
    .map(({ text }) => {
      const started = performance.now();
      search(text);
      return performance.now() - started;
    })
    .sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}

/** Questions spread over the file, so that few of them still stand for all. */
function sample(questions, most) {
  const step = Math.max(1, questions.length / most);
  return Array.from(
    { length: Math.min(most, questions.length) },
    (_, at) => questions[Math.floor(at * step)],
  );
}

function qualityOf(search) {
  const isRight = (line, id) => id === line.topic || (line.also ?? []).includes(id);
  const found = inScope.map((line) => ({ line, topics: search(line.text) }));
  const share = (hit) => found.filter(hit).length / found.length;
  return {
    top1: share(({ line, topics }) => isRight(line, topics[0]?.topicId)),
    top3: share(({ line, topics }) => topics.slice(0, 3).some(({ topicId }) => isRight(line, topicId))),
    wrong: share(
      ({ line, topics }) => (topics[0]?.score ?? 0) >= ANSWER_SCORE && !isRight(line, topics[0].topicId),
    ),
  };
}

function compare(topics) {
  console.log(`\n## Ours beside others: ${inScope.length} questions, ${topics.length} topics\n`);
  console.log('| | top-1 | top-3 | p50 ms | p99 ms | questions timed |\n|---|---|---|---|---|---|');
  const rows = [
    ['ours', () => ours(topics), MOST_TIMED.ours],
    ['fuse.js, default', () => fuse(topics, {}), MOST_TIMED.fuse],
    [
      'fuse.js, token search',
      () => fuse(topics, { useTokenSearch: true, ignoreLocation: true, threshold: 0.3 }),
      MOST_TIMED.fuse,
    ],
    ['fuse.js, extended, any word', () => extended(topics), MOST_TIMED.fuse],
    ['MiniSearch, default', () => mini(topics, {}), MOST_TIMED.mini],
    [
      'MiniSearch, fuzzy, prefix, boost',
      () =>
        mini(topics, { searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 3, asks: 3, also: 2 } } }),
      MOST_TIMED.mini,
    ],
  ];
  for (const [name, make, most] of rows) {
    const search = make();
    const { top1, top3 } = qualityOf(search);
    const questions = sample(inScope, most);
    const { p50, p99 } = timesOf(search, questions);
    console.log(
      `| ${name} | ${percent(top1)} | ${percent(top3)} | ${ms(p50)} | ${ms(p99)} | ${questions.length} |`,
    );
  }
}

/** Misspells the two longest words, one letter each: left out, doubled or swapped, always the same way. */
function misspelt(text) {
  const words = text.split(' ');
  const longest = [...words.keys()].sort((a, b) => words[b].length - words[a].length).slice(0, 2);
  for (const at of longest.filter((index) => words[index].length >= 6)) {
    const word = words[at];
    const middle = 1 + ((word.length * 7 + at) % (word.length - 3));
    const kinds = [
      word.slice(0, middle) + word.slice(middle + 1),
      word.slice(0, middle) + word[middle] + word.slice(middle),
      word.slice(0, middle) + word[middle + 1] + word[middle] + word.slice(middle + 2),
    ];
    words[at] = kinds[(word.length + at) % kinds.length];
  }
  return words.join(' ');
}

function ablate(topics) {
  const none = () => new Map();
  const silent = { ...content.topicModel, scale: 0, biases: content.topicModel.biases.map(() => 0) };
  const bare = topics.map((topic) => ({ ...topic, title: '', asks: [], also: [] }));
  const parts = [
    ['all', () => ours(topics)],
    ['without the model', () => ours(topics, { model: silent })],
    ['without the words (titles, asks, further words)', () => ours(bare)],
    ['without spelling', () => ours(topics, { commonWords: { has: () => true } })],
    ['without fuse.js', () => ours(topics, {}, none)],
  ];
  console.log('\n## What each part brings\n');
  console.log('| | top-1 | top-3 | wrong | misspelt: top-1 | misspelt: top-3 |\n|---|---|---|---|---|---|');
  for (const [name, make] of parts) {
    const search = make();
    const clean = qualityOf(search);
    const typed = qualityOf((text) => search(misspelt(text)));
    console.log(
      `| ${name} | ${[clean.top1, clean.top3, clean.wrong, typed.top1, typed.top3].map(percent).join(' | ')} |`,
    );
  }
}

/** Topics made of real words: an ordinary vocabulary, frequent words more often, as in real texts. */
function madeUp(count, real) {
  const words = [...content.commonWords].filter((word) => word.length > 3);
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  // The square makes a few words frequent and most rare.
  const word = () => words[Math.floor(random() ** 2 * words.length)];
  const some = (least, most) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, word).join(' ');
  const made = Array.from({ length: Math.max(0, count - real.length) }, (_, index) => ({
    id: `made-up-${index}`,
    title: some(2, 4),
    asks: Array.from({ length: 8 }, () => `${random() < 0.5 ? 'what is' : 'how does'} ${some(2, 6)}`),
    also: Array.from({ length: 3 }, () => some(1, 2)),
    answer: some(40, 60),
  }));
  return [...real, ...made].slice(0, count);
}

function scale(real) {
  console.log('\n## As the knowledge grows (further topics made of real words)\n');
  console.log(
    '| topics | ours: start ms | ours p50 | ours p99 | MiniSearch p50 | fuse.js token search p50 |\n|---|---|---|---|---|---|',
  );
  const results = SIZES.map((count) => {
    const topics = madeUp(count, real);
    const started = performance.now();
    const search = ours(topics);
    const start = performance.now() - started;
    const time = timesOf(search, sample(inScope, MOST_TIMED.ours));
    const other = timesOf(mini(topics, {}), sample(inScope, count > 10_000 ? 40 : 200));
    const plain =
      count > LARGEST_FUSE
        ? '        -'
        : ms(
            timesOf(
              fuse(topics, { useTokenSearch: true, ignoreLocation: true, threshold: 0.3 }),
              sample(inScope, FUSE_AT_SCALE),
            ).p50,
          );
    console.log(
      `| ${count} | ${ms(start)} | ${ms(time.p50)} | ${ms(time.p99)} | ${ms(other.p50)} | ${plain} |`,
    );
    return { count, start, ...time };
  });
  const first = results[0];
  const last = results.at(-1);
  const verdict = (name, value, bar) =>
    console.log(`${value <= bar ? 'kept  ' : 'MISSED'} ${name}: ${value.toFixed(3)} ms, at most ${bar}`);
  console.log('');
  verdict('p50 at 124 topics', first.p50, BARS.p50At124);
  verdict(`p50 at ${last.count} topics`, last.p50, BARS.p50AtMost);
  verdict('start of the index at 124 topics', first.start, BARS.startAt124);
}

const real = [...content.topics.values()];
console.log(`node ${process.version}, ${availableParallelism()} cores, content ${content.version}`);
ablate(real);
scale(real);
compare(real);

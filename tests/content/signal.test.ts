import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openContent, openRedFlags } from '../../src/cli/openConverse';
import { ContentReader } from '../../src/content/ContentReader';
import { modelBytes, readModel } from '../../src/content/modelFile';
import { RED_FLAG_MODEL_FILE, redFlagModelInputs } from '../../src/content/redFlagModelFile';
import { readQuestions, TOPIC_MODEL_FILE, topicModelInputs } from '../../src/content/topicModelFile';
import { addWords, FeatureCollector, hashWord, joinWords } from '../../src/understanding/model/features';
import { createScorer, packWeights, type SoftmaxModel } from '../../src/understanding/model/softmaxModel';
import { trainByViews } from '../../src/understanding/model/trainByViews';
import { loudnessOf } from '../../src/understanding/red-flags/exampleClass';

const root = join(__dirname, '../..');
const collector = new FeatureCollector();

function featuresOf(text: string): Uint32Array {
  const words = text.split(' ').map(hashWord);
  joinWords(words);
  collector.begin();
  addWords(words, 0, words.length, collector);
  return collector.found.slice();
}

describe.each([
  { name: 'red-flag', file: RED_FLAG_MODEL_FILE, inputsOf: redFlagModelInputs },
  { name: 'topic', file: TOPIC_MODEL_FILE, inputsOf: topicModelInputs },
])('the trained $name model', ({ file, inputsOf }) => {
  const reader = new ContentReader(root);
  const made = readModel(reader, file);

  test('belongs to the examples that are in the project: after a change run npm run train', () => {
    expect(made?.inputs).toBe(inputsOf(reader));
  });

  test('is written as it was read', () => {
    expect(made).toBeDefined();
    if (made !== undefined) expect(modelBytes(made).equals(readFileSync(join(root, file)))).toBe(true);
  });
});

describe('the trained red-flag model', () => {
  test('hears a red flag in words that are in no list, and none in an errand', () => {
    const assess = openRedFlags();
    expect(['ask', 'emergency']).toContain(assess('since monday my pins just do not obey me anymore').tier);
    expect(assess('where do i park for my appointment').tier).toBe('none');
  });
});

describe('the trained topic model', () => {
  const reader = new ContentReader(root);

  test('knows every topic that has questions, and no other', () => {
    const topics = new Set(readQuestions(reader).map((question) => question.topics[0] ?? ''));
    expect([...(readModel(reader, TOPIC_MODEL_FILE)?.model.classes ?? [])].sort()).toEqual(
      [...topics].sort(),
    );
  });

  test('has examples only for topics and small talk that exist', () => {
    const { topics, smallTalk } = openContent();
    const talk = [...smallTalk.intents.keys(), 'obstacle'].map((id) => `talk:${id}`);
    const known = new Set([...topics.keys(), 'none', ...talk]);
    const strange = readQuestions(reader).flatMap(({ topics: named }) =>
      named.filter((topic) => !known.has(topic)),
    );
    expect([...new Set(strange)]).toEqual([]);
  });
});

describe('training', () => {
  const example = (text: string, name: string) => ({ views: [featuresOf(text)], name });
  const examples = [
    ...['my legs buckle', 'legs gave way', 'my legs gave out', 'both legs buckle'].map((text) =>
      example(text, 'emergency:legs'),
    ),
    ...['where is parking', 'pay my bill', 'where is my bill', 'parking at the door'].map((text) =>
      example(text, 'harmless:errand'),
    ),
  ];
  /** How far the model leans to the emergency. */
  const lean = (model: SoftmaxModel, text: string) => {
    const [emergency = 0, harmless = 0] = createScorer(model)(featuresOf(text));
    return emergency - harmless;
  };

  test('gives the same model each time', () => {
    expect(trainByViews(examples, loudnessOf)).toEqual(trainByViews(examples, loudnessOf));
  });

  test('tells apart what it was shown, also in a spelling it was not shown', () => {
    const model = trainByViews(examples, loudnessOf);
    expect(lean(model, 'my leggs buckled')).toBeGreaterThan(0);
    expect(lean(model, 'where is the parkin')).toBeLessThan(0);
  });

  test('learns which part of a message is the alarming one', () => {
    const story = (alarm: string) => ({
      views: [featuresOf(`the garden is nice ${alarm}`), featuresOf('the garden is nice'), featuresOf(alarm)],
      name: 'emergency:legs',
    });
    const model = trainByViews(
      [
        ...examples,
        story('my legs buckle'),
        story('legs gave way'),
        example('the garden is nice', 'harmless:errand'),
        example('the garden is green', 'harmless:errand'),
      ],
      loudnessOf,
    );
    expect(lean(model, 'my legs buckle')).toBeGreaterThan(lean(model, 'the garden is nice'));
  });
});

describe('scoring', () => {
  test.each([1, 3, 4, 251, 256, 700])('gives what adding one by one gives, for %d features', (count) => {
    const classes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const buckets = 16;
    // The extremes, so that a carry from one class into the next would show.
    const weights = Int8Array.from(
      { length: buckets * classes.length },
      (_, at) => [127, -127, 3][at % 3] ?? 0,
    );
    const biases = [0.5, 0, 0, 0, 0, -1];
    const model = { classes, biases, scale: 0.01, weights: packWeights(weights, classes.length) };
    const features = Uint32Array.from({ length: count }, (_, at) => at * 7);
    const expected = biases.map((bias, index) => {
      const sum = features.reduce(
        (all, f) => all + (weights[(f % buckets) * classes.length + index] ?? 0),
        0,
      );
      return bias + (0.01 * sum) / Math.sqrt(count);
    });
    [...createScorer(model)(features)].forEach((score, index) => {
      expect(score).toBeCloseTo(expected[index] ?? 0, 9);
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openContent, openRedFlags } from '../../src/cli/openConverse';
import { ContentReader } from '../../src/content/ContentReader';
import { readSignals, SIGNAL_FILE, signalFileText, signalInputs } from '../../src/content/modelFile';
import {
  readQuestions,
  readTopicModel,
  TOPIC_MODEL_FILE,
  topicModelInputs,
} from '../../src/content/topicModelFile';
import { addWords, FeatureCollector, hashWord, joinWords } from '../../src/understanding/model/features';
import { type LinearModel, scoreOf } from '../../src/understanding/model/linearModel';
import { trainLinear } from '../../src/understanding/model/trainLinear';

const root = join(__dirname, '../..');
const collector = new FeatureCollector();

function featuresOf(text: string): Uint32Array {
  const words = text.split(' ').map(hashWord);
  joinWords(words);
  collector.begin();
  addWords(words, 0, words.length, collector);
  return collector.found.slice();
}

describe('the trained red-flag signals', () => {
  test('belong to the examples and the lexicon that are in the project: after a change run npm run train', () => {
    const { inputs } = JSON.parse(readFileSync(join(root, SIGNAL_FILE), 'utf8')) as { inputs: string };
    expect(inputs).toBe(signalInputs(new ContentReader(root)));
  });

  test('are written as they were read', () => {
    const text = readFileSync(join(root, SIGNAL_FILE), 'utf8');
    const { inputs, examples } = JSON.parse(text) as { inputs: string; examples: number };
    const signals = readSignals(new ContentReader(root));
    expect(signals).toBeDefined();
    if (signals !== undefined) expect(signalFileText(signals, inputs, examples)).toBe(text);
  });

  test('hear a red flag in words that are in no list, and none in an errand', () => {
    const assess = openRedFlags();
    expect(['ask', 'emergency']).toContain(assess('since monday my pins just do not obey me anymore').tier);
    expect(assess('where do i park for my appointment').tier).toBe('none');
  });
});

describe('the trained topic model', () => {
  const reader = new ContentReader(root);

  test('belongs to the example questions that are in the project: after a change run npm run train', () => {
    const head = reader.bytes(TOPIC_MODEL_FILE)?.toString('utf8', 0, 20_000).split('\n')[0] ?? '{}';
    expect((JSON.parse(head) as { inputs: string }).inputs).toBe(topicModelInputs(reader));
  });

  test('knows every topic that has questions, and no other', () => {
    const topics = new Set(readQuestions(reader).map((question) => question.topics[0] ?? ''));
    expect([...(readTopicModel(reader)?.classes ?? [])].sort()).toEqual([...topics].sort());
  });

  test('has questions only for topics that exist', () => {
    const known = new Set([...openContent().topics.keys(), 'none']);
    const strange = readQuestions(reader).flatMap(({ topics }) =>
      topics.filter((topic) => !known.has(topic)),
    );
    expect([...new Set(strange)]).toEqual([]);
  });
});

describe('training', () => {
  const example = (text: string, target: number) => ({ views: [featuresOf(text)], target });
  const examples = [
    ...['my legs buckle', 'legs gave way', 'my legs gave out', 'both legs buckle'].map((text) =>
      example(text, 1),
    ),
    ...['where is parking', 'pay my bill', 'where is my bill', 'parking at the door'].map((text) =>
      example(text, 0),
    ),
  ];
  const score = (model: LinearModel, text: string) => scoreOf(model, featuresOf(text));

  test('gives the same model each time', () => {
    expect(trainLinear(examples)).toEqual(trainLinear(examples));
  });

  test('tells apart what it was shown, also in a spelling it was not shown', () => {
    const model = trainLinear(examples);
    expect(score(model, 'my leggs buckled')).toBeGreaterThan(score(model, 'where is the parkin'));
  });

  test('learns which part of a message is the alarming one', () => {
    const story = (alarm: string) => ({
      views: [featuresOf(`the garden is nice ${alarm}`), featuresOf('the garden is nice'), featuresOf(alarm)],
      target: 1,
    });
    const model = trainLinear([
      ...examples,
      story('my legs buckle'),
      story('legs gave way'),
      { views: [featuresOf('the garden is nice')], target: 0 },
      { views: [featuresOf('the garden is green')], target: 0 },
    ]);
    expect(score(model, 'my legs buckle')).toBeGreaterThan(score(model, 'the garden is nice'));
  });

  test('a message without words has no score at all', () => {
    expect(scoreOf(trainLinear(examples), new Uint32Array())).toBe(Number.NEGATIVE_INFINITY);
  });
});

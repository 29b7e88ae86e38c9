import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentReader } from '../../src/content/ContentReader';
import { hashOf, readSignals, SIGNAL_EXAMPLES, SIGNAL_FILE } from '../../src/content/modelFile';
import { featuresOf } from '../../src/understanding/model/features';
import { scoreOf } from '../../src/understanding/model/linearModel';
import { trainLinear } from '../../src/understanding/model/trainLinear';

const root = join(__dirname, '../..');

describe('the trained red-flag signal', () => {
  test('belongs to the examples that are in the project: after a change run npm run train', () => {
    const { inputs } = JSON.parse(readFileSync(join(root, SIGNAL_FILE), 'utf8')) as { inputs: string };
    expect(inputs).toBe(hashOf(readFileSync(join(root, SIGNAL_EXAMPLES), 'utf8')));
  });

  test('hears a red flag in words that are in no list, and none in an errand', () => {
    const signals = readSignals(new ContentReader(root));
    const score = (text: string) =>
      scoreOf(signals?.any ?? { bias: 0, weights: new Float32Array() }, featuresOf(text.split(' ')));
    expect(score('since monday both legs just do not obey me anymore')).toBeGreaterThan(0);
    expect(score('where do i park for my appointment')).toBeLessThan(-1);
  });
});

describe('training', () => {
  const examples = [
    { words: ['my', 'legs', 'buckle'], target: 1 },
    { words: ['where', 'is', 'parking'], target: 0 },
    { words: ['legs', 'gave', 'way'], target: 1 },
    { words: ['pay', 'my', 'bill'], target: 0 },
  ];

  test('gives the same model each time', () => {
    expect(trainLinear(examples)).toEqual(trainLinear(examples));
  });

  test('tells apart what it was shown, also in a spelling it was not shown', () => {
    const model = trainLinear(examples);
    expect(scoreOf(model, featuresOf(['my', 'leggs', 'buckled']))).toBeGreaterThan(
      scoreOf(model, featuresOf(['where', 'is', 'the', 'parkin'])),
    );
  });

  test('a message without words has no score at all', () => {
    expect(scoreOf(trainLinear(examples), [])).toBe(Number.NEGATIVE_INFINITY);
  });
});

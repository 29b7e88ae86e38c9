import { judge } from '../../src/cli/judge';
import { realSources } from '../conversation/harness/chat';
import pairs from './minimal-pairs.json';

const sources = realSources();
const of = (expected: string) => pairs.filter((pair) => pair.expect === expected);

describe('an emergency is seen', () => {
  test.each(of('emergency'))('$text ($why)', ({ text }) => {
    expect(judge(text, sources)).toMatchObject({ tier: 'emergency', decision: 'escalate' });
  });
});

describe('no emergency or urgent card is shown', () => {
  test.each(of('none'))('$text ($why)', ({ text }) => {
    expect(['soon', 'ask', 'none']).toContain(judge(text, sources).tier);
  });
});

describe('one question is asked when it is not clear', () => {
  test.each(of('ask'))('$text ($why)', ({ text }) => {
    expect(judge(text, sources)).toMatchObject({ tier: 'ask', decision: 'ask' });
  });
});

import { createLog, type LogFields } from '../../src/telemetry/log';

function logged(fields: LogFields & Record<string, unknown>) {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).warn('event', fields);
  return { line: lines.join(''), json: JSON.parse(lines.join('')) };
}

test('only fields of the list are written', () => {
  const { line, json } = logged({
    status: 400,
    text: 'my symptom',
    authorization: 'Bearer x',
    url: '/?q=my',
  });
  expect(json).toMatchObject({ msg: 'event', status: 400 });
  expect(line).not.toMatch(/symptom|Bearer|\?q=/);
});

test('a conversation is a short hash, the same each time', () => {
  const { line, json } = logged({ conversation: 'conversation-1|livechat' });
  expect(json.conversation).toMatch(/^[\da-f]{12}$/);
  expect(line).not.toContain('livechat');
  expect(logged({ conversation: 'conversation-1|livechat' }).json.conversation).toBe(json.conversation);
});

test('fields of the wrong type are dropped and long ones cut', () => {
  const { json } = logged({
    channel: 'x'.repeat(500),
    reason: { a: 1 } as never,
    replies: ['a', 5 as never],
  });
  expect(json.channel).toHaveLength(120);
  expect(json.reason).toBeUndefined();
  expect(json.replies).toEqual(['a', null]);
});

describe('errors', () => {
  test('say name, code and frames, never the message', () => {
    const error = Object.assign(new SyntaxError('Unexpected token in "my symptom"'), {
      code: 'E_PARSE',
      statusCode: 400,
    });
    const { line, json } = logged({ error });
    expect(json.error).toMatchObject({ name: 'SyntaxError', code: 'E_PARSE', status: 400 });
    expect(json.error.frames[0]).toMatch(/^at .*log\.test\.ts/);
    expect(line).not.toContain('symptom');
  });

  test('whose message looks like frames do not get it through', () => {
    expect(logged({ error: new Error('x\n    at my symptom (a.js:1:1)\n    at more') }).line).not.toMatch(
      /symptom|more/,
    );
  });

  test.each<[unknown, string]>([
    ['my symptom', 'thrown string'],
    [null, 'thrown object'],
    [Object.assign(new Error('x'), { name: 'my symptom' }), 'Error'],
    [Object.assign(new Error('x'), { code: 'my symptom', stack: undefined }), 'Error'],
  ])('of any kind are described: %p', (error, name) => {
    const { line, json } = logged({ error });
    expect(json.error.name).toBe(name);
    expect(line).not.toContain('symptom');
  });
});

test('silent is silent, and lines below the level are not written', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLog('silent', destination).error('x');
  createLog('error', destination).info('x');
  expect(lines).toEqual([]);
});

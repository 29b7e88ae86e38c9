import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, realContent } from '../conversation/harness/chat';

const content = realContent();
const ORGANIZATION = 'knowledge/organization.yaml';

/** Files below a folder of the project, as paths from the project folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const registered = new Set(
  [...read('knowledge/sources.yaml').matchAll(/^ {2}([a-z][\w-]*):/gm)].map(([, id]) => id),
);

describe('every source that is named is in the register', () => {
  test('of the topics', () => {
    const unknown = [...content.topics.values()].flatMap(({ id, sources }) =>
      sources.filter((source) => !registered.has(source)).map((source) => `${id}: ${source}`),
    );
    expect(unknown).toEqual([]);
  });

  test('of the red flags', () => {
    expect(content.redFlags.concepts.length).toBeGreaterThan(20);
    const unknown = content.redFlags.concepts.flatMap(({ id, sources }) =>
      sources.filter((source) => !registered.has(source)).map((source) => `${id}: ${source}`),
    );
    expect(unknown).toEqual([]);
  });

  test('of the dialogs', () => {
    const unknown = [...content.script.dialogs.values()].flatMap(({ id, questions }) =>
      [...questions.values()]
        .filter(({ source }) => !registered.has(source))
        .map(({ source }) => `${id}: ${source}`),
    );
    expect(unknown).toEqual([]);
  });

  test('and every card and topic shows at least one', () => {
    for (const { id, citations } of [...content.script.cards.values(), ...content.script.topics.values()])
      expect([id, citations.length > 0]).toEqual([id, true]);
  });
});

test('no source is registered that nothing uses', () => {
  const used = new Set([
    ...[...content.topics.values()].flatMap(({ sources }) => sources),
    ...content.redFlags.concepts.flatMap(({ sources }) => sources),
    ...[...content.script.dialogs.values()].flatMap(({ questions }) =>
      [...questions.values()].map(({ source }) => source),
    ),
    ...[...read('knowledge/dispositions.yaml').matchAll(/sources: \[(.*)\]/g)].flatMap(([, ids]) =>
      (ids ?? '').split(/,\s*/),
    ),
  ]);
  expect([...registered].filter((id) => !used.has(id ?? ''))).toEqual([]);
});

describe('the hospital is named in one file only', () => {
  const values = [...read(ORGANIZATION).matchAll(/^(?:name|mainPhone|tollFreePhone|address): (.+)$/gm)].map(
    ([, value]) => value ?? '',
  );
  const words = [
    ...values,
    ...values.map((value) => value.replace(/\D/g, '')).filter((digits) => digits.length >= 10),
  ];
  const files = [...filesBelow('knowledge'), ...filesBelow('dialogs'), ...filesBelow('src')].filter(
    // Trained weights are numbers in base64: any few letters can turn up among them.
    (file) => file !== ORGANIZATION && !file.includes('knowledge/models/'),
  );

  test('which holds its name, both phones and its address', () => {
    expect(values).toHaveLength(4);
    expect(files.length).toBeGreaterThan(150);
  });

  test.each(words)('"%s" stands in no other file', (word) => {
    const holding = files.filter((file) => read(file).toLowerCase().includes(word.toLowerCase()));
    expect(holding).toEqual([]);
  });
});

/** Places that each turn fills itself; that it does is checked by tests/conversation/randomConversations.test.ts. */
const FILLED_BY_TURNS = {
  checked: ['{date}'],
  progress: ['{number}', '{most}'],
  'pick-noted': ['{what}'],
  picked: ['{what}'],
  'summary-situation-self': ['{advice}'],
  'summary-situation-other': ['{advice}'],
  'summary-background': ['{cancer}', '{treatment}', '{onset}', '{trend}', '{side}'],
  'summary-new': ['{what}'],
  'summary-unsure': ['{what}'],
  'summary-unchanged': ['{what}'],
  'summary-absent': ['{what}'],
  'memory-course': ['{what}'],
  'memory-check': ['{count}'],
  'course-noted': ['{what}'],
  'memory-cards': ['{count}'],
  'memory-topic': ['{topic}'],
  'memory-feedback': ['{count}'],
};

test('every slot of a text is filled before a visitor sees it', () => {
  const texts = [
    ...Object.entries(content.script.texts),
    ...[...content.script.cards.values()].map(({ id, text }) => [id, text] as const),
    ...[...content.script.topics.values()].map(
      ({ id, answer, sections }) => [id, [answer, ...sections.map(({ text }) => text)].join()] as const,
    ),
    ...[...content.smallTalk.intents.values()].map(({ id, reply }) => [id, reply] as const),
    ...[...content.script.dialogs.values()].flatMap(({ questions }) =>
      [...questions.values()].map(({ id, ask }) => [id, ask] as const),
    ),
  ];
  const open = texts.filter(([, text]) => /\{\w*\}/.test(text));
  expect(Object.fromEntries(open.map(([id, text]) => [id, text.match(/\{\w*\}/g)]))).toEqual(FILLED_BY_TURNS);
});

import { cardText } from './harness/card';
import { startProgram } from './harness/childProcess';
import { built, temporaryFolder } from './harness/service';
import { within } from './harness/within';

jest.setTimeout(30_000);

/** Runs the terminal chat with these lines typed in, up to the end of input. */
async function chat(...lines: string[]) {
  const folder = temporaryFolder();
  try {
    const env = { DATA_DIR: 'data' };
    const program = startProgram([built('cli/chat.js')], { cwd: folder.path, env });
    program.process.stdin?.end(lines.map((line) => `${line}\n`).join(''));
    const code = await within(program.exit, 20_000, 'the chat to end').finally(() =>
      program.process.kill('SIGKILL'),
    );
    const [welcome, ...replies] = program.stdout().split('\n> ');
    return { code, welcome, replies, stderr: program.stderr() };
  } finally {
    folder.remove();
  }
}

test('welcome, an answer with its sources, and the emergency card; the end of input leaves', async () => {
  const { code, welcome, replies, stderr } = await chat(
    'which cancers spread to the spine?',
    'i cant feel my legs',
  );
  expect(welcome).toMatch(
    /^\s*Hello\. I am an automated guide about metastatic spine tumors, not a person\./,
  );
  expect(welcome).toMatch(/call 911 now/);
  const [answer, card, ...rest] = replies;
  for (const cancer of ['breast', 'lung', 'prostate', 'kidney', 'gastrointestinal', 'thyroid'])
    expect(answer).toContain(cancer);
  expect(answer).toMatch(/^- \[.+\]\(https:\/\/.+\), .+$/m);
  expect(answer).toMatch(/This answer is dated \d{4}-\d\d-\d\d\./);
  expect(card).toContain(cardText('emergency-spine'));
  expect(rest.join('').trim()).toBe('');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('without any input it says the welcome and leaves', async () => {
  const { code, welcome, replies, stderr } = await chat();
  expect(welcome).toMatch(/not a person/);
  expect(replies.join('').trim()).toBe('');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a wrong setting is named and nothing is said', async () => {
  const folder = temporaryFolder();
  const program = startProgram([built('cli/chat.js')], { cwd: folder.path, env: { TERMS_URL: 'nowhere' } });
  const code = await within(program.exit, 20_000, 'the chat to refuse').finally(folder.remove);
  expect({ code, stdout: program.stdout() }).toEqual({ code: 1, stdout: '' });
  expect(program.stderr()).toMatch(/^ConfigError: .*\n {2}TERMS_URL: .+\n$/);
});

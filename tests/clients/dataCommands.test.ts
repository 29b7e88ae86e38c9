import { openChat } from '../direct-line/harness/client';
import { startProgram } from './harness/childProcess';
import { built, startService } from './harness/service';
import { within } from './harness/within';

jest.setTimeout(60_000);

const ERASED = expect.stringMatching(/^Erased\. In the audit table it is called [\da-f]{16}\.\n$/);

/** Runs a command of the operator beside the service. */
async function run(command: string, folder: string, ...args: string[]) {
  const program = startProgram([built(`cli/${command}.js`), ...args], { cwd: folder, env: {} });
  const code = await within(program.exit, 20_000, command);
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

test('an operator exports, rotates the key and erases, while the visitor goes on talking', async () => {
  const service = await startService();
  try {
    const folder = service.path('.');
    const chat = await openChat(service.url);
    await chat.say('what is an mri');
    const exported = await run('privacy', folder, 'export', chat.id);
    expect(JSON.parse(exported.stdout)).toMatchObject({
      log: [{ from: { role: 'bot' } }, { text: 'what is an mri' }, { from: { role: 'bot' } }],
      states: [{ state: { topicId: 'mri' } }],
    });

    expect((await run('rotateKeys', folder)).stdout).toMatch(
      /^[1-9]\d* texts were written anew with the newest key; 0 had it already\.\ndata\.keys has changed/,
    );
    expect((await chat.get('/activities')).body.activities).toHaveLength(3);
    await chat.say('what is a ct scan');
    expect((await chat.get('/activities')).body.activities).toHaveLength(5);

    expect(await run('privacy', folder, 'erase', chat.id)).toMatchObject({ code: 0, stdout: ERASED });
    expect((await chat.get('/activities')).status).toBe(404);
    expect(await run('privacy', folder, 'erase', chat.id)).toMatchObject({ code: 1, stdout: '' });
    expect((await run('privacy', folder)).code).toBe(2);
  } finally {
    await service.dispose();
  }
});

test('an operator who has only the log finds the conversation by its hash, and no other', async () => {
  const service = await startService();
  try {
    const folder = service.path('.');
    const [mine, other] = [await openChat(service.url), await openChat(service.url)];
    await mine.say('what is an mri');
    await other.say('what is a ct scan');
    const turns = service.log().filter(({ msg, kind }) => msg === 'turn' && kind !== 'opened');
    const hash = String(turns[0]?.conversation);
    expect(hash).toMatch(/^[\da-f]{12}$/);
    const exported = await run('privacy', folder, 'export', hash);
    expect(JSON.parse(exported.stdout)).toMatchObject({
      conversation: { key: ['directline', mine.id] },
      states: [{ state: { topicId: 'mri' } }],
    });
    expect((await run('privacy', folder, 'erase', hash, 'msteams')).code).toBe(1);
    expect((await run('privacy', folder, 'erase', hash)).stdout).toMatch(/^Erased\. /);
    expect((await mine.get('/activities')).status).toBe(404);
    expect((await other.get('/activities')).body.activities).toHaveLength(3);
    expect(await run('privacy', folder, 'export', hash)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is stored of this conversation.\n',
    });
  } finally {
    await service.dispose();
  }
});

test('a hash that two channels share is not guessed at', async () => {
  const service = await startService();
  try {
    const folder = service.path('.');
    for (const channelId of ['test', 'msteams'])
      await fetch(`${service.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          channelId,
          conversation: { id: 'c1' },
          from: { id: 'me' },
          text: 'what is an mri',
          deliveryMode: 'expectReplies',
        }),
      });
    const hash = String(service.log().find(({ msg }) => msg === 'turn')?.conversation);
    const refused = await run('privacy', folder, 'erase', hash);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /Several conversations(.|\n)*c1 (test|msteams)\n(.|\n)*c1 (test|msteams)\n/,
    );
    expect((await run('privacy', folder, 'erase', hash, 'msteams')).stdout).toMatch(/^Erased\. /);
    expect((await run('privacy', folder, 'export', 'c1', 'test')).code).toBe(0);
  } finally {
    await service.dispose();
  }
});

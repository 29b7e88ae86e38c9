import { openChat } from '../direct-line/harness/client';
import { startProgram } from './harness/childProcess';
import { built, startService } from './harness/service';
import { within } from './harness/within';

jest.setTimeout(60_000);

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
      /^[1-9]\d* texts are encrypted with the newest key/,
    );
    expect((await chat.get('/activities')).body.activities).toHaveLength(3);
    await chat.say('what is a ct scan');
    expect((await chat.get('/activities')).body.activities).toHaveLength(5);

    expect(await run('privacy', folder, 'erase', chat.id)).toMatchObject({ code: 0, stdout: 'Erased.\n' });
    expect((await chat.get('/activities')).status).toBe(404);
    expect(await run('privacy', folder, 'erase', chat.id)).toMatchObject({ code: 1, stdout: '' });
    expect((await run('privacy', folder)).code).toBe(2);
  } finally {
    await service.dispose();
  }
});

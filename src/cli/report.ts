import { loadDotEnv, readConfig } from '../config';
import { openStore } from '../storage/openStore';
import { feedbackReport } from './feedbackReport';
import { openConverse } from './openConverse';
import { runCommand } from './runCommand';
import { unansweredReport } from './unansweredReport';

const ANSWER = /^(?:answer|more):(.+)$/;

/** `npm run report`: what visitors said about the chat, and what it could not answer. The service may run meanwhile. */
async function main(): Promise<void> {
  loadDotEnv();
  const { storage, report } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { topics } = openConverse().script;
  const nameOf = (about: string) => {
    const [, topicId] = ANSWER.exec(about) ?? [];
    return topicId === undefined ? about || 'nothing yet' : (topics.get(topicId)?.title ?? topicId);
  };
  const { store } = await openStore({ ...storage, use: 'command' });
  process.stdout.write(feedbackReport(await store.feedback(), nameOf));
  const unanswered = await store.unanswered(report.minConversations);
  process.stdout.write(`\n${unansweredReport(unanswered, report.minConversations)}`);
  const { unknown } = await store.keyUse(['feedback', 'unanswered']);
  await store.close();
  if (unknown === 0) return;
  process.stderr.write(
    `${unknown} texts are left out: they are encrypted with a key that is not among DATA_ENCRYPTION_KEYS (or not in data.keys); add it, see docs/operating.md, Keys.\n`,
  );
  process.exitCode = 1;
}

runCommand(main);

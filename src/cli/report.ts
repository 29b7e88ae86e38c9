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
  await store.close();
}

runCommand(main);

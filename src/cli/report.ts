import { loadDotEnv, readConfig } from '../config';
import { openStore } from '../storage/openStore';
import { feedbackReport } from './feedbackReport';
import { openConverse } from './openConverse';
import { runCommand } from './runCommand';

const ANSWER = /^(?:answer|more):(.+)$/;

/** `npm run report`: what visitors said about the chat, from the database. The service may run meanwhile. */
async function main(): Promise<void> {
  loadDotEnv();
  const { storage } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { topics } = openConverse().script;
  const nameOf = (about: string) => {
    const [, topicId] = ANSWER.exec(about) ?? [];
    return topicId === undefined ? about || 'nothing yet' : (topics.get(topicId)?.title ?? topicId);
  };
  const { store } = await openStore({ ...storage, use: 'command' });
  process.stdout.write(feedbackReport(await store.feedback(), nameOf));
  await store.close();
}

runCommand(main);

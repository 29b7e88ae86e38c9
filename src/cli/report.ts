import { loadDotEnv, readConfig } from '../config';
import { FeedbackFile } from '../storage/FeedbackFile';
import { feedbackReport } from './feedbackReport';
import { openConverse } from './openConverse';
import { runCommand } from './runCommand';

const ANSWER = /^(?:answer|more):(.+)$/;

/** `npm run report`: what visitors said about the chat, from DATA_DIR. Reads only; the service may run meanwhile. */
async function main(): Promise<void> {
  loadDotEnv();
  const { turns } = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
  const { topics } = openConverse().script;
  const nameOf = (about: string) => {
    const [, topicId] = ANSWER.exec(about) ?? [];
    return topicId === undefined ? about || 'nothing yet' : (topics.get(topicId)?.title ?? topicId);
  };
  const store = new FeedbackFile(turns.dataDir, turns.feedbackRetentionDays, Date.now);
  process.stdout.write(feedbackReport(await store.all(), nameOf));
}

runCommand(main);

import { ContentError } from '../content/ContentError';
import { loadContent } from '../content/loadContent';
import { projectRoot } from '../turns/createTurnHost';

/** `npm run knowledge:check`: says everything that is wrong with knowledge/ and dialogs/, without starting the service. */
function main(): void {
  const today = new Date().toISOString().slice(0, 10);
  try {
    const content = loadContent({
      root: projectRoot(),
      today,
      version: '',
      feedbackRetentionDays: 1,
      idleMinutes: 60,
      links: {},
    });
    process.stdout.write(`content is sound: ${content.topics.size} topics, version ${content.version}\n`);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

main();

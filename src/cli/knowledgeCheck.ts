import { ContentError } from '../content/ContentError';
import { projectRoot } from '../turns/createTurnHost';
import { matchingProblems } from './matchingProblems';
import { openContent } from './openConverse';

/**
 * `npm run knowledge:check`: says everything that is wrong with knowledge/ and dialogs/, without starting the service.
 * What a start checks comes first; only sound content can be matched, which is the slower part.
 */
function main(): void {
  try {
    const content = openContent();
    const problems = matchingProblems(projectRoot(), content);
    if (problems.length > 0) throw new ContentError(problems);
    process.stdout.write(`content is sound: ${content.topics.size} topics, version ${content.version}\n`);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

main();

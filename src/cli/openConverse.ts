import { loadContent } from '../content/loadContent';
import type { ConverseSources } from '../conversation/converse';
import { createConverse } from '../turns/createConverse';
import { projectRoot } from '../turns/createTurnHost';

const HOUR_MS = 3_600_000;

/** The core alone, without storage or a server: for commands that only need to understand and decide. */
export function openConverse(): ConverseSources {
  const content = loadContent({
    root: projectRoot(),
    today: new Date().toISOString().slice(0, 10),
    version: '',
    feedbackRetentionDays: 1,
    idleMinutes: 60,
    links: {},
  });
  return createConverse(content, HOUR_MS);
}

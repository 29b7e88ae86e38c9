import { loadContent } from '../content/loadContent';
import type { Content } from '../content/types';
import type { ConverseSources } from '../conversation/converse';
import { createConverse } from '../turns/createConverse';
import { projectRoot } from '../turns/createTurnHost';
import { createRedFlagEngine } from '../understanding/red-flags/assess';
import { assessRisk, type Risk } from '../understanding/red-flags/risk';
import { readUtterance } from '../understanding/utterance';

const HOUR_MS = 3_600_000;

/** The core alone, without storage or a server: for commands that only need to understand and decide. */
export function openConverse(): ConverseSources {
  return createConverse(openContent(), HOUR_MS);
}

/** The red-flag engine alone, from the text of a message to its risk. */
export function openRedFlags(): (text: string) => Risk {
  const { redFlags, redFlagModel, commonWords, respelling } = openContent();
  const engine = createRedFlagEngine(redFlags, redFlagModel, commonWords);
  return (text) => assessRisk(engine.find(readUtterance(text, respelling)), {});
}

/** Everything in knowledge/ and dialogs/, checked. */
export function openContent(): Content {
  return loadContent({
    root: projectRoot(),
    today: new Date().toISOString().slice(0, 10),
    version: '',
    feedbackRetentionDays: 1,
    idleMinutes: 60,
    links: {},
  });
}

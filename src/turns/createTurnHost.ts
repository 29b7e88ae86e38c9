import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContent } from '../content/loadContent';
import type { UrgentCards, Widget } from '../content/widget';
import { converse } from '../conversation/converse';
import type { StoreHealth } from '../storage/StoreHealth';
import type { Log } from '../telemetry/log';
import { createConverse } from './createConverse';
import { emergencyFallback } from './emergencyFallback';
import { createUrgencyCheck } from './isUrgent';
import { type StaffKnowledge, staffKnowledge } from './staffKnowledge';
import type { TurnHost } from './TurnHost';
import { createTurnRunner } from './TurnRunner';

export interface TurnHostOptions {
  /** Where conversations and feedback live. */
  readonly store: StoreHealth;
  readonly idleMinutes: number;
  readonly feedbackRetentionDays: number;
  readonly links: { readonly sourcePage?: string; readonly terms?: string; readonly privacy?: string };
  readonly log: Log;
  /** Time in ms since 1970; tests set it. */
  readonly now?: () => number;
  /** Project folder with knowledge/ and dialogs/; the one this file was installed in unless given. */
  readonly root?: string;
}

export interface CreatedTurnHost {
  readonly host: TurnHost;
  /** Says whether a message by itself tells of a red flag. */
  readonly isUrgent: (text: string) => boolean;
  /** Words that a channel puts around citations and urgent messages; `checked` has a `{date}`. */
  readonly labels: {
    readonly source: string;
    readonly sources: string;
    readonly checked: string;
    readonly picked: string;
    readonly privateChat: string;
    readonly cards: UrgentCards;
    /** Whom to call, in a sentence. */
    readonly emergencyLine: string;
    /** Said to somebody who sends more messages than anybody types. */
    readonly tooMany: string;
  };
  /** What the chat on a website says by itself, by language. */
  readonly widgets: ReadonlyMap<string, Widget>;
  readonly version: string;
  /** What staff can look up while they test. */
  readonly staffKnowledge: StaffKnowledge;
  /** Names the content that answers: a hash of all of it. */
  readonly contentVersion: string;
}

const MINUTE_MS = 60_000;

/**
 * Reads the content and joins it to storage: what every way of talking to the service shares.
 *
 * @throws {@link ContentError} when a content file is wrong.
 */
export function createTurnHost(options: TurnHostOptions): CreatedTurnHost {
  const now = options.now ?? Date.now;
  const root = options.root ?? projectRoot();
  const version = packageVersion(root);
  const content = loadContent({
    root,
    today: new Date(now()).toISOString().slice(0, 10),
    version,
    feedbackRetentionDays: options.feedbackRetentionDays,
    idleMinutes: options.idleMinutes,
    links: options.links,
  });
  const idleMs = options.idleMinutes * MINUTE_MS;
  const sources = createConverse(content, idleMs);
  const host = createTurnRunner({
    converse: (input) => converse(input, sources),
    fallback: (event) => emergencyFallback(event, sources),
    store: options.store,
    idleMs,
    contentVersion: content.version,
    log: options.log,
    now,
    newId: randomUUID,
  });
  const { source, sources: several, checked, picked, 'private-chat': privateChat } = content.script.texts;
  const { cards, texts } = englishOf(content.widgets);
  return {
    host,
    isUrgent: createUrgencyCheck(sources),
    labels: {
      source,
      sources: several,
      checked,
      picked,
      privateChat,
      cards,
      emergencyLine: texts['emergency-line'],
      tooMany: texts['too-many'],
    },
    widgets: content.widgets,
    version,
    staffKnowledge: staffKnowledge(content, sources, version),
    contentVersion: content.version,
  };
}

function englishOf(widgets: ReadonlyMap<string, Widget>): Widget {
  const english = widgets.get('en');
  // The content check refuses to start without it.
  if (english === undefined) throw new Error('no English widget texts');
  return english;
}

/** Works from src/ and from dist/: both lie directly below the project folder. */
export function projectRoot(): string {
  return join(__dirname, '..', '..');
}

/** The version of this service, as package.json says. */
export function packageVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

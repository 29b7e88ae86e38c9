import type { ConversationKey } from '../conversation/events';
import type { StaffKnowledge, StaffTopic } from '../turns/staffKnowledge';
import type { TurnReasons } from '../turns/TurnHost';
import { BoundedMap } from './boundedMap';

/** Answers the commands of staff who test in the Emulator. They never reach the conversation and change nothing. */
export interface Staff {
  /** Keeps why the last turn of this conversation went as it did. */
  note(key: ConversationKey, reasons: () => TurnReasons): void;
  /** @returns markdown, or undefined when the words are no command of staff. */
  answer(key: ConversationKey, text: string): string | undefined;
}

/** The only channel that is for testing. Everywhere else these words are words like any others. */
export const STAFF_CHANNEL = 'emulator';
/** Reasons quote what was typed, so only those of the last few conversations are kept. */
const MOST = 100;
const TOPICS_SHOWN = 5;
const COMMAND = /^\/(why|state|kb|version)(?:\s+(.{1,500}))?$/is;
const NOTHING_YET = 'Nothing was said in this conversation yet.';

export function createStaff(knowledge: StaffKnowledge): Staff {
  const last = new BoundedMap<string, () => TurnReasons>(MOST);
  const id = ({ channel, conversation, person }: ConversationKey) =>
    JSON.stringify([channel, conversation, person]);
  return {
    note: (key, reasons) => last.set(id(key), reasons),
    answer(key, text) {
      const [, command, query] = COMMAND.exec(text.trim()) ?? [];
      switch (command?.toLowerCase()) {
        case 'why':
          return why(last.get(id(key))?.());
        case 'state': {
          const reasons = last.get(id(key))?.();
          return reasons === undefined ? NOTHING_YET : json(reasons.detail.state);
        }
        case 'kb':
          return lookUp(query?.trim() ?? '', knowledge);
        case 'version':
          return versions(knowledge);
        default:
          return undefined;
      }
    },
  };
}

function why(reasons: TurnReasons | undefined): string {
  if (reasons === undefined) return NOTHING_YET;
  const { state: _, ...detail } = reasons.detail;
  return `**${reasons.summary}**\n\n${json(detail)}`;
}

function lookUp(query: string, knowledge: StaffKnowledge): string {
  if (query === '')
    return `${knowledge.topicCount} topics. Type \`/kb\` and the id of a topic, or some words.`;
  const found = knowledge.find(query);
  const [first] = found;
  if (first === undefined) return 'No topic.';
  if (first.score === undefined) return whole(first);
  return found
    .slice(0, TOPICS_SHOWN)
    .map(({ id, title, score = 0 }) => `- \`${id}\` ${score.toFixed(2)} ${title}`)
    .join('\n');
}

function whole({ id, title, reviewed, sources, answer }: StaffTopic): string {
  return `**${title}** (\`${id}\`, ${reviewed}, sources: ${sources.join(', ')})\n\n${answer}`;
}

function versions({ version, contentVersion, topicCount }: StaffKnowledge): string {
  return `Spine Guide ${version}, content ${contentVersion} with ${topicCount} topics, Node ${process.version}`;
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

import type { Understanding } from '../understanding/understand';
import type { ConverseSources } from './converse';
import { questionOf } from './questionReply';
import type { Script } from './script';
import type { ConversationState } from './state';

/**
 * "2" stands for the second button of the last reply, where no buttons are shown. Where several can be picked the
 * question numbers its choices itself, because they become fewer.
 */
export function labelOf(
  text: string,
  { offered, dialogs }: ConversationState,
  script: Script,
): string | undefined {
  const open = dialogs.at(-1);
  if (open !== undefined && questionOf(open, script.dialogs)?.several !== undefined) return undefined;
  const [, number] =
    /^\s*(?:the\s+)?(?:number\s+|#)?(\d{1,2})(?:[.)]|st|nd|rd|th)?(?:\s+one)?\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : offered[Number(number) - 1];
}

/** "Wait, can I go back, my leg did give way": the words after the request count, where they tell of a red flag. */
export function beyondBack(
  said: Understanding,
  state: ConversationState,
  sources: Pick<ConverseSources, 'requests' | 'understand'>,
): Understanding {
  const { words } = said;
  if (state.dialogs.length === 0 || sources.requests.has(words)) return said;
  for (let end = words.lastIndexOf(' '); end > 0; end = words.lastIndexOf(' ', end - 1)) {
    if (sources.requests.get(words.slice(0, end)) !== 'back') continue;
    const rest = sources.understand(words.slice(end + 1));
    return rest.redFlags.hits.some(({ assertion }) => assertion !== 'absent') ? rest : said;
  }
  return said;
}

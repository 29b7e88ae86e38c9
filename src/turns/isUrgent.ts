import type { ConverseSources } from '../conversation/converse';
import { assessRisk } from '../understanding/red-flags/risk';

/**
 * Says whether a message by itself would be answered with a card: such a message is let in when others are turned
 * away. Doubt lets it in. Costs about a tenth of a turn.
 */
export function createUrgencyCheck({ understand }: ConverseSources): (text: string) => boolean {
  return (text) => {
    try {
      return assessRisk(understand(text).redFlags, {}).card !== undefined;
    } catch {
      return true;
    }
  };
}

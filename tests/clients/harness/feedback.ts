import type { Feedback } from '../../../src/conversation/effects';
import { openStore } from '../../../src/storage/openStore';

/** All feedback stored in a data folder, the oldest first; the service may run meanwhile. */
export async function feedbackIn(dataDir: string): Promise<Feedback[]> {
  const limits = { idleMinutes: 30, feedbackRetentionDays: 180, maxConversations: 20_000 };
  const { store } = await openStore({ ...limits, dataDir, use: 'command' });
  try {
    return await store.feedback();
  } finally {
    await store.close();
  }
}

import { type Activity, CloudAdapter, type ConfigurationBotFrameworkAuthenticationOptions } from 'botbuilder';
import type { Log } from '../telemetry/log';
import { type AuthenticationRules, BotAuthentication } from './BotAuthentication';
import type { BotTurn } from './BotTurn';
import { sendEntitiesWhole } from './entityMapper';
import { type Receipt, Refused } from './receipt';
import type { UnsentReply } from './resend';

/**
 * CloudAdapter without its HTTP part. `process` answers 500 for bad tokens and bad input, with the text of
 * the error in the body and on the console; `receive` runs the same turn and says what became of it.
 */
class EdgeAdapter extends CloudAdapter {
  constructor(
    authentication: BotAuthentication,
    private readonly onTurn: (turn: BotTurn) => Promise<void>,
    private readonly log: Log,
  ) {
    super(authentication);
  }

  /** Sends a reply of an earlier turn. Rejects when the channel does not take it. */
  async resend({ reference, activity }: UnsentReply, appId: string): Promise<void> {
    await this.continueConversationAsync(appId, reference, async (context) => {
      await context.sendActivities([
        { ...activity, ...(reference.activityId === undefined ? {} : { replyToId: reference.activityId }) },
      ]);
    });
  }

  /** Authenticates one activity and runs its turn. Never rejects. */
  async receive(authorization: string, activity: object): Promise<Receipt> {
    try {
      // Its shape was checked by the server; parts the SDK types promise beyond that are not relied on.
      const response = await this.processActivity(authorization, activity as Activity, this.onTurn);
      return { kind: 'accepted', status: response?.status ?? 200, body: response?.body };
    } catch (error) {
      if (error instanceof Refused) {
        this.log.warn('activity.refused', { reason: error.reason });
        return { kind: 'refused', reason: error.reason };
      }
      this.log.error('turn.failed', { error });
      return { kind: 'failed' };
    }
  }
}

/** Makes the adapter, and mends what the SDK would lose on the way. */
export function newEdgeAdapter(
  options: ConfigurationBotFrameworkAuthenticationOptions,
  rules: AuthenticationRules,
  onTurn: (turn: BotTurn) => Promise<void>,
  log: Log,
): EdgeAdapter {
  sendEntitiesWhole();
  return new EdgeAdapter(new BotAuthentication(options, rules), onTurn, log);
}

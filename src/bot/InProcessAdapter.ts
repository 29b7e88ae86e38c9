import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder';

type Deliver = (activity: object) => void;

const DELIVER = Symbol('deliver');

/**
 * Runs turns of the embedded channel in this process: no HTTP to ourselves, and no unsigned door into
 * /api/messages. What the bot sends goes straight to the channel.
 */
export class InProcessAdapter extends BotAdapter {
  constructor(private readonly onTurn: (context: TurnContext) => Promise<void>) {
    super();
  }

  /** Runs one turn. @param activity - built by the channel from parts it knows, never a client's own object. */
  async run(activity: object, deliver: Deliver): Promise<void> {
    const context = new TurnContext(this, activity as Activity);
    context.turnState.set(DELIVER, deliver);
    await this.runMiddleware(context, this.onTurn);
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const deliver: Deliver = context.turnState.get(DELIVER);
    activities.forEach(deliver);
    return activities.map(({ id }) => ({ id: id ?? '' }));
  }

  /** This bot takes nothing back and begins nothing by itself. */
  override updateActivity(): Promise<void> {
    return unsupported();
  }

  override deleteActivity(): Promise<void> {
    return unsupported();
  }

  override continueConversation(): Promise<void> {
    return unsupported();
  }
}

function unsupported(): Promise<never> {
  return Promise.reject(new Error('the embedded channel does not support this'));
}

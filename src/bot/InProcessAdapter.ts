import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder';
import type { Delivery } from '../channels/delivery';

const DELIVERY = Symbol('delivery');

/**
 * Runs turns of the embedded channel in this process: no HTTP to ourselves, and no unsigned door into
 * /api/messages. What the bot says goes straight to the channel, by way of {@link deliveryOf}.
 */
export class InProcessAdapter extends BotAdapter {
  constructor(private readonly onTurn: (context: TurnContext) => Promise<void>) {
    super();
  }

  /** Runs one turn. @param activity - built by the channel from parts it knows, never a client's own object. */
  async run(activity: object, delivery: Delivery): Promise<void> {
    const context = new TurnContext(this, activity as Activity);
    context.turnState.set(DELIVERY, delivery);
    await this.runMiddleware(context, this.onTurn);
  }

  override sendActivities(): Promise<ResourceResponse[]> {
    return unsupported();
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

/** @returns how the embedded channel wants this turn delivered; undefined for a turn of another channel. */
export function deliveryOf(context: TurnContext): Delivery | undefined {
  return context.turnState.get<Delivery | undefined>(DELIVERY);
}

function unsupported(): Promise<never> {
  return Promise.reject(new Error('the embedded channel does not support this'));
}

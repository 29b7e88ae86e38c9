import type { Activity } from 'botbuilder';
import type { Delivery } from '../channels/delivery';

/** One turn as this bot needs it from an SDK: what came in, and a way to answer. Every SDK's context can be one. */
export interface BotTurn {
  readonly activity: Activity;
  /** Sends in order, to where the activity came from. @returns the ids the channel gave. */
  sendActivities(activities: Partial<Activity>[]): Promise<{ readonly id?: string }[]>;
  /** How the channel keeps and delivers, where that is not the SDK's business: the channel inside this service. */
  readonly delivery?: Delivery;
}

/** The SDKs this bot runs on: the retired one, and its successor. */
export const BOT_SDKS = ['botbuilder', 'agents'] as const;
export type BotSdk = (typeof BOT_SDKS)[number];

import type { Kept } from '../storage/Store';

/** How a channel keeps and delivers the activities of one turn. */
export interface Delivery {
  /**
   * Says what is stored together with the turn. Called at most once, and must not wait.
   *
   * @param last - number of the newest entry of the conversation's log.
   */
  keep(activities: readonly object[], last: number): Kept;
  /**
   * Delivers in order.
   *
   * @param stored - false when nothing could be kept.
   * @param onSent - hears the id that the channel gave to each, where it gives one.
   */
  deliver(
    activities: readonly object[],
    stored: boolean,
    onSent?: (activity: object, id: string) => void,
  ): Promise<void>;
  /** The same message came again. @param note - what was kept with it then. */
  repeat(note: string): Promise<void>;
}

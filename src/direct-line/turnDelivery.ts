import { randomBytes } from 'node:crypto';
import type { Delivery } from '../channels/delivery';
import type { Kept } from '../storage/Store';
import type { LiveConversation } from './LiveConversation';
import { type Conversation, outgoing } from './outgoing';
import { activityId } from './page';

interface TurnDeliveryOptions {
  readonly conversation: Conversation;
  readonly live: LiveConversation;
  /** The visitor's own activity, which is shown before the replies. */
  readonly own?: object;
  /** The client's id of it: sent again, it is the same message. */
  readonly clientId?: string | undefined;
  readonly startsOver?: boolean;
  readonly ends?: boolean;
  readonly botName: string;
  readonly now: () => number;
}

/** Delivers a turn of the embedded channel: into the log with the turn itself, then to whoever listens. */
export interface TurnDelivery extends Delivery {
  /** The id of the visitor's own activity; undefined until it is kept or delivered. */
  readonly ownId: string | undefined;
  /** True when something of this turn is in the log, or was told without it. */
  readonly isDone: boolean;
  /**
   * What goes into the answer to the call as well: what could not be stored, so that no other replica can tell it, and a
   * turn with an urgent reply, which must reach the visitor whatever becomes of the socket.
   */
  readonly answered: readonly object[];
}

export function turnDelivery(options: TurnDeliveryOptions): TurnDelivery {
  const { conversation, live, own, clientId, botName, now } = options;
  let ownId: string | undefined;
  let kept: { first: number; entries: readonly object[] } | undefined;
  let isDone = false;
  const answered: object[] = [];
  const mark = randomBytes(4).toString('hex');

  /** The visitor's activity, then what the bot says to it, each under its number. */
  const entriesOf = (activities: readonly object[], idAt: (index: number) => string): object[] => {
    const shown = activities.flatMap((activity) => outgoing({ ...activity }, botName, now()) ?? []);
    const reply = (activity: object) => ({
      ...activity,
      locale: conversation.locale,
      conversation: { id: conversation.holder.conversation },
      ...(own === undefined ? {} : { replyToId: idAt(0) }),
    });
    return [...(own === undefined ? [] : [own]), ...shown.map(reply)].map((entry, index) => ({
      ...entry,
      id: idAt(index),
    }));
  };

  return {
    get ownId() {
      return ownId;
    },
    get isDone() {
      return isDone;
    },
    answered,
    keep(activities, last): Kept {
      const idAt = (index: number) => activityId(live.id, last + 1 + index, mark);
      kept = { first: last + 1, entries: entriesOf(activities, idAt) };
      if (own !== undefined) ownId = idAt(0);
      return {
        log: kept.entries,
        begins: { visitor: conversation.holder.user, locale: conversation.locale },
        ...(options.startsOver === true ? { startsOver: true } : {}),
        ...(options.ends === true ? { ends: true } : {}),
        ...(ownId === undefined || clientId === undefined ? {} : { note: ownId }),
      };
    },
    async deliver(activities, stored) {
      isDone = true;
      if (stored && kept !== undefined) {
        if (kept.entries.some(isUrgent)) answered.push(...kept.entries);
        live.stored(
          kept.first,
          kept.entries.map((entry) => JSON.stringify(entry)),
          mark,
        );
        return;
      }
      const at = now();
      ownId = own === undefined ? undefined : `${live.id}|unstored-${at}`;
      for (const entry of entriesOf(activities, (index) => (index === 0 && ownId !== undefined ? ownId : '')))
        live.unstored(at, (number) => {
          const told = { ...entry, id: ownIdOr(entry, `${live.id}|unstored-${at}-${number}`) };
          answered.push(told);
          return told;
        });
    },
    async repeat(note) {
      isDone = true;
      ownId = note === '' ? `${live.id}|repeated` : note;
    },
  };
}

/** A visitor's own activity cannot say so: what it may hold is read before. */
function isUrgent(entry: object): boolean {
  const { channelData } = entry as { channelData?: { urgency?: string } };
  return channelData?.urgency !== undefined;
}

function ownIdOr(entry: object, id: string): string {
  const { id: own } = entry as { id?: string };
  return own === undefined || own === '' ? id : own;
}

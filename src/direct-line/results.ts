/** Why a call was turned away. The server has the words and the status for each. */
export type DirectLineRefusal =
  | 'token-missing'
  | 'token-invalid'
  | 'token-expired'
  | 'conversation-unknown'
  | 'bad-client-activity'
  | 'too-many-messages'
  | 'too-many-conversations'
  | 'turn-failed';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: DirectLineRefusal;
}

/** A token, and the conversation it opens. */
export interface Grant {
  readonly kind: 'granted';
  readonly conversationId: string;
  readonly userId: string;
  readonly token: string;
  readonly expiresIn: number;
}

/** A conversation that a socket can now be opened for. */
export interface Opened extends Omit<Grant, 'kind'> {
  readonly kind: 'opened';
  readonly created: boolean;
  /** Path and query of the socket; good for a minute. */
  readonly streamPath: string;
}

/** A visitor's activity that was taken. */
export interface Taken {
  readonly kind: 'taken';
  /** Of the activity; '' when there is none to show. */
  readonly id: string;
  /** The activity and its replies, where they could not be stored or one is urgent: they may reach the visitor only here. */
  readonly activities?: readonly object[];
}

export function refused(reason: DirectLineRefusal): Refused {
  return { kind: 'refused', reason };
}

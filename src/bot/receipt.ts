/** Why an activity was turned away before the conversation saw it. */
export type RefusalReason =
  | 'unauthorized'
  | 'keys-unavailable'
  | 'service-url-missing'
  | 'service-url-refused';

/** What became of one activity; the server turns it into an HTTP answer. */
export type Receipt =
  /** The turn ran. `body` is only present for deliveryMode expectReplies. */
  | { readonly kind: 'accepted'; readonly status: number; readonly body?: unknown }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** Something inside broke; it is in the log. */
  | { readonly kind: 'failed' };

/** Takes one activity of checked shape with its Authorization header. Never rejects. */
export type Receive = (authorization: string, activity: object) => Promise<Receipt>;

/** Carries a refusal through the SDK, which only knows exceptions. Caught in EdgeAdapter, nowhere else. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly reason: RefusalReason) {
    super(reason);
  }
}

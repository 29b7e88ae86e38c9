/** One visitor's rating, stored apart from the chat and without anything that names a person. */
export interface Feedback {
  readonly id: string;
  /** Time in ms since 1970. */
  readonly at: number;
  readonly rating: string;
  readonly comment?: string;
  /** Id of the reply before the feedback, for example `answer:mri`. */
  readonly about: string;
}

/** What a turn wants done outside the conversation; it is done before the reply is sent. */
export type Effect =
  | { readonly kind: 'store-feedback'; readonly feedback: Feedback }
  | { readonly kind: 'erase-feedback'; readonly ids: readonly string[] }
  /** Words on our lists only: phrasing.ts. */
  | { readonly kind: 'note-unanswered'; readonly phrasing: string }
  | { readonly kind: 'erase-unanswered'; readonly phrasing: string };

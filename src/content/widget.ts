/** Keys of what the chat page and its launcher say by themselves. */
export const WIDGET_KEYS = [
  'name',
  'page-title',
  'frame-title',
  'launcher-open',
  'launcher-close',
  'launcher-failed',
  'restart',
  'restart-hint',
  'menu',
  'menu-hint',
  'close',
  'close-hint',
  'emergency-line',
  'conversation',
  'you-said',
  'bot-said',
  'message-label',
  'message-hint',
  'send',
  'choices',
  'choices-were',
  'typing',
  'copy',
  'copied',
  'copy-failed',
  'print',
  'connecting',
  'connection-lost',
  'connected-again',
  'started-again',
  'not-sent',
  'too-many',
  'too-long',
  'try-again',
  'starting',
  'closed',
  'start-new',
] as const;
export type WidgetKey = (typeof WIDGET_KEYS)[number];
type WidgetTexts = Readonly<Record<WidgetKey, string>>;

/** How one degree of urgency is set apart: what its heading says, and the numbers to press. */
export interface UrgentCard {
  /** Says how urgent it is to those who do not see the color. */
  readonly level: string;
  /** Says what to do, for a message that does not begin with it. */
  readonly heading: string;
  readonly actions: readonly { readonly label: string; readonly url: string }[];
}

export type UrgentCards = Readonly<Record<'emergency' | 'crisis' | 'urgent', UrgentCard>>;

/** The words of the website's chat in one language. */
export interface Widget {
  readonly locale: string;
  readonly texts: WidgetTexts;
  readonly cards: UrgentCards;
  /** To call from the page itself. */
  readonly phones: { readonly emergency: string; readonly crisis: string };
}

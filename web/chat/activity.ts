/** What a button says about itself beside its words: which question it answers. It is sent back as it came. */
type ButtonValue = Readonly<Record<string, string | number>>;

/** A button under a message. */
export interface Choice {
  readonly label: string;
  readonly value?: ButtonValue;
}

/** The part of a Direct Line activity that this page reads. Anything of it may be missing. */
export interface Activity {
  readonly id?: string;
  readonly type?: string;
  readonly text?: string;
  readonly name?: string;
  readonly value?: { readonly command?: string } & ButtonValue;
  readonly importance?: string;
  readonly from?: { readonly id?: string; readonly role?: string };
  readonly channelData?: { readonly clientActivityID?: string; readonly urgency?: string };
  readonly suggestedActions?: {
    readonly actions?: readonly { readonly title?: string; readonly value?: string | ButtonValue }[];
  };
  readonly attachments?: readonly {
    readonly contentType?: string;
    readonly content?: {
      readonly actions?: readonly {
        readonly type?: string;
        readonly title?: string;
        readonly url?: string;
      }[];
    };
  }[];
}

/** True for what the visitor said. Ids of visitors begin with `dl_`; not every channel sends a role. */
export function isOwn({ from = {} }: Activity): boolean {
  return from.role === 'user' || (from.role === undefined && (from.id ?? '').startsWith('dl_'));
}

/** A link on an urgent message. */
export interface CallAction {
  readonly title: string;
  readonly url: string;
}

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Addresses a link may lead to. */
const SAFE_URL = /^(?:https|tel|sms):/i;

/** True for addresses that a link of this page may have. */
export function isSafeUrl(url: string): boolean {
  return SAFE_URL.test(url);
}

/** The numbers to press that came with a message, as links of its Adaptive Card. */
export function callActions({ attachments = [] }: Activity): CallAction[] {
  return attachments
    .filter(({ contentType }) => contentType === ADAPTIVE_CARD)
    .flatMap(({ content }) => content?.actions ?? [])
    .flatMap(({ type, title = '', url = '' }) =>
      type === 'Action.OpenUrl' && isSafeUrl(url) ? [{ title, url }] : [],
    );
}

/** The buttons that came with a message. */
export function choicesOf({ suggestedActions }: Activity): Choice[] {
  return (suggestedActions?.actions ?? []).flatMap(({ title, value }) => {
    const label = title ?? (typeof value === 'string' ? value : undefined);
    if (label === undefined) return [];
    return typeof value === 'object' ? { label, value } : { label };
  });
}

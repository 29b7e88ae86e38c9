/** The parts of an activity that say what the visitor wrote. Channels send any type in any of them. */
export interface WrittenActivity {
  readonly text?: unknown;
  readonly entities?: unknown;
  readonly recipient?: unknown;
}

/** Linear on hostile text: no part may run past the next tag or 200 characters. */
const AT_TAG = /<at(?: [^<>]{0,100})?>([^<>]{0,200})<\/at>/gi;
/** A mention typed as plain text, before what is said to the bot. */
const AT_NAME = /^\s*@[\w.-]{1,100}(?=\s+\S)/;
/** A name has few words; more between the tags is something said. */
const NAME_WORDS = 3;
const ENTITY = /&(?:(nbsp|amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Reads what the visitor wrote, for every channel and in this place only: without the mention of the bot that groups put before it, and with HTML
 * entities as the characters they stand for. Words of the visitor are never dropped, also not inside a
 * mention of somebody else: a red flag could stand there.
 */
export function visitorText(activity: WrittenActivity): string {
  if (typeof activity.text !== 'string') return '';
  const names = botMentions(activity);
  // Mentions go before entities are decoded: `&lt;at&gt;` is something the visitor typed.
  const withoutMentions = removeMentions(activity.text, names);
  return decodeEntities(withoutMentions.replace(AT_NAME, ''))
    .replaceAll('\u00a0', ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
}

function removeMentions(text: string, botNames: ReadonlySet<string>): string {
  const literal = [...botNames].reduce((rest, name) => rest.replaceAll(name, ' '), text);
  return literal.replace(AT_TAG, (_tag, inner: string, at: number) => {
    const looksLikeName = inner.trim().split(/\s+/).length <= NAME_WORDS;
    const isBot = botNames.has(`<at>${inner}</at>`) || (botNames.size === 0 && at === 0 && looksLikeName);
    return isBot ? ' ' : inner;
  });
}

/** How this activity spells mentions of the bot: as its entities say, or by the recipient's name. */
function botMentions({ entities, recipient }: WrittenActivity): Set<string> {
  const bot = record(recipient);
  const mentions = (Array.isArray(entities) ? entities : [])
    .map(record)
    .filter(
      ({ type, mentioned }) =>
        type === 'mention' && typeof bot.id === 'string' && record(mentioned).id === bot.id,
    )
    .map((entity) => entity.text)
    // Only a tag is safe to cut out anywhere: a bare name such as "Spine" can be a word of the question.
    .filter((text): text is string => typeof text === 'string' && /^<at\b[^<>]*>[^<>]*<\/at>$/i.test(text));
  const name = bot.name;
  if (typeof name === 'string' && name !== '') mentions.push(`<at>${name}</at>`);
  return new Set(mentions);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** One pass, so that `&amp;lt;` stays the text `&lt;`. */
function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

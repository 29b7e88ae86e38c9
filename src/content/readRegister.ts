import { z } from 'zod';
import type { Citation } from '../conversation/reply';
import type { ScriptCard } from '../conversation/script';
import { TEXT_KEYS, type TextKey, type Texts } from '../conversation/texts';
import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots, spokenList } from './slots';
import { contentId } from './topicSchema';

const SOURCES_FILE = 'knowledge/sources.yaml';
export const CARDS_FILE = 'knowledge/dispositions.yaml';
export const LOCALE_FILE = 'knowledge/locales/en.yaml';
export const TERMS_FILE = 'knowledge/terms.md';

/** Places in the service's own texts that each turn fills: the date of an answer, a count, a question's number. */
const TURN_SLOTS = 'date,number,most,count,topic,advice,cancer,treatment,onset,trend,side,what'.split(',');

const text = z.string().min(1);
const organizationFile = z.strictObject({
  name: text,
  pageReviewed: z.iso.date(),
  pageAuthor: text,
  mainPhone: text,
  tollFreePhone: text,
  emergencyNumber: text,
  crisisNumber: text,
  poisonHelp: text,
  address: text,
  services: z.array(text),
  patientResources: z.array(text),
  accessResources: z.array(text),
  supportGroup: text,
  /** A sentence that says when a person answers the phone; left out where nothing is known. */
  personHours: text.optional(),
});
const sourcesFile = z.strictObject({
  sources: z.record(
    contentId,
    z.strictObject({
      title: text,
      publisher: text,
      url: z.url({ protocol: /^https$/ }).optional(),
      date: z.iso.date().optional(),
      note: text.optional(),
    }),
  ),
});
const cardsFile = z.strictObject({
  reviewed: z.iso.date(),
  dispositions: z.record(
    contentId,
    z.strictObject({
      urgency: z.enum(['emergency', 'crisis', 'urgent', 'none']),
      sources: z.array(contentId).min(1),
      text,
      reminder: text.optional(),
    }),
  ),
});
const glossaryFile = z.strictObject({ terms: z.record(z.string(), text), plain: z.string() });
const localeFile = z.strictObject({
  locale: text,
  texts: z.record(contentId, text),
  menu: z.array(contentId).min(1),
  labels: z.record(text, contentId),
  spanishWords: z.array(text),
});

/** The organization's words for the slots of all other files. */
export function readOrganization(reader: ContentReader): Record<string, string> {
  const data = reader.yaml('knowledge/organization.yaml', organizationFile);
  if (data === undefined) return {};
  const { name, services, patientResources, accessResources, personHours, ...rest } = data;
  return {
    ...rest,
    ...(personHours === undefined ? {} : { personHours }),
    organization: name,
    services: spokenList(services),
    patientResources: spokenList(patientResources),
    accessResources: spokenList(accessResources),
  };
}

/** Every source by id, as it is shown under an answer. */
export function readSources(
  reader: ContentReader,
  slots: Slots,
  sourcePageUrl: string | undefined,
): Map<string, Citation> {
  const data = reader.yaml(SOURCES_FILE, sourcesFile);
  return new Map(
    Object.entries(data?.sources ?? {}).map(([id, source]) => {
      const url = id === 'source-page' ? sourcePageUrl : source.url;
      const publisher = fill(reader, SOURCES_FILE, id, source.publisher, slots);
      return [id, { title: source.title, publisher, ...(url === undefined ? {} : { url }) }] as const;
    }),
  );
}

export function readCards(
  reader: ContentReader,
  slots: Slots,
  sources: ReadonlyMap<string, Citation>,
): Map<string, ScriptCard> {
  const data = reader.yaml(CARDS_FILE, cardsFile);
  return new Map(
    Object.entries(data?.dispositions ?? {}).map(([id, card]) => {
      const citations = citationsOf(card.sources, sources, (source) =>
        reader.report('source', CARDS_FILE, `dispositions.${id}`, `"${source}" is not in ${SOURCES_FILE}`),
      );
      const filled = (words: string) => fill(reader, CARDS_FILE, id, words, slots);
      const reminder = card.reminder === undefined ? {} : { reminder: filled(card.reminder) };
      const reviewed = data?.reviewed ?? '';
      return [
        id,
        { id, urgency: card.urgency, text: filled(card.text), ...reminder, citations, reviewed },
      ] as const;
    }),
  );
}

/** The terms that are explained, and words that everybody knows although the list of common words lacks them. */
export function readGlossary(reader: ContentReader): { explained: Set<string>; plain: Set<string> } {
  const data = reader.yaml('knowledge/glossary.yaml', glossaryFile);
  return {
    explained: new Set(Object.keys(data?.terms ?? {})),
    plain: new Set((data?.plain ?? '').split(/[,\s]+/)),
  };
}

export interface Locale {
  readonly texts: Texts;
  readonly menu: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly spanishWords: ReadonlySet<string>;
}

/** The service's own texts; a key that the code uses and the file lacks, or the other way round, is a problem. */
export function readLocale(
  reader: ContentReader,
  slots: Slots,
  links: { readonly terms?: string; readonly privacy?: string },
): Locale | undefined {
  const data = reader.yaml(LOCALE_FILE, localeFile);
  const terms = reader.text(TERMS_FILE);
  if (data === undefined || terms === undefined) return undefined;
  const raw: Record<string, string> = { ...data.texts, terms: withLinks(terms.trim(), data.texts, links) };
  for (const key of TEXT_KEYS)
    if (raw[key] === undefined) reader.report('text-missing', LOCALE_FILE, `texts.${key}`, 'add this text');
  const known: readonly string[] = TEXT_KEYS;
  for (const key of Object.keys(raw))
    if (!known.includes(key))
      reader.report('text-unknown', LOCALE_FILE, `texts.${key}`, 'nothing uses this text; remove it');
  // Filled turn by turn.
  const own: Slots = { ...slots, ...Object.fromEntries(TURN_SLOTS.map((name) => [name, `{${name}}`])) };
  const texts = Object.fromEntries(
    TEXT_KEYS.map((key): [TextKey, string] => [key, fill(reader, LOCALE_FILE, key, raw[key] ?? '', own)]),
  );
  return {
    texts: texts as Texts,
    menu: data.menu,
    labels: new Map(Object.entries(data.labels)),
    spanishWords: new Set(data.spanishWords),
  };
}

/** Adds the operator's own pages to the terms, where the operator has set them. */
function withLinks(
  terms: string,
  texts: Readonly<Record<string, string>>,
  links: { readonly terms?: string; readonly privacy?: string },
): string {
  const lines = [
    links.terms === undefined ? [] : `- [${texts['terms-link']}](${links.terms})`,
    links.privacy === undefined ? [] : `- [${texts['privacy-link']}](${links.privacy})`,
  ];
  return [terms, ...lines.flat()].join('\n');
}

/** Citations for source ids; unknown ones are reported and left out. */
export function citationsOf(
  ids: readonly string[],
  sources: ReadonlyMap<string, Citation>,
  unknown: (id: string) => void,
): Citation[] {
  return ids.flatMap((id) => {
    const citation = sources.get(id);
    if (citation === undefined) unknown(id);
    return citation ?? [];
  });
}

function fill(reader: ContentReader, file: string, path: string, words: string, slots: Slots): string {
  return fillSlots(words, slots, (slot) =>
    reader.report('slot', file, path, `{${slot}} is not a slot; use one of ${Object.keys(slots).join(', ')}`),
  );
}

import { z } from 'zod';
import type { ContentReader } from './ContentReader';
import { fillSlots, type Slots } from './slots';
import { WIDGET_KEYS, type Widget, type WidgetKey } from './widget';

const FOLDER = 'knowledge/locales';
const FALLBACK = 'en';
const text = z.string().min(1);
const card = z.strictObject({
  level: text,
  heading: text,
  actions: z.array(z.strictObject({ label: text, url: z.string().regex(/^(?:tel|sms):/) })).min(1),
});
const file = z.strictObject({
  locale: z.string().regex(/^[a-z]{2}$/),
  texts: z.strictObject(
    Object.fromEntries(WIDGET_KEYS.map((key) => [key, text])) as Record<WidgetKey, typeof text>,
  ),
  cards: z.strictObject({ emergency: card, crisis: card, urgent: card }),
});

/** Reads every knowledge/locales/widget.LANGUAGE.yaml; English must be among them. */
export function readWidgets(reader: ContentReader, slots: Slots): Map<string, Widget> {
  const names = reader.list(FOLDER, '.yaml').filter((name) => name.startsWith('widget.'));
  const widgets = names.flatMap((name) => {
    const path = `${FOLDER}/${name}`;
    const data = reader.yaml(path, file);
    if (data === undefined) return [];
    if (name !== `widget.${data.locale}.yaml`)
      reader.report(
        'widget-locale',
        path,
        'locale',
        `the file of "${data.locale}" is widget.${data.locale}.yaml`,
      );
    return [[data.locale, filled(data, reader, path, slots)] as const];
  });
  const found = new Map(widgets);
  if (!found.has(FALLBACK))
    reader.report('widget-missing', `${FOLDER}/widget.${FALLBACK}.yaml`, '', 'restore it');
  return found;
}

function filled(data: z.infer<typeof file>, reader: ContentReader, path: string, slots: Slots): Widget {
  const unknown = (slot: string) => reader.report('slot', path, '', `{${slot}} is not a slot`);
  const fill = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (_key, part) =>
      typeof part === 'string' ? fillSlots(part, slots, unknown) : part,
    );
  return {
    locale: data.locale,
    texts: fill(data.texts),
    cards: fill(data.cards),
    phones: { emergency: slots.emergencyNumber ?? '', crisis: slots.crisisNumber ?? '' },
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

const read = (file: string) => load(readFileSync(join(__dirname, '../../../knowledge', file), 'utf8'));

/** The whole text of a disposition as a visitor must see it, from the reviewed content. */
export function cardText(id: string): string {
  const organization = read('organization.yaml') as Record<string, string>;
  const text = (read('dispositions.yaml') as { dispositions: Record<string, { text: string }> }).dispositions[
    id
  ];
  if (text === undefined) throw new Error(`no disposition ${id}`);
  return text.text.replace(/\{(\w+)\}/g, (slot, name: string) => organization[name] ?? slot);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Fills the `{{slots}}` of a page. Words are escaped, so that no text can become markup.
 *
 * @throws when the page has a slot that nobody fills: a fault of the build, found at the start.
 */
export function fillPage(page: string, words: Readonly<Record<string, string>>): string {
  return page.replace(/\{\{([\w-]+)\}\}/g, (_slot, name: string) => {
    const value = words[name];
    if (value === undefined) throw new Error(`the page has no words for {{${name}}}`);
    return value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  });
}

/** Data for a `<script type="application/json">` block: no character of it can end the block. */
export function dataBlock(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

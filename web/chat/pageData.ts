import type { Widget } from '../../src/content/widget';

/** What the server puts into the page: all words, and the sites that may show it. */
export interface PageData extends Pick<Widget, 'locale' | 'texts' | 'cards' | 'phones'> {
  readonly parents: readonly string[];
}

/** Reads the data block of the page. */
export function readPageData(): PageData {
  return JSON.parse(element('page-data').textContent ?? '') as PageData;
}

/** An element that the page is known to have. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A new element with a class, and with text or children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}

import * as smd from 'streaming-markdown';
import { isSafeUrl } from './activity';

/** Elements for the Markdown that answers use. Everything else shows its words in a plain span. */
const TAGS: Readonly<Record<number, string>> = {
  [smd.PARAGRAPH]: 'p',
  [smd.HEADING_1]: 'p',
  [smd.HEADING_2]: 'p',
  [smd.HEADING_3]: 'p',
  [smd.STRONG_AST]: 'strong',
  [smd.STRONG_UND]: 'strong',
  [smd.ITALIC_AST]: 'em',
  [smd.ITALIC_UND]: 'em',
  [smd.LINK]: 'a',
  [smd.RAW_URL]: 'a',
  [smd.LIST_UNORDERED]: 'ul',
  [smd.LIST_ORDERED]: 'ol',
  [smd.LIST_ITEM]: 'li',
  [smd.LINE_BREAK]: 'br',
};

/** Long phone numbers as answers write them. */
const LONG_NUMBER = '(?:1-)?\\d{3}-\\d{3}-\\d{4}';

/**
 * Shows Markdown below `root`. Only elements from the list above are made and only as nodes, so text cannot
 * become markup whatever it holds.
 */
export function showMarkdown(root: HTMLElement, text: string, shortNumbers: readonly string[]): void {
  const parser = smd.parser(rendererBelow(root));
  smd.parser_write(parser, text);
  smd.parser_end(parser);
  linkPhones(root, shortNumbers);
}

function rendererBelow(root: HTMLElement): smd.Renderer<HTMLElement[]> {
  const open = [root];
  const current = (): HTMLElement => open[open.length - 1] ?? root;
  return {
    data: open,
    add_token(_data, type) {
      if (type === smd.DOCUMENT) return;
      const made = document.createElement(TAGS[type] ?? 'span');
      current().appendChild(made);
      open.push(made);
    },
    end_token() {
      if (open.length > 1) open.pop();
    },
    add_text(_data, words) {
      current().appendChild(document.createTextNode(words));
    },
    set_attr(_data, name, value) {
      const link = current();
      if (name !== smd.HREF || !(link instanceof HTMLAnchorElement) || !isSafeUrl(value)) return;
      link.href = value;
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    },
  };
}

/** Makes phone numbers below `root` links that dial. @param shortNumbers - such as the emergency number. */
export function linkPhones(root: HTMLElement, shortNumbers: readonly string[]): void {
  const pattern = new RegExp(`\\b(?:${[LONG_NUMBER, ...shortNumbers].join('|')})\\b`, 'g');
  root.normalize();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) if (text.parentElement?.closest('a') === null) linkPhonesIn(text, pattern);
}

function linkPhonesIn(text: Text, pattern: RegExp): void {
  const parts: Node[] = [];
  const { data } = text;
  let from = 0;
  for (const match of data.matchAll(pattern)) {
    const link = document.createElement('a');
    link.href = `tel:${match[0]}`;
    link.textContent = match[0];
    parts.push(document.createTextNode(data.slice(from, match.index)), link);
    from = (match.index ?? 0) + match[0].length;
  }
  if (parts.length === 0) return;
  parts.push(document.createTextNode(data.slice(from)));
  text.replaceWith(...parts);
}

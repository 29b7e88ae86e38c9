import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { loadContent } from '../../src/content/loadContent';
import { describeInBrowser } from './harness/withBrowser';

const ROOT = join(__dirname, '../..');

/** The page's own Markdown, bundled as the page bundles it, under a name that tests can call. */
function bundle(): string {
  const built = buildSync({
    entryPoints: [join(ROOT, 'web/chat/markdown.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'markdown',
  });
  return built.outputFiles[0]?.text ?? '';
}

interface Shown {
  readonly text: string;
  readonly tags: string[];
  readonly links: string[];
}

async function show(page: Page, texts: string[]): Promise<Shown[]> {
  return page.evaluate((all) => {
    type Show = (root: HTMLElement, text: string, numbers: string[]) => void;
    const { markdown } = globalThis as unknown as { markdown: { showMarkdown: Show } };
    return all.map((text) => {
      const root = document.createElement('div');
      markdown.showMarkdown(root, text, ['911', '988']);
      const inside = [...root.querySelectorAll('*')];
      return {
        text: root.textContent ?? '',
        tags: inside.map(({ tagName }) => tagName.toLowerCase()),
        links: inside.flatMap((element) => element.getAttribute('href') ?? []),
      };
    });
  }, texts);
}

/** Only letters and digits: what a text says, without how it is set. */
const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

describeInBrowser('Markdown on the page', (browser) => {
  const open = async () => {
    const page = await browser.page();
    await page.goto('about:blank');
    await page.addScriptTag({ content: bundle() });
    return page;
  };

  test('of every text that the service can say, every word is shown and every number can be pressed', async () => {
    const { script } = loadContent({
      root: ROOT,
      today: '2026-11-24',
      version: '1',
      feedbackRetentionDays: 180,
      idleMinutes: 30,
      links: {},
    });
    const texts = [
      ...[...script.topics.values()].flatMap(({ answer, sections }) => [
        answer,
        ...sections.map(({ text }) => text),
      ]),
      ...[...script.cards.values()].map(({ text }) => text),
      ...Object.values(script.texts),
    ];
    const shown = await show(await open(), texts);
    for (const [index, text] of texts.entries()) {
      const plain = text.replaceAll(/\]\([^)]*\)/g, ']').replaceAll(/^\d+\. /gm, '');
      expect(letters(shown[index]?.text ?? '')).toBe(letters(plain));
      for (const [number] of text.matchAll(/\b(?:911|988|(?:1-)?\d{3}-\d{3}-\d{4})\b/g))
        expect(shown[index]?.links).toContain(`tel:${number}`);
    }
    expect(texts.length).toBeGreaterThan(200);
    const tags = new Set(shown.flatMap(({ tags: used }) => used));
    expect([...tags].toSorted()).toEqual(expect.arrayContaining(['a', 'li', 'p', 'strong', 'ul']));
  });

  test.each([
    ['<img src=x onerror=alert(1)>'],
    ['<script>alert(1)</script>'],
    ['[press](javascript:alert(1))'],
    ['[press](data:text/html,<script>alert(1)</script>)'],
    ['[press](vbscript:x) and <a href="javascript:alert(1)">this</a>'],
    ['![x](javascript:alert(1))'],
    ['<iframe src="https://evil.example"></iframe>'],
    ['**<b onclick=alert(1)>**'],
    ['`<svg onload=alert(1)>`'],
    ['| a |\n|---|\n| <img src=x> |'],
  ])('%s stays words', async (text) => {
    const [shown] = await show(await open(), [text]);
    expect(shown?.tags.filter((tag) => !['p', 'span', 'a', 'strong', 'em', 'br'].includes(tag))).toEqual([]);
    expect(shown?.links).toEqual([]);
  });

  test('links lead to a page of their own, and only over https', async () => {
    const [shown] = await show(await open(), [
      '[NICE](https://www.nice.org.uk/guidance/ng234) and http://plain.example',
    ]);
    expect(shown?.links).toEqual(['https://www.nice.org.uk/guidance/ng234']);
  });
});

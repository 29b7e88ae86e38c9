import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from './findBrowser';

/**
 * Real security is part of what is tested, so nothing of it is switched off. The sandbox of the browser itself
 * needs rights that a container does not give.
 */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--headless=shell'];
const HOW = 'npm ci (Linux on x64), or: apt-get install chromium, or set CHROME_PATH to a Chrome or Chromium';

/** A browser for one test file, and everything its pages complained about. */
export interface TestBrowser {
  /** A page in a context of its own. Errors of scripts and of the security policy are collected. */
  page(options?: BrowserContextOptions): Promise<Page>;
  /** What pages complained about since the last call. */
  complaints(): string[];
}

/**
 * Declares tests that need a real browser. Where there is none they are skipped loudly; with CI or
 * REQUIRE_BROWSER set, that is a failure.
 */
export function describeInBrowser(name: string, declare: (browser: TestBrowser) => void): void {
  const found = findBrowser();
  if (found === undefined) {
    withoutBrowser(name);
    return;
  }
  describe(name, () => {
    let browser: Browser;
    let complaints: string[] = [];
    const open: Page[] = [];
    beforeAll(async () => {
      browser = await chromium.launch({ ...found, args: ARGS });
    }, 60_000);
    afterEach(async () => {
      for (const page of open.splice(0)) await page.context().close();
    });
    afterAll(() => browser?.close());
    declare({
      async page(options = {}) {
        const context = await browser.newContext({ locale: 'en-US', ...options });
        const page = await context.newPage();
        open.push(page);
        context.on('weberror', (error) => complaints.push(error.error().message));
        context.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
        page.setDefaultTimeout(15_000);
        return page;
      },
      complaints() {
        const all = complaints;
        complaints = [];
        return all;
      },
    });
  });
}

function withoutBrowser(name: string): void {
  const isNeeded = ['CI', 'REQUIRE_BROWSER'].some((variable) => (process.env[variable] ?? '') !== '');
  if (isNeeded) {
    test(`${name}: a browser`, () => {
      throw new Error(`no browser starts here. To get one: ${HOW}`);
    });
    return;
  }
  process.stderr.write(
    `\n${'='.repeat(80)}\nSKIPPED, NO BROWSER: ${name}\nTo get one: ${HOW}\n${'='.repeat(80)}\n\n`,
  );
  test.skip(`${name} (no browser)`, () => undefined);
}

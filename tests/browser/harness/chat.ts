import type { Frame, Page } from 'playwright-core';

/** The chat as a visitor uses it. */
export interface ChatPage {
  readonly page: Page;
  /** The frame with the chat; the page itself when it is opened by its own address. */
  readonly frame: Frame;
  say(text: string): Promise<void>;
  press(name: string): Promise<void>;
  /** Waits until this is to be read in the conversation. */
  reads(text: string | RegExp): Promise<void>;
  /** Everything in the conversation that a visitor can read, one message an entry. */
  messages(): Promise<string[]>;
  /** Id of the element that has the focus in the chat. */
  focused(): Promise<string>;
}

/** Opens the demo page and presses its button. */
export async function openFromDemo(page: Page, url: string): Promise<ChatPage> {
  await page.goto(url);
  await page.locator('#spine-chat-launcher').click();
  const handle = await page.locator('iframe').elementHandle();
  const frame = await handle?.contentFrame();
  if (frame == null) throw new Error('the launcher made no frame');
  return ready(page, frame);
}

/** Opens the chat by its own address. */
export async function openAlone(page: Page, url: string): Promise<ChatPage> {
  await page.goto(`${url}/chat`);
  return ready(page, page.mainFrame());
}

async function ready(page: Page, frame: Frame): Promise<ChatPage> {
  await frame.locator('.message.bot').first().waitFor();
  return chatIn(page, frame);
}

/** The chat in a frame that is already there. */
export function chatIn(page: Page, frame: Frame): ChatPage {
  return {
    page,
    frame,
    async say(text) {
      await frame.locator('#message').fill(text);
      await frame.locator('#message').press('Enter');
    },
    press: (name) => frame.getByRole('button', { name, exact: true }).click(),
    reads: (text) => frame.locator('#log').getByText(text).first().waitFor(),
    messages: () => frame.locator('#log > *').allInnerTexts(),
    focused: () => frame.evaluate(() => document.activeElement?.id ?? ''),
  };
}

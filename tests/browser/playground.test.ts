import type { Page } from 'playwright-core';
import { type Playground, startPlayground } from '../clients/harness/playground';
import { type Service, startService } from '../clients/harness/service';
import { describeInBrowser } from './harness/withBrowser';

jest.setTimeout(90_000);

describeInBrowser('the page of Agents Playground as Teams', (browser) => {
  let service: Service;
  let playground: Playground;
  beforeAll(async () => {
    service = await startService();
    playground = await startPlayground(service.url, 'msteams');
  });
  afterAll(async () => {
    await service?.stop();
    await playground?.close();
    await service?.dispose();
  });

  /** Types into the field of the chat and sends it. */
  async function say(page: Page, text: string): Promise<void> {
    const field = page.locator('[contenteditable=true]').first();
    await field.click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  test('shows the welcome, a check with its buttons, and what was picked in place of them', async () => {
    const page = await browser.page({ viewport: { width: 1300, height: 900 } });
    await page.goto(playground.page);
    await page.getByText('I am an automated guide about metastatic spine tumors').first().waitFor();
    await say(page, 'check symptoms');
    await page.getByText('Question 1 of at most 8', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'None of these' }).click();
    await page.getByText('Question 2 of at most 8', { exact: true }).waitFor();
    await page.getByText('You picked: None of these', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'None of these' }).count()).toBe(0);

    await say(page, "i can't feel my legs");
    // The Playground shows a message with suggested actions without its formatting.
    await page
      .getByText(/This could be an emergency\. Please get help now\./)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'I am already being seen' }).waitFor();
  });
});

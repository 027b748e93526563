import { chromium, type Page } from "@playwright/test";
import playwright from "@/playwright.config";

/** Does work with a new page of Chromium. */
export async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
  try {
    const page = await browser.newPage();
    // tsx marks the names of functions, also of those that run in the page.
    await page.addInitScript("globalThis.__name = (named) => named");
    return await work(page);
  } finally {
    await browser.close();
  }
}

import { chromium, type Page } from "@playwright/test";
import playwright from "@/playwright.config";
import { ADMIN } from "@/tests/support/access";

/** Does work with a new page of Chromium, which has a session of this server; null: of none. */
export async function withPage<T>(url: string | null, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
  try {
    const page = await browser.newPage();
    if (url !== null) await signIn(page, url);
    // tsx marks the names of functions, also of those that run in the page.
    await page.addInitScript("globalThis.__name = (named) => named");
    return await work(page);
  } finally {
    await browser.close();
  }
}

async function signIn(page: Page, url: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/auth/sign-in/email`, { data: ADMIN });
  if (!answer.ok()) throw new Error(`${answer.status()}: ${await answer.text()}`);
}

import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";
import { ADMIN } from "@/tests/support/access";
import { expect, signIn } from "./stage";

/** Somebody at a browser of their own: nothing that another one has done is in it. */
export async function visitor(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** Somebody who is signed in there already, by default as the administrator. */
export async function signedInAt(browser: Browser, url: string, who = ADMIN): Promise<Page> {
  const page = await visitor(browser);
  await signIn(page.context(), url, who);
  return page;
}

export const password = (page: Page, name = "Password"): Locator => page.getByLabel(name, { exact: true });

/** Fills the sign-in on screen, and sends it. */
export async function enter(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail address").fill(who.email);
  await password(page).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Who is signed in, as the navigation says. */
export const who = (page: Page): Locator => page.getByRole("banner").first();

/** What a page of the API answers to whoever this browser is. */
export const statusOf = async (context: BrowserContext, url: string, path: string): Promise<number> =>
  (await context.request.get(`${url}${path}`)).status();

/** The sign-in, with what it says of why. */
export async function expectSignIn(page: Page, words: RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(words);
}

import type { Browser, Page } from "@playwright/test";
import { ADMIN, bearing } from "@/tests/support/access";
import { password, visitor, who } from "./access-stage";
import { expect, expectUsable, live, opened, WIDE } from "./stage";
import { rollbackButton, slider, test } from "./traffic-stage";

// Several browsers, and passwords that take a while to be checked by design.

/** Makes an account in the interface. @returns the link for its person */
async function invited(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase()}@example.org`);
  await page.getByRole("button", { name: "Make account and link" }).click();
  const link = page.getByRole("region", { name: `Link for ${name}` });
  await expect(link).toBeFocused();
  return (await link.locator("code").textContent()) ?? "";
}

const VERA = { email: "vera@example.org", password: "a-passphrase-of-vera" };

/** Vera opens her link in a browser of her own, and chooses a password. */
async function welcomed(browser: Browser, link: string): Promise<Page> {
  const page = await visitor(browser);
  await page.goto(link);
  await expect(page.getByLabel("E-mail address")).toHaveValue(VERA.email);
  await password(page, "New password").fill(VERA.password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(who(page)).toContainText("Viewer");
  return page;
}

/** The line of somebody or something; what is unfolded below it is a row, too. */
const lineOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name }).first();

test("who is invited comes in as a viewer, may not act, and may as soon as somebody says so", async ({
  page,
  browser,
  server,
  moved,
  weights,
}) => {
  await moved(50, "on trial");
  await opened(page, `${server.url}/settings/users`);
  const link = await invited(page, "Vera");
  await expect(lineOf(page, "Vera")).toContainText("invited until");

  const vera = await welcomed(browser, link);
  await expect(lineOf(page, "Vera")).toContainText("active");

  await opened(vera, `${server.url}/releases`);
  await expect(slider(vera)).toHaveAttribute("aria-disabled", "true");
  await expect(slider(vera)).toHaveAccessibleDescription("Needs the operator role.");
  await slider(vera).focus();
  await vera.keyboard.press("End");
  await expect(slider(vera)).toHaveValue("50");
  await expect(rollbackButton(vera)).toHaveAccessibleDescription("Needs the operator role.");
  // What is disabled takes no click of a careful tool; a finger presses all the same.
  await rollbackButton(vera).click({ force: true });
  await expect(vera.getByRole("region", { name: "Rollback", exact: true })).toHaveCount(0);
  expect(await refusals(vera, server.url)).toEqual([403, 403, 403, 403]);
  expect(await weights()).toEqual({ blue: 50, green: 50 });
  await expectUsable(vera, "Releases for a viewer");

  await page.getByRole("button", { name: "Change Vera" }).click();
  await page
    .getByRole("row")
    .filter({ hasText: "Save role" })
    .getByRole("radio", { name: "Operator" })
    .check();
  await page.getByRole("button", { name: "Save role and titles" }).click();
  await expect(lineOf(page, "vera@example.org")).toContainText("Operator");
  await expect(slider(vera)).not.toHaveAttribute("aria-disabled", "true");
  await vera.setViewportSize(WIDE);
  await rollbackButton(vera).click();
  await expect.poll(weights).toEqual({ blue: 100, green: 0 });
});

/** What the server answers to what the controls of an operator and of an administrator would send. */
async function refusals(page: Page, url: string): Promise<number[]> {
  const seen = await page.request.get(`${url}/api/traffic`);
  const headers = { "if-match": seen.headers().etag ?? "" };
  const answers = [
    await page.request.put(`${url}/api/traffic`, { headers, data: { green: 100, reason: "mine" } }),
    await page.request.post(`${url}/api/rollback`, { data: {} }),
    await page.request.get(`${url}/api/users`),
    await page.request.post(`${url}/api/keys`, { data: { name: "mine", scope: "admin" } }),
  ];
  return answers.map((answer) => answer.status());
}

test("the last administrator stays one, and is told why", async ({ page, server }) => {
  await opened(page, `${server.url}/settings/users`);
  await page.getByRole("button", { name: /^Change/ }).click();
  await expect(page.getByText("This is you")).toBeVisible();
  await page.getByRole("row").filter({ hasText: "Save role" }).getByRole("radio", { name: "Viewer" }).check();
  await page.getByRole("button", { name: "Save role and titles" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("the last administrator");
  await expect(lineOf(page, ADMIN.email)).toContainText("Administrator");
  await expectUsable(page, "Users, with one's own unfolded and a refusal");
});

test("who is disabled is out at once, and cannot come back until enabled", async ({
  page,
  browser,
  server,
}) => {
  await opened(page, `${server.url}/settings/users`);
  const link = await invited(page, "Vera");
  const vera = await welcomed(browser, link);
  await opened(vera, `${server.url}/usage`);

  await page.getByRole("button", { name: "Change Vera" }).click();
  await expect(page.getByText("May not sign in any more, and 1 session ends at once.")).toBeVisible();
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(vera.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  const again = () =>
    vera.request.post(`${server.url}/api/auth/sign-in/email`, {
      data: VERA,
    });
  expect((await again()).status()).toBe(401);
  await page.getByRole("button", { name: "Enable" }).click();
  await expect(lineOf(page, "vera@example.org")).toContainText("active");
  expect((await again()).status()).toBe(200);
});

test("a key is shown once, works as its scope says, and ends when it is revoked", async ({
  page,
  server,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(page, `${server.url}/settings/keys`);
  await expect(page.getByText("GREENLIGHT_API_KEY is set")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("grafana");
  await page.getByRole("radio", { name: "read" }).check();
  await page.getByRole("button", { name: "Make key" }).click();
  const made = page.getByRole("region", { name: "Key “grafana”" });
  await made.getByRole("button", { name: "Copy the key" }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^gl_[\w-]{43}$/);
  await expect(made.locator("code").nth(1)).toContainText(key);
  await expectUsable(page, "Keys, with a new one");
  await page.setViewportSize(WIDE);

  const asked = async (path: string) =>
    (await fetch(`${server.url}${path}`, { headers: bearing(key) })).status;
  expect([await asked("/api/summary"), await asked("/api/users")]).toEqual([200, 403]);
  await made.getByRole("button", { name: "I have it" }).click();
  expect(await page.content()).not.toContain(key);
  await page.reload();
  await live(page);
  expect(await page.content()).not.toContain(key);

  await page.getByRole("button", { name: "Revoke grafana" }).click();
  await expect(page.getByText(`Whatever sends ${key.slice(0, 9)}… is refused`)).toBeVisible();
  await page.getByRole("button", { name: "Keep it" }).click();
  expect(await asked("/api/summary")).toBe(200);
  await page.getByRole("button", { name: "Revoke grafana" }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await expect(lineOf(page, "grafana")).toContainText("revoked");
  expect(await asked("/api/summary")).toBe(401);
});

test("the pages of access can be used by everybody", async ({ page, browser, server }) => {
  await opened(page, `${server.url}/settings/users`);
  const link = await invited(page, "Vera");
  await page.getByRole("button", { name: "Change Vera" }).click();
  await expectUsable(page, "Users, with a link and one unfolded");
  await page.setViewportSize(WIDE);
  await page.goto(`${server.url}/account`);
  await expectUsable(page, "Account");

  const guest = await visitor(browser);
  for (const path of ["/sign-in?why=ended", link.replace(server.url, ""), "/welcome?token=none"]) {
    await guest.goto(`${server.url}${path}`);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expectUsable(guest, path.replace(/token=.*/, ""));
  }
});

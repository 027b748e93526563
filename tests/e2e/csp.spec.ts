import type { Page } from "@playwright/test";
import { bearing } from "@/tests/support/access";
import { expect, pushAll, test } from "./stage";

declare global {
  interface Window {
    violations: string[];
  }
}

/** Everything that a page of this context is refused by its policy, from its first byte on. */
async function watched(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  return () => page.evaluate(() => window.violations);
}

const PAGES = [
  ..."/ /usage /articles /executions /health /quality /releases /audit /settings".split(" "),
  ..."/settings/users /settings/keys /account /sign-in /welcome?token=none /nothing /articles/nothing".split(
    " ",
  ),
] as const;

const LOOKS = [
  { colorScheme: "light", media: "screen" },
  { colorScheme: "dark", media: "screen" },
  { colorScheme: "light", media: "print" },
] as const;

test("no page asks for anything that its policy refuses: light, dark, and on paper", async ({
  page,
  server,
  push,
}) => {
  await pushAll(push);
  const { articles } = await (
    await fetch(`${server.url}/api/articles?range=all`, { headers: bearing() })
  ).json();
  const violations = await watched(page);
  for (const path of [...PAGES, `/articles/${articles[0].id}`]) {
    await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}range=all`);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    for (const look of LOOKS) {
      await page.emulateMedia(look);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
    expect(await violations(), path).toEqual([]);
  }
});

test("charts are drawn under the policy, also those that come later, and pages reached by links", async ({
  page,
  server,
  push,
}) => {
  await pushAll(push);
  const violations = await watched(page);
  await page.goto(`${server.url}/usage?range=all`);
  await expect(page.locator("svg.recharts-surface").first()).toBeVisible();
  await page.locator("svg.recharts-surface").first().hover();
  for (const name of ["Quality", "Health", "Articles"]) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
  expect(await violations()).toEqual([]);
});

test("a page that fails on our side keeps to its policy, too", async ({ context, server }) => {
  const page = await context.newPage(); // where the failure may be said on the console
  const violations = await watched(page);
  await page.route("**/api/**", (route) => route.abort());
  await page.goto(`${server.url}/usage`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await violations()).toEqual([]);
});

const WRITTEN = `
  <script>window.violations.push("it ran")</script>
  <script src="/icon.svg"></script>
  <img src="data:," onerror="window.violations.push('it ran')">
  <style>p { color: red }</style>
  <object data="/icon.svg"></object>
  <iframe src="/"></iframe>
  <base href="http://evil.example/">`;

test("what somebody got written into a page does not run, and is seen by this test", async ({
  context,
  server,
}) => {
  const page = await context.newPage();
  const violations = await watched(page);
  await page.route(`${server.url}/sign-in`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("</body>", `${WRITTEN}</body>`) });
  });
  await context.clearCookies();
  await page.goto(`${server.url}/sign-in`);
  const told = async () => new Set((await violations()).map((words) => words.split(":")[0]));
  await expect
    .poll(told)
    .toEqual(new Set(["base-uri", "object-src", "script-src-attr", "script-src-elem", "style-src-elem"]));
});

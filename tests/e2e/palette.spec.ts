import type { Page } from "@playwright/test";
import { ask } from "@/tests/support/http";
import { PASSWORD, person } from "@/tests/support/people";
import { planned } from "./release-stage";
import { expectAccessible, expectUsable, opened, PHONE, pushAll, signIn, WIDE } from "./stage";
import { expect, panel, ready, test } from "./traffic-stage";

const palette = (page: Page) => page.getByRole("dialog", { name: /^Search/ });
const field = (page: Page) => palette(page).getByRole("combobox", { name: "Search" });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });
const selected = (page: Page) => palette(page).getByRole("option", { selected: true });

test("it opens by key from anywhere, leads to a page, and remembers it", async ({ page, server }) => {
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await opened(page, `${server.url}/?range=7d`);
  const before = scripts.length;
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  expect(scripts.slice(before).filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
  await expect(selected(page)).toHaveText("Overview");
  await field(page).pressSequentially("usa");
  await expect(selected(page)).toHaveText("Usage");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  await expect(page).toHaveURL(/\/usage\?range=7d$/);
  await expect(palette(page)).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(palette(page).getByRole("group", { name: "Recent" }).getByRole("option")).toHaveText([
    "Usage",
  ]);
});

test("it finds articles, runs and releases, and leads to what was chosen", async ({ page, server, push }) => {
  await pushAll(push);
  await planned(server.url, { version: "sprint-16" });
  const [article] = (await ask(`${server.url}/api/articles?range=all`)).body.articles;
  const [run] = (await ask(`${server.url}/api/executions?range=all`)).body.executions;
  await opened(page, server.url);
  await page.getByRole("button", { name: "Search" }).click();
  await field(page).fill("sprint-16");
  await expect(option(page, /^sprint-16/)).toBeVisible();
  await expect(palette(page).getByRole("status")).toContainText("result");
  await field(page).fill(run.execution_id);
  await expect(palette(page).getByRole("group", { name: "Executions" })).toContainText(run.execution_id);
  await field(page).fill("qqxyzzy");
  await expect(palette(page).getByRole("status")).toContainText("Nothing has that in its name");
  await field(page).fill(article.topic.toUpperCase());
  await option(page, new RegExp(article.topic.slice(0, 12)))
    .first()
    .click();
  await expect(page).toHaveURL(/\/(articles|executions)\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(article.topic);
});

test("arrows choose, round at the ends; Escape gives the focus back", async ({ page, server }) => {
  await opened(page, server.url);
  const button = page.getByRole("button", { name: "Search" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(selected(page)).toHaveText("Overview");
  await page.keyboard.press("ArrowDown");
  await expect(selected(page)).toHaveText("Usage");
  expect(await field(page).getAttribute("aria-activedescendant")).toBe(
    await selected(page).getAttribute("id"),
  );
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(selected(page)).toHaveText(/^Colours: dark/);
  await page.keyboard.press("Escape");
  await expect(palette(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toHaveCount(0);
});

test("it presses the one button that rolls back, and switches colours", async ({
  page,
  server,
  weights,
  moved,
}) => {
  await moved(50, "on trial");
  await opened(page, server.url);
  await ready(page);
  await page.keyboard.press("Control+k");
  await field(page).fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Dark", exact: true }).first()).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("Control+k");
  await field(page).fill("roll");
  await expect(selected(page)).toContainText("Roll back to blue · sprint-14");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
});

test("a way back that is not known good is asked about first, here too", async ({
  page,
  server,
  places,
  weights,
  moved,
}) => {
  places.blue.sick = true;
  await moved(50, "on trial");
  await opened(page, server.url);
  await expect(page.getByText(/not known good: blue answered 503/)).toBeVisible();
  await page.keyboard.press("Control+k");
  await field(page).fill("roll back");
  await expect(selected(page)).toContainText("not known good");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByText(/not known good: blue answered 503/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 50, green: 50 });
});

test("it can be used by everybody", async ({ page, server, push }) => {
  await pushAll(push);
  await page.setViewportSize(WIDE);
  await opened(page, server.url);
  await page.keyboard.press("Control+k");
  await expect(selected(page)).toBeVisible();
  await expectAccessible(page);
  await field(page).fill("a");
  await expect(palette(page).getByRole("status")).toContainText("results");
  await expectUsable(page, "what it found");
  await field(page).fill("zzz");
  await expect(palette(page).getByRole("status")).toContainText("Nothing");
  await expectAccessible(page);
});

test("on a phone it is in the menu", async ({ page, server }) => {
  await opened(page, server.url);
  await page.setViewportSize(PHONE);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Search" }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Menu" })).toBeFocused();
});

test.describe("a viewer", () => {
  test.use({ signedIn: false });

  test("is told what a viewer may not do, and cannot do it", async ({
    page,
    context,
    server,
    moved,
    weights,
  }) => {
    await person(server.url, "vera@example.org", "viewer");
    await signIn(context, server.url, { email: "vera@example.org", password: PASSWORD });
    await moved(50, "on trial");
    await opened(page, server.url);
    await page.keyboard.press("Control+k");
    await field(page).fill("roll");
    await expect(selected(page)).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeVisible();
    expect(await weights()).toEqual({ blue: 50, green: 50 });
  });
});

import type { Page } from "@playwright/test";
import { ask } from "@/tests/support/http";
import { planned, started, test } from "./release-stage";
import { configured, expect, expectAccessible, expectUsable, pushAll, tile } from "./stage";

const pagesOf = async (page: Page) =>
  (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
const budgetLine = (page: Page) => page.getByRole("region", { name: "Budget of this month" });

test.describe("with a budget", () => {
  test.use({ env: configured("timezone: UTC\nbudget: { monthly_usd: 10 }\n") });

  test("the month's line says what is spent, and follows what comes in", async ({
    page,
    server,
    finished,
  }) => {
    await finished("blue", 4);
    await page.goto(server.url);
    const { body: before } = await ask(`${server.url}/api/budget`);
    await expect(budgetLine(page)).toContainText(`$${before.spent_usd.toFixed(2)} spent in`);
    await expect(budgetLine(page)).toContainText("of $10.00 ✓ within budget");
    await expect(budgetLine(page)).toContainText("no forecast yet");
    await finished("green", 20);
    await expect(budgetLine(page)).toContainText("over budget");
    const { body: after } = await ask(`${server.url}/api/budget`);
    await expect(budgetLine(page)).toContainText(`$${after.spent_usd.toFixed(2)} spent in`);
    await page.goto(`${server.url}/usage`);
    await expect(budgetLine(page)).toContainText("over budget");
    await page.goto(`${server.url}/alerts`);
    await expect(page.getByText("The month's budget", { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
  });
});

test("without a budget there is the forecast, and the line that sets one", async ({
  page,
  server,
  finished,
}) => {
  for (const daysAgo of [5, 4, 3, 2, 1]) await finished("blue", 2, daysAgo);
  await page.goto(server.url);
  await expect(budgetLine(page)).toContainText("No budget is set");
  await expect(budgetLine(page)).toContainText("budget: { monthly_usd: 100 }");
  const { body } = await ask(`${server.url}/api/budget`);
  expect(body.forecast_usd).toBeGreaterThanOrEqual(body.spent_usd);
  await expect(budgetLine(page)).toContainText("forecast $");
});

test("the report has the figures of the Overview, one click from there", async ({ page, server, push }) => {
  await pushAll(push);
  await page.goto(`${server.url}/?range=all`);
  const roi = await tile(page, "ROI multiplier").textContent();
  const spend = await tile(page, "Spend").textContent();
  await page.getByRole("main").getByRole("link", { name: "Report", exact: true }).click();
  await expect(page).toHaveURL(/\/report\?range=all/);
  await expect(
    page.getByText(/^Every dollar spent replaced \$[\d,]+ of human work; \d+ articles at/),
  ).toBeVisible();
  const figure = (name: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator(".text-figure");
  await expect(figure("ROI multiplier")).toHaveText(roi ?? "");
  await expect(figure("Spend")).toHaveText(spend ?? "");
  await expect(page.getByText("No release, and no rollback.")).toBeVisible();
  const href = await page.getByRole("link", { name: "Markdown" }).getAttribute("href");
  const { body: text } = await ask(new URL(href ?? "", server.url).href);
  expect(text).toContain(`| ROI multiplier | ${roi} |`);
  await page.getByRole("link", { name: "Month", exact: true }).click();
  await expect(page).toHaveURL(/range=month/);
  const { body: month } = await ask(`${server.url}/api/report?range=month`);
  await expect(page.getByText(month.headline, { exact: true })).toBeVisible();
});

test("the printed report is one page, whatever the screen looks like", async ({ page, server, push }) => {
  await pushAll(push);
  await page.goto(`${server.url}/report?range=all`);
  await expect(page.getByRole("application").first()).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await pagesOf(page)).toBe(1);
  }
});

test("with more than a sheet has room for, it is still one page", async ({
  page,
  server,
  push,
  finished,
}) => {
  await pushAll(push);
  for (const daysAgo of [9, 8, 7, 3, 2, 1]) await finished("blue", 3, daysAgo);
  // Nine releases that were begun and called off again.
  for (let release = 0; release < 9; release += 1) {
    const id = await started(server, { version: `sprint-15 with a rather long name, take ${release}` });
    await ask(`${server.url}/api/releases/${id}/abort`, {
      ...{ headers: { "content-type": "application/json" }, body: "{}" },
    });
  }
  await page.goto(`${server.url}/report?range=30d`);
  await expect(page.getByText("and 4 more").first()).toBeVisible();
  await expect(page.getByRole("application").first()).toBeVisible();
  expect(await pagesOf(page)).toBe(1);
});

test("the first 24 hours begin with the first share, and can be read by everybody", async ({
  page,
  server,
  finished,
}) => {
  for (const daysAgo of [3, 2, 1]) await finished("blue", 7, daysAgo);
  const draft = await planned(server.url, { version: "sprint-16" });
  await page.goto(`${server.url}/releases/${draft.id}/first-24-hours`);
  await expect(page.getByText("The 24 hours begin with the first share of the traffic")).toBeVisible();
  await expectAccessible(page);
  const id = await started(server);
  await page.goto(`${server.url}/releases/${id}`);
  await page.getByRole("link", { name: "First 24 hours" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "First 24 hours of sprint-15" })).toBeVisible();
  const row = page.getByRole("row", { name: /^Articles/ });
  await expect(row).toContainText("3 a day");
  await finished("green", 5);
  await expect(row).toContainText("n = 5");
  await expect(page.getByRole("region", { name: /^What happened since/ })).toContainText("0 s");
  await expectUsable(page, "the first 24 hours");
});

import type { Page } from "@playwright/test";
import { expect, opened, test } from "./stage";

const line = (topic: string, minute: number): string =>
  JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 4, 1, 0, minute)).toISOString(),
    topic,
    total_cost_usd: minute / 100,
    writer_cost_usd: minute / 100,
    writer_model: "gpt-4o",
  });

const rows = (page: Page) => page.getByRole("table").locator("tbody tr");

const placeOf = async (page: Page, name: string) =>
  (await page.getByRole("link", { name, exact: true }).boundingBox())?.y;

test("a list grows on demand, follows what arrives, and stays where it is read", async ({
  page,
  server,
  push,
}) => {
  await push(
    "article-costs",
    Array.from({ length: 120 }, (_, at) => line(`topic ${at + 1}`, at + 1)).join("\n"),
  );
  await opened(page, `${server.url}/articles?range=all`);
  await expect(rows(page)).toHaveCount(50);
  await expect(rows(page).first()).toContainText("topic 120");

  const more = page.getByRole("button", { name: "Load 50 more" });
  await more.scrollIntoViewIfNeeded();
  const before = await placeOf(page, "topic 75");
  await more.click();
  await expect(rows(page)).toHaveCount(100);
  expect(await placeOf(page, "topic 75")).toBe(before);
  await expect(page.getByText("100 of 120 articles loaded")).toBeVisible();

  await push("article-costs", line("the newest", 500));
  await expect(rows(page).first()).toContainText("the newest");
  await expect(rows(page)).toHaveCount(100);
  expect(await placeOf(page, "topic 75")).toBeCloseTo(before ?? 0, -1);
});

test("what a list is narrowed to and sorted by is in its address, also on the way back", async ({
  page,
  server,
  push,
}) => {
  await push(
    "article-costs",
    Array.from({ length: 60 }, (_, at) => line(`topic ${at + 1}`, at + 1)).join("\n"),
  );
  await opened(page, `${server.url}/articles?range=all`);
  await page.getByRole("searchbox", { name: "Filter articles" }).fill("topic 2");
  await expect(page.getByText("14 of 50 match · looks at the newest 50 of 60")).toBeVisible();
  await page.getByRole("link", { name: "Cost", exact: true }).click();
  await expect(page).toHaveURL(/sort=-cost&q=topic\+2$/);
  await expect(rows(page).first()).toContainText("topic 52");

  await rows(page).first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("topic 52");
  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("topic 2");
  await expect(rows(page).first()).toContainText("topic 52");

  await page.getByRole("searchbox").fill("nowhere");
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(rows(page)).toHaveCount(50);
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixture } from "@/tests/support/fixture";
import { ask } from "@/tests/support/http";
import { expect, following, opened, pushAll, pushRuns, test, tile } from "./stage";

const withOneMore = (text: string): string => {
  const document = JSON.parse(text);
  const [first] = document.executions;
  document.executions.push({
    ...first,
    execution_id: "writer_agent_20260113_101500",
    start_time: "2026-01-13T10:15:00.000001",
    end_time: "2026-01-13T10:15:00.000002",
  });
  document.summary.last_updated = "2026-01-13T10:15:01.000000";
  return JSON.stringify(document);
};

test("the first document fills an open, empty page, and the next one moves its figures", async ({
  page,
  server,
  push,
}) => {
  await page.goto(server.url);
  await expect(page.getByText("Nothing is stored yet")).toBeVisible();
  await expect(page.getByText("/api/ingest/execution-roi")).toBeVisible();
  await push("execution-roi", fixture("execution_roi.3.json"));
  await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
  await expect(tile(page, "Spend")).toHaveText("$0.2773");
  await expect(page.getByText("28 of 28 runs").first()).toBeVisible();
  await expect(page.getByText(/mean of runs 64,473\.8×/)).toBeVisible();
  await push("execution-roi", withOneMore(fixture("execution_roi.3.json")));
  // $4,125 of human work for $0.284775.
  await expect(tile(page, "ROI multiplier")).toHaveText("14,485.1×");
});

test("the figures stand in the page that the server sends", async ({ server, push }) => {
  await push("execution-roi", fixture("execution_roi.3.json"));
  expect((await ask(server.url)).body).toContain("14,335.9×");
});

test("unknown tokens are not zero", async ({ page, server, push }) => {
  await push("execution-roi", fixture("same-run-twice/execution_roi.json"));
  await push("article-costs", fixture("same-run-twice/agent_sdk_costs.jsonl"));
  await page.goto(`${server.url}/?range=all`);
  await expect(tile(page, "ROI multiplier")).toHaveText("102.7×");
  await expect(tile(page, "Tokens")).toHaveText("—");
  await expect(page.getByText(/not reported for 2 of 2 calls/).first()).toBeVisible();
});

test("a figure is the same on tile, chart, table, CSV and API", async ({ page, server, push }) => {
  await pushRuns(push);
  await opened(page, `${server.url}/?range=all`);
  const { body: summary } = await ask(`${server.url}/api/summary?range=all`);
  await expect(
    page.getByRole("region", { name: "Spend", exact: true }).locator(".text-figure"),
  ).toHaveAttribute("title", new RegExp(`${summary.cost_usd}`));
  await page.getByRole("button", { name: /^table · csv of Spend/ }).click();
  const figure = page.getByRole("figure", { name: /^Spend per/ });
  const link = await figure.getByRole("link", { name: "CSV" }).getAttribute("href");
  const { body: csv } = await ask(new URL(link ?? "", server.url).href);
  const [header = "", ...lines]: string[] = csv.trim().split("\n");
  const column = header.split(",").indexOf("cost_usd");
  const total = lines.reduce((sum, line) => sum + Number(line.split(",")[column]), 0);
  expect(total).toBeCloseTo(summary.cost_usd, 6);
  const cells = await figure.getByRole("cell").allTextContents();
  const shown = cells
    .filter((cell) => cell.startsWith("$"))
    .reduce((sum, cell) => sum + Number(cell.replace(/[$,]/g, "")), 0);
  expect(shown).toBeCloseTo(summary.cost_usd, 4);
});

/** $150 of human work for $0.75, now. */
const ofToday = (): string => {
  const now = new Date().toISOString();
  const call = { timestamp: now, agent: "pipeline", model: "gpt-4o", input_tokens: 100, output_tokens: 100 };
  const run = { execution_id: "today", agent: "pipeline", start_time: now, human_cost_equivalent: 150 };
  return JSON.stringify({
    version: "1.0",
    executions: [{ ...run, llm_calls: [{ ...call, cost_usd: 0.75 }] }],
  });
};

test("the view is in the URL: a link shows another person the same, and back goes back", async ({
  page,
  server,
  push,
  context,
}) => {
  await push("execution-roi", fixture("execution_roi.3.json"));
  await push("execution-roi", ofToday());
  await page.goto(server.url);
  await page.getByRole("link", { name: "7 d" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(tile(page, "ROI multiplier")).toHaveText("200.0×");
  await page.getByRole("navigation", { name: "Time range" }).getByRole("link", { name: "All" }).click();
  await expect(tile(page, "Spend")).toHaveText("$1.03");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(tile(other, "Spend")).toHaveText("$1.03");
  await page.goBack();
  await expect(tile(page, "ROI multiplier")).toHaveText("200.0×");
});

test("a live change moves nothing but the figures", async ({ page, server, push }) => {
  await pushAll(push);
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto(`${server.url}/?range=all`);
  await expect(page.getByRole("application").first()).toBeVisible();
  await page.evaluate(() => {
    window.scrollTo(0, 300);
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
      document.documentElement.dataset.shift = String(shift);
    }).observe({ type: "layout-shift", buffered: false });
  });
  await page.getByRole("button", { name: /^table · csv of ROI/ }).focus();
  await push("execution-roi", withOneMore(fixture("execution_roi.3.json")));
  await expect(tile(page, "Spend")).toHaveAttribute("title", /3\.030/);
  expect(await page.evaluate(() => window.scrollY)).toBe(300);
  await expect(page.getByRole("button", { name: /^table · csv of ROI/ })).toBeFocused();
  expect(Number((await page.evaluate(() => document.documentElement.dataset.shift)) ?? 0)).toBeLessThan(0.01);
});

test("when the server goes away a banner says how old the figures are, and they follow again when it is back", async ({
  page,
  server,
  push,
}) => {
  await push("execution-roi", fixture("execution_roi.3.json"));
  await page.goto(`${server.url}/?range=all`);
  await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
  await server.kill9();
  await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeVisible();
  await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
  await server.restart();
  await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeHidden();
  await push("execution-roi", withOneMore(fixture("execution_roi.3.json")));
  await expect(tile(page, "ROI multiplier")).toHaveText("14,485.1×");
});

test.describe("a watched file", () => {
  test.use({ env: following("execution_roi.json") });

  test("that is rewritten is on the page by itself", async ({ page, server, folder }) => {
    const path = join(folder, "execution_roi.json");
    await page.goto(`${server.url}/?range=all`);
    await writeFile(path, fixture("execution_roi.3.json"));
    await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
    await writeFile(path, withOneMore(fixture("execution_roi.3.json")));
    await expect(tile(page, "ROI multiplier")).toHaveText("14,485.1×");
  });
});

test("the printed Overview is one page", async ({ page, server, push }) => {
  await pushAll(push);
  await page.goto(`${server.url}/?range=all`);
  await expect(page.getByRole("application").first()).toBeVisible();
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

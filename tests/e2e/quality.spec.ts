import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { QualityReply } from "@/lib/contract/quality";
import { fixture } from "@/tests/support/fixture";
import { ask } from "@/tests/support/http";
import type { Server } from "@/tests/support/server";
import { expect, following, test, tile } from "./stage";

const METRICS = "agent_metrics.json";

const qualityOf = async (server: Server, search = "range=all"): Promise<QualityReply> =>
  (await ask(`${server.url}/api/quality?${search}`)).body;

/** The real file as it was before its last runs. */
const earlier = (): string => {
  const document = JSON.parse(fixture(METRICS).replaceAll(/\b(?:-?Infinity|NaN)\b/g, "null"));
  return JSON.stringify({ ...document, runs: document.runs.slice(0, 3) });
};

test("the real file fills an open, empty page, and a figure is the same on tile, chart, table, CSV and API", async ({
  page,
  server,
  push,
}) => {
  await page.goto(`${server.url}/quality?range=all`);
  await expect(page.getByText("Nothing was checked yet")).toBeVisible();
  await expect(page.getByText("/api/ingest/agent-metrics")).toBeVisible();
  await push("agent-metrics", earlier());
  await expect(tile(page, "Gate pass rate")).toHaveText("80 %");
  await push("agent-metrics", fixture(METRICS));
  await expect(tile(page, "Gate pass rate")).toHaveText("81.3 %");

  const api = await qualityOf(server);
  expect(api.gate_pass_rate).toBe(52 / 64);
  expect(api.gates[0]).toMatchObject({ name: "editor", passed: 52, failed: 12 });
  await expect(tile(page, "Chart embedding")).toHaveText("85 %");
  await expect(page.getByText("11 of 13 runs").first()).toBeVisible();
  await expect(tile(page, "Draft validation")).toHaveText("46 %");
  await expect(page.getByText("23–71 % at n = 13").first()).toBeVisible();

  const figure = page.getByRole("figure", { name: /^Gate pass rate/ });
  await expect(figure.getByText("52 of 64 gates of 11 runs")).toBeVisible();
  await expect(figure.getByRole("application")).toBeVisible();
  await figure.getByRole("button", { name: /^table · csv/ }).click();
  const basis = await figure.getByRole("cell", { name: /gates?$/ }).allTextContents();
  const parts = basis.map((text) => /(\d+) of (\d+)/.exec(text)?.slice(1).map(Number) ?? []);
  expect(parts.reduce((sum, [passed = 0]) => sum + passed, 0)).toBe(52);
  expect(parts.reduce((sum, [, checked = 0]) => sum + checked, 0)).toBe(64);

  const link = await figure.getByRole("link", { name: "CSV" }).getAttribute("href");
  const { body: csv } = await ask(new URL(link ?? "", server.url).href);
  const [header = "", ...lines]: string[] = csv.trim().split("\n");
  const sum = (column: string) =>
    lines.reduce((total, line) => total + Number(line.split(",")[header.split(",").indexOf(column)]), 0);
  expect([sum("gates_passed"), sum("gates_failed")]).toEqual([52, 12]);

  const row = page.getByRole("row", { name: /^Editor gates/ });
  await expect(row.getByRole("cell").filter({ hasText: /^52$/ })).toBeVisible();
  await expect(row.getByRole("cell").filter({ hasText: /^12$/ })).toBeVisible();
});

test("the figures stand in the page that the server sends, are those of the Overview, and name what was refused", async ({
  page,
  server,
  push,
}) => {
  await push("agent-metrics", fixture(METRICS));
  await push("agent-metrics", fixture(METRICS));
  const sent = await ask(`${server.url}/quality?range=all`);
  expect(sent.body).toContain("81.3\u00a0%");
  for (const path of ["/", "/quality"]) {
    await page.goto(`${server.url}${path}?range=all`);
    const gate = page.getByRole("region", { name: "Gate pass rate", exact: true });
    await expect(gate.locator(".text-figure")).toHaveText("81.3 %");
    await expect(gate).toContainText("▼ below goal 87 %, above review 80 %");
    await expect(gate).toContainText("52 of 64 gates");
    const figure = page.getByRole("figure", { name: /^Gate pass rate/ });
    await expect(figure.getByText("52 of 64 gates of 11 runs")).toBeVisible();
  }
  const rejected = page.getByRole("region", { name: /left out of the rates/ });
  await expect(rejected.getByRole("heading")).toContainText("2 figures");
  for (const run of [3, 4])
    await expect(
      rejected.getByText(`runs[${run}].agents.editor_agent.gates_failed`, { exact: true }),
    ).toBeVisible();
});

test.describe("a watched file", () => {
  test.use({ env: following(METRICS) });

  test("that grows moves the open page", async ({ page, server, folder }) => {
    const path = join(folder, METRICS);
    await writeFile(path, earlier());
    await page.goto(`${server.url}/quality?range=all`);
    await expect(tile(page, "Gate pass rate")).toHaveText("80 %");
    await writeFile(`${path}.new`, fixture(METRICS));
    await rename(`${path}.new`, path);
    await expect(tile(page, "Gate pass rate")).toHaveText("81.3 %");
    await expect(page.getByText(path).first()).toBeVisible();
    expect(await qualityOf(server)).toMatchObject({ gate_pass_rate: 52 / 64 });
  });
});

test("evaluations and articles that failed are listed with why, and each is led to", async ({
  page,
  server,
  push,
}) => {
  await push("agent-metrics", fixture(METRICS));
  await push("article-evals", fixture("article_evals.json"));
  await push(
    "article-costs",
    JSON.stringify({
      timestamp: "2026-04-20T10:00:00Z",
      topic: "Refused",
      total_cost_usd: 1,
      publication_validator_passed: false,
      editorial_score: 61,
    }),
  );
  await page.goto(`${server.url}/quality?range=all`);
  await expect(tile(page, "Evaluation score")).toHaveText("52.8 %");
  await expect(tile(page, "Editorial score")).toHaveText("61.0 %");
  const list = page.getByRole("region", { name: /^What failed and why/ });
  const all = await list.getByRole("listitem").count();
  await list.getByRole("link", { name: /^Evaluations/ }).click();
  await expect(page).toHaveURL(/by=evaluation/);
  await expect.poll(() => list.locator("li[id]").count()).toBeLessThan(all);

  // Unfolded by keyboard, with every reason; its link unfolds it for somebody else.
  const first = list.locator("li[id]").first();
  await first.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(first.getByRole("listitem").first()).toBeVisible();
  const anchor = await first.getAttribute("id");
  await page.goto(`${server.url}/quality?range=all#${anchor}`);
  await expect(page.locator(`[id="${anchor}"] details`)).toHaveAttribute("open", "");

  await page.getByRole("link", { name: "Refused" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Refused" })).toBeVisible();
});

test("what is folded out stays so while figures change, and nothing else moves", async ({
  page,
  server,
  push,
}) => {
  await push("agent-metrics", earlier());
  await page.goto(`${server.url}/quality?range=all`);
  const run = page.getByRole("region", { name: /^What failed and why/ }).locator("li[id]");
  const last = page.locator(`[id="${await run.last().getAttribute("id")}"]`);
  await last.locator("summary").click();
  await expect(last.getByRole("listitem").first()).toBeVisible();
  await push("agent-metrics", fixture(METRICS));
  await expect(tile(page, "Gate pass rate")).toHaveText("81.3 %");
  await expect(last.getByRole("listitem").first()).toBeVisible();
  await expect(last.locator("summary")).toBeFocused();
});

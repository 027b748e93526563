import { randomUUID } from "node:crypto";
import { appendFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { fixture } from "@/tests/support/fixture";
import { ask } from "@/tests/support/http";
import { configured, expect, expectUsable, live, opened, test } from "./stage";

const card = (page: Page, anchor: string) => page.locator(`li[id="${anchor}"]`);
const whole = (page: Page) => page.getByRole("region", { name: "State of the whole" });
const errorRows = (page: Page) =>
  page.getByRole("region", { name: "Errors, grouped by what is the same" }).locator("tbody tr");

/** A page that is still the one that was loaded has what it was given. */
const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute("data-marked", "yes"));
const expectMarked = (page: Page) => expect(page.locator("html[data-marked=yes]")).toHaveCount(1);

const logLine = (level: string, message: string): string =>
  `${new Date().toISOString().slice(0, 19).replace("T", " ")},123 - agents.writer - ${level} - ${message}\n`;

const TRACEBACK = `Traceback (most recent call last):
  File "/srv/agents/writer.py", line 212, in run
    draft = self.client.complete(prompt)
openai.APITimeoutError: Request timed out.
`;

let checks: NodeJS.Timeout | undefined;
test.afterEach(() => clearInterval(checks));

/** A health check that goes on, as a pipeline's does: what it finds is told again and again, so that it never is overdue. */
function checking(path: string) {
  const write = async (facts: object) => {
    const told = { component: "rag", timestamp: new Date().toISOString(), ...facts };
    // A name of its own each time: one that is still being written must not take the next one's.
    const fresh = `${path}.${randomUUID()}`;
    await writeFile(fresh, JSON.stringify(told));
    await rename(fresh, path);
  };
  return {
    finds: async (facts: object) => {
      clearInterval(checks);
      await write(facts);
      checks = setInterval(() => void write(facts).catch(() => {}), 500);
    },
  };
}

test.describe("a pipeline that is watched", () => {
  const settings = [
    "timezone: UTC",
    "sources:",
    "  - { kind: log, path: production.log }",
    "probes:",
    "  - { name: rag, kind: file, path: rag.json, interval: 1s, timeout: 1s }",
  ];
  test.use({ env: configured(settings.join("\n")) });

  test("is on the open page as its check changes, without a reload", async ({ page, server, folder }) => {
    const { finds } = checking(join(folder, "rag.json"));
    await page.goto(`${server.url}/health`);
    await mark(page);
    await expect(card(page, "rag")).toContainText("file probe every 1 s");
    await finds({ status: "healthy", available: true, latency_ms: 168 });
    await expect(card(page, "rag")).toContainText("✓ Healthy");
    await finds({ status: "healthy", available: true, latency_ms: 640 });
    await expect(card(page, "rag")).toContainText("Degraded");
    await expect(card(page, "rag")).toContainText("above limit 500 ms");
    await finds({ status: "unhealthy", available: false, error: "chromadb refused" });
    await expect(card(page, "rag")).toContainText("chromadb refused");
    await expect(whole(page)).toContainText("Unhealthy");
    await finds({ status: "healthy", available: true, latency_ms: 150 });
    await expect(card(page, "rag")).toContainText("✓ Healthy");
    await expect(card(page, "rag")).toContainText(/Last error .* ago: chromadb refused/);
    await expectMarked(page);
  });

  test("that logs an error shows it on the open page, counted by what is the same", async ({
    page,
    server,
    folder,
  }) => {
    const log = join(folder, "production.log");
    await writeFile(log, logLine("INFO", "started"));
    await page.goto(`${server.url}/health`);
    await mark(page);
    await appendFile(log, logLine("ERROR", "Article 17 failed: openai.APITimeoutError") + TRACEBACK);
    await expect(errorRows(page)).toHaveCount(1);
    await expect(errorRows(page).first()).toContainText("Article 17 failed: openai.APITimeoutError");
    await expect(errorRows(page).first()).toContainText("LLM API, timeout");
    await page.getByText("Traceback of the newest").click();
    await expect(page.getByText('File "/srv/agents/writer.py", line 212')).toBeVisible();
    await appendFile(log, logLine("ERROR", "Article 18 failed: openai.APITimeoutError"));
    await expect(errorRows(page).first()).toContainText("Article 18");
    await expect(errorRows(page)).toHaveCount(1);
    await expect(errorRows(page).getByRole("cell").nth(1)).toHaveText("2");
    await expectMarked(page);
  });
});

test("one address speaks JSON to a machine and shows the page to a person", async ({
  page,
  server,
  push,
}) => {
  await push("health", fixture("health.json"));
  const machine = await fetch(`${server.url}/health`, { headers: { accept: "application/json" } });
  expect(machine.status).toBe(503);
  expect(await machine.json()).toMatchObject({ status: "unhealthy", version: "sprint-15" });
  const sent = await ask(`${server.url}/health`, { headers: { accept: "text/html" } });
  expect(sent.body).toContain("0/4 critical dependencies available");
  await page.goto(`${server.url}/health`);
  await expect(whole(page)).toContainText("Unhealthy");
  await expect(whole(page)).toContainText("4 of 6 components not healthy");
  await expect(card(page, "flow")).toContainText("WORKFLOW_SEQUENCE");
  await expect(card(page, "dependencies")).toContainText("0/4 critical dependencies available");
});

test("a component is unfolded by keyboard, its history is in the address, and others can lead to it", async ({
  page,
  server,
  push,
}) => {
  await push("health", fixture("health.json"));
  await opened(page, `${server.url}/health#rag`);
  await expect(card(page, "rag")).toBeInViewport();
  const button = card(page, "rag").getByRole("button");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/open=rag/);
  await expect(button).toBeFocused();
  const history = page.getByRole("region", { name: "History of rag" });
  await expect(history).toContainText("Editor without RAG");
  await expect(history).toContainText("Degraded");
  await expect(history.getByRole("region", { name: "Availability of rag by day" })).toBeVisible();
  await page.reload();
  await live(page);
  await expect(history).toContainText("Editor without RAG");
  await card(page, "rag").getByRole("button").press("Enter");
  await expect(history).toBeHidden();
  await page.goBack();
  await expect(history).toBeVisible();
});

test("a live change moves nothing but the figures", async ({ page, server, push }) => {
  await push("health", fixture("health.json"));
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto(`${server.url}/health`);
  await expect(card(page, "rag")).toContainText("Degraded");
  const button = card(page, "roi").getByRole("button");
  await button.focus();
  await page.evaluate(() => {
    window.scrollTo(0, 250);
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
      document.documentElement.dataset.shift = String(shift);
    }).observe({ type: "layout-shift", buffered: false });
  });
  await push("health", JSON.stringify({ component: "roi", status: "degraded", fallback: "By hand" }));
  await expect(card(page, "roi")).toContainText("By hand");
  expect(await page.evaluate(() => window.scrollY)).toBe(250);
  await expect(button).toBeFocused();
  expect(Number((await page.evaluate(() => document.documentElement.dataset.shift)) ?? 0)).toBeLessThan(0.01);
});

test("whatever components and errors are called, the page can be used by everybody", async ({
  page,
  server,
  push,
}) => {
  const long = "a_name_without_any_break_".repeat(7);
  for (const component of [long, '<img src=x onerror="alert(1)">', "\u202Egnirts", "two words", "content"])
    await push(
      "health",
      JSON.stringify({
        component,
        status: "degraded",
        fallback: long,
        error: "x".repeat(600),
        deep: [{ long }],
      }),
    );
  const now = new Date().toISOString();
  const message = `<script>alert(1)</script> ${"y".repeat(3000)}`;
  await push(
    "errors",
    JSON.stringify({ timestamp: now, class: "other", message, component: long, job: long }),
  );
  await push("latency", JSON.stringify({ timestamp: now, name: long, value_ms: 90_000 }));
  await push("resources", JSON.stringify({ timestamp: now, memory_bytes: 1.6e9, cpu_cores: 4.5 }));
  await page.goto(`${server.url}/health?open=two-words`);
  await expect(page.getByRole("region", { name: "History of two words" })).toBeVisible();
  await expect(page.getByText("above 1.5 GB, of 2 GB")).toBeVisible();
  await expectUsable(page, "Health");
  expect(await page.locator("main img, main script").count()).toBe(0);
});

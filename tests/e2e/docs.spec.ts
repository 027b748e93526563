import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { ask } from "@/tests/support/http";
import { started, test } from "./release-stage";
import { expectUsable, opened, PHONE, WIDE } from "./stage";
import { expect } from "./traffic-stage";

const field = (page: Page) => page.getByRole("searchbox", { name: "Search the documents" });
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

test("a firing alert and an error lead to what to do about them", async ({ page, server, failed }) => {
  await failed("green", 3);
  await opened(page, `${server.url}/alerts`);
  const row = page.locator('[data-alert="api-error-rate/green"]');
  await row.getByRole("link", { name: "What to do: runbook" }).click();
  await expect(page).toHaveURL(/\/docs\/runbook#api-error-rate$/);
  await expect(page.getByRole("heading", { level: 3, name: "api-error-rate" })).toBeInViewport();
  await page.goto(`${server.url}/health`);
  await page.getByRole("link", { name: "LLM API, timeout" }).first().click();
  await expect(page).toHaveURL(/\/docs\/incident-response#llm-api$/);
  await expect(page.getByRole("heading", { level: 3, name: "LLM API" })).toBeInViewport();
});

test("documents are found while one types, by keyboard alone, and their links stay in the interface", async ({
  page,
  server,
}) => {
  await opened(page, `${server.url}/docs`);
  await expect(page.getByRole("region", { name: "When something is wrong" })).toContainText(
    "Incident response",
  );
  await field(page).focus();
  await page.keyboard.type("haproxy gon");
  await expect(page).toHaveURL(/\/docs\?q=haproxy%20gon$/);
  const found = page.getByRole("region", { name: "Found in the documents" });
  await expect(found.getByRole("link").first()).toHaveText("Runbook › HAProxy is gone");
  await expect(
    found
      .locator("mark")
      .filter({ hasText: /haproxy/i })
      .first(),
  ).toBeVisible();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(found.getByRole("link").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(title(page, "Runbook")).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "HAProxy is gone" })).toBeInViewport();
  await page.getByRole("main").getByRole("link", { name: "incident response" }).first().click();
  await expect(title(page, "Incident response")).toBeVisible();
  await page.getByRole("link", { name: "← Docs" }).click();
  await expect(title(page, "Docs")).toBeVisible();
  await field(page).fill("budget");
  await expect(found.getByRole("link").first()).toContainText(/budget/i);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Docs" }).click();
  await expect(page).toHaveURL(/\/docs$/);
  await expect(field(page)).toHaveValue("");
  await expect(page.getByRole("region", { name: "Reference" })).toBeVisible();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("documents are read and searched as well", async ({ page, server }) => {
    await page.goto(`${server.url}/docs`);
    await field(page).fill("post mortem");
    await field(page).press("Enter");
    await expect(page).toHaveURL(/\/docs\?q=post\+mortem$/);
    await page.getByRole("link", { name: "Post-mortem", exact: true }).first().click();
    await expect(title(page, "Post-mortem")).toBeVisible();
    await expect(page.getByRole("main")).toContainText("{{rule}}");
  });
});

test("messages are filled for the release under way, and what is held leads to its section", async ({
  page,
  context,
  server,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await started(server);
  await expect.poll(async () => (await ask(`${server.url}/api/releases/${id}`)).body.state).toBe("observing");
  await opened(page, `${server.url}/docs/communication-plan`);
  await expect(
    page.getByText("The messages are filled for sprint-15 on green, as it stands now."),
  ).toBeVisible();
  const message = page.getByRole("figure", { name: /^Where it stands/ });
  await expect(message).toContainText("sprint-15 on green: observing, with 50 % of new articles.");
  await expect(message).toContainText("not known yet each");
  await message.getByRole("button", { name: /^Copy/ }).click();
  await expect(message.getByRole("button", { name: /^Copied/ })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    "sprint-15 on green: observing",
  );
  expect((await page.goto(`${server.url}/docs/communication-plan?release=none`))?.status()).toBe(404);

  await opened(page, `${server.url}/releases/${id}`);
  await page.getByRole("main").getByRole("button", { name: "Pause" }).click();
  await page
    .getByRole("region", { name: "Why it is held" })
    .getByRole("link", { name: "What to do, step by step" })
    .click();
  await expect(page).toHaveURL(/\/docs\/runbook#held-manual$/);
});

test("a rollback's report leads to its post-mortem, which can be saved; the template has none of it", async ({
  page,
  server,
  failed,
}) => {
  const id = await started(server);
  await expect.poll(async () => (await ask(`${server.url}/api/releases/${id}`)).body.state).toBe("observing");
  await failed("green", 3);
  const report = async () => (await ask(`${server.url}/api/releases/${id}`)).body.report;
  await expect.poll(report).not.toBeNull();
  await page.goto(`${server.url}/releases/rollbacks/${await report()}`);
  await page.getByRole("link", { name: "Post-mortem, pre-filled" }).click();
  await expect(title(page, "Post-mortem")).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("Greenlight, by itself");
  await expect(main).toContainText(/3 of the last 3 jobs failed.*3 of n = 3 bad/);
  await expect(main).not.toContainText("{{");
  await expectUsable(page, "a post-mortem that is filled");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as Markdown" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe(`post-mortem-${await report()}.md`);
  expect(await readFile(await saved.path(), "utf8")).toMatch(
    /^# Post-mortem\n.*3 of the last 3 jobs failed/s,
  );
  await page.goto(`${server.url}/docs/post-mortem`);
  await expect(main).toContainText("{{rule}}");
  expect((await page.goto(`${server.url}/docs/post-mortem?report=none`))?.status()).toBe(404);
});

test("every document can be read by everybody", async ({ page, server }) => {
  for (const path of ["/docs?q=rollback", "/docs/incident-response", "/docs/api", "/docs/decisions"]) {
    await page.setViewportSize(WIDE);
    await page.goto(`${server.url}${path}`);
    await expectUsable(page, path);
  }
  await page.setViewportSize(PHONE);
  await page.goto(`${server.url}/docs/runbook`);
  await page.getByText("On this page", { exact: true }).filter({ visible: true }).click();
  await page
    .getByRole("navigation", { name: "On this page" })
    .getByRole("link", { name: "Undo a rollback" })
    .click();
  await expect(page.getByRole("heading", { level: 2, name: "Undo a rollback" })).toBeInViewport();
});

test("a document on paper is the document alone", async ({ page, server }) => {
  await opened(page, `${server.url}/docs/incident-response`);
  await page.emulateMedia({ media: "print" });
  await expect(title(page, "Incident response")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Copy/ }).first()).toBeHidden();
  await expect(page.getByRole("navigation", { name: "On this page" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "← Docs" })).toBeHidden();
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(9);
});

test("what is no document is not found", async ({ page, server }) => {
  for (const path of [
    "/docs/none",
    "/docs/..%2fREADME",
    "/docs/templates/pre-deployment",
    "/docs/runbook.md",
  ]) {
    const answer = await page.request.get(`${server.url}${path}`);
    expect([400, 404], path).toContain(answer.status());
  }
});

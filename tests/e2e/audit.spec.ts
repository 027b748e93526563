import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import { ADMIN } from "@/tests/support/access";
import { ask } from "@/tests/support/http";
import { configured, expect, expectUsable, live, opened, test, WIDE } from "./stage";
import { shifted } from "./traffic-stage";

const events = (page: Page) =>
  page.getByRole("list", { name: "Events, newest first" }).locator(":scope > li");

test.describe("with a configuration", () => {
  test.use({ env: configured("timezone: Europe/London\n") });

  test("an edit of it, good or bad, appears in the open page, with what is wrong with it", async ({
    page,
    server,
    folder,
  }) => {
    const config = join(folder, "greenlight.yaml");
    await page.goto(`${server.url}/audit`);
    await expect(page.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();
    await page.evaluate(() => Reflect.set(window, "opened", true));
    await writeFile(config, "timezone: Asia/Kolkata\n");
    await expect(page.getByText("Settings changed")).toBeVisible();
    await writeFile(config, "timezone: Nowhere/Land\n");
    await expect(events(page).first()).toContainText("Settings not taken: the edit has mistakes");
    await expect(events(page).first()).toContainText(
      /greenlight\.yaml:1:\d+ timezone: found "Nowhere\/Land"/,
    );
    expect(await page.evaluate(() => Reflect.get(window, "opened"))).toBe(true);
  });
});

test("what happened to the traffic is told in words, and can be narrowed, by link, and unfolded", async ({
  page,
  server,
}) => {
  await shifted(server, 50, "sprint 15 looks good");
  const tag = (await ask(`${server.url}/api/traffic`)).headers.etag;
  const own = await page.request.put(`${server.url}/api/traffic`, {
    data: { green: 20, reason: "slower after all" },
    headers: { "if-match": String(tag) },
  });
  expect(own.status(), await own.text()).toBe(200);
  await opened(page, `${server.url}/audit`);
  const wanted = events(page).filter({ hasText: "sprint 15 looks good" }).last();
  await expect(wanted).toContainText(/Traffic: shift to 50\s%\sgreen wanted/);
  await expect(wanted).toContainText(/blue 100\s% · green 0\s%.*blue 50\s% · green 50\s%/);

  await page.getByRole("searchbox", { name: "Words in subject or reason" }).fill("slower");
  await expect(events(page)).toHaveCount(2);
  await page.getByRole("combobox", { name: "Action" }).selectOption({ label: "Traffic" });
  await expect(page).toHaveURL(/\?by=traffic&q=slower$/);
  const actor = page.getByRole("combobox", { name: "Actor" });
  await expect(actor.getByRole("option", { name: "key:bootstrap" })).toHaveCount(1);
  await actor.selectOption(ADMIN.email);
  await expect(page).toHaveURL(/\?by=traffic&actor=ana(@|%40)example.org&q=slower$/);
  await page.reload();
  await live(page);
  await expect(events(page)).toHaveCount(2);
  await expect(actor).toHaveValue(ADMIN.email);

  await events(page).first().getByText("Raw").click();
  await expect(page.getByText('"action": "traffic.shift.confirmed"')).toBeVisible();
  const href = await page.getByRole("link", { name: /^CSV/ }).getAttribute("href");
  const { body: csv } = await ask(new URL(href ?? "", server.url).href);
  expect(csv.trim().split("\n")).toHaveLength(3);

  await page.getByRole("searchbox").fill("nowhere");
  await page.getByRole("link", { name: "Show all", exact: true }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(events(page).first()).toBeVisible();
});

test("the log grows on demand until it is all there, each event once", async ({ page, server, folder }) => {
  append(folder, 130, (index) => ({ subject: `event-${index}` }));
  await opened(page, `${server.url}/audit?by=test`);
  await expect(events(page)).toHaveCount(50);
  await page.getByRole("button", { name: "Load 50 more" }).click();
  await expect(events(page)).toHaveCount(100);
  await page.getByRole("button", { name: "Load 30 more" }).click();
  await expect(events(page)).toHaveCount(130);
  const subjects = (await events(page).allTextContents()).map((text) => /event-\d+/.exec(text)?.[0]);
  expect(new Set(subjects).size).toBe(130);
});

test("stored payloads are texts, break nothing and run nowhere", async ({ page, server, folder }) => {
  const evil = [
    '<img src=x onerror="alert(1)">',
    '=cmd|"/C calc"!A0',
    "\u001b[31mred\u001b[0m",
    "\u202egnirts",
    "[x](javascript:alert(1))",
    "x".repeat(20_000),
    "word ".repeat(5000),
    '{"__proto__": {"a": 1}}',
  ];
  append(folder, evil.length, (index) => {
    const text = evil[index] ?? "";
    const after = JSON.stringify({ [text]: text });
    return {
      actor: text,
      origin: text,
      action: `test.${text}`,
      subject: text,
      reason: text,
      before: text,
      after,
    };
  });
  await page.setViewportSize(WIDE);
  await page.goto(`${server.url}/audit`);
  for (const text of [evil[0] ?? "", evil[1] ?? "", "␛[31mred␛[0m", "⟨202E⟩gnirts"])
    await expect(events(page).getByText(text).first()).toBeVisible();
  for (const raw of await events(page).locator("summary").all()) await raw.click();
  expect(await page.locator("main img, main a[href^=javascript]").count()).toBe(0);
  await expectUsable(page, "the log");
  const { body: csv } = await ask(`${server.url}/api/audit?format=csv`);
  expect(csv).not.toMatch(/(^|,)"?[=@+]/m);
});

interface Row {
  actor: string;
  origin: string;
  action: string;
  subject: string;
  reason: string;
  before: string | null;
  after: string | null;
}

/** Writes into the log past all of our code, as whoever can write the file could. */
function append(folder: string, count: number, row: (index: number) => Partial<Row>): void {
  const sqlite = new Database(join(folder, "data", "greenlight.db"), { timeout: 5000 });
  const insert = sqlite.prepare(
    "insert into event (at_ms, actor, origin, action, subject, before, after, reason, previous_hash, hash)" +
      " values (@at, @actor, @origin, @action, @subject, @before, @after, @reason, '', @hash)",
  );
  for (let index = 0; index < count; index += 1)
    insert.run({
      ...{
        actor: "ada",
        origin: "test",
        action: "test.written",
        subject: "s",
        reason: "",
        before: null,
        after: null,
      },
      ...{ at: Date.now() - 1000, hash: `test-${index}` },
      ...row(index),
    });
  sqlite.close();
}

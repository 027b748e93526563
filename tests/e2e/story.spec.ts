import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import type { Role, Title } from "@/lib/domain/access";
import { checkedHealth, made, smokeLines } from "@/tests/support/fake-pipeline";
import { ask } from "@/tests/support/http";
import { PASSWORD, person } from "@/tests/support/people";
import { signedInAt } from "./access-stage";
import { asked, test as base, planned, state } from "./release-stage";
import { configured, expectAccessible, opened } from "./stage";
import { expect as hasty, trafficLines } from "./traffic-stage";

/** What a person does is seen by the others within seconds, on a busy machine, too. */
const expect = hasty.configure({ timeout: 40_000 });

const DAY_MS = 86_400_000;

const SOURCES = (["blue", "green"] as const).flatMap((environment) => [
  `  - { kind: article-costs, path: ${environment}/agent_sdk_costs.jsonl, environment: ${environment} }`,
  `  - { kind: execution-roi, path: ${environment}/execution_roi.json, environment: ${environment} }`,
  `  - { kind: agent-metrics, path: ${environment}/agent_metrics.json, environment: ${environment} }`,
]);

/** The first user's own set-up: files that are watched, a health check, a command that writes articles on request. */
const test = base.extend({
  env: async ({ folder, places, versions }, use) => {
    checkedHealth(join(folder, "green"), { version: "sprint-15" });
    await writeFile(
      join(folder, "green/production.log"),
      "2026-11-23 07:11:11,710 - pipeline - INFO - begun\n",
    );
    const yaml = [
      trafficLines(places, versions),
      "sources:",
      ...SOURCES,
      "  - { kind: log, path: green/production.log, environment: green }",
      "probes:",
      // The check is written once, and stays new enough for as long as a slow machine needs.
      "  - { name: pipeline, kind: file, path: green/health.json, interval: 1h, environment: green }",
      smokeLines(folder),
      "",
    ];
    await configured(yaml.join("\n"))({ folder }, use);
  },
});

/** Somebody at a browser of their own, by their role and title. */
async function somebody(
  browser: Browser,
  url: string,
  name: string,
  role: Role,
  title: Title,
): Promise<Page> {
  const email = `${name.toLowerCase()}@example.org`;
  await person(url, email, role, { name, titles: [title] });
  return signedInAt(browser, url, { email, password: PASSWORD });
}

const card = (page: Page, name: RegExp) => page.getByRole("main").getByRole("region", { name });
const signOffs = (page: Page) => card(page, /^Sign-off/);

/** Looks at the figures, and signs. @returns what was signed, as it stood on screen */
async function signs(page: Page, name: string): Promise<string> {
  await signOffs(page)
    .getByRole("button", { name: `Look, and sign as ${name}` })
    .click();
  const form = page.getByRole("form", { name: `Sign as ${name}` });
  await expect(form.getByRole("row", { name: /^Cost per article/ })).toBeVisible();
  await form.getByLabel("Note").fill(`${name} has looked`);
  const seen = await figures(form);
  await form.getByRole("button", { name: `Sign as ${name}` }).click();
  await expect(form).toHaveCount(0);
  await expect(signOffs(page).getByText(`“${name} has looked”`)).toBeVisible();
  return seen;
}

const figures = async (within: Locator): Promise<string> =>
  ((await within.getByRole("region", { name: /^Figures of / }).textContent()) ?? "").replaceAll(/\s+/g, " ");

test("DevOps prepares sprint-15, PM and stakeholder sign, and it goes 0, 50, 100, is retained, and completed", async ({
  browser,
  server,
  push,
  folder,
  weights,
}) => {
  test.setTimeout(300_000);
  const blue = (topic: string, more: object = {}) => made(topic, { folder: join(folder, "blue"), ...more });
  const green = (topic: string) => made(topic, { folder: join(folder, "green"), costUsd: 0.41 });
  for (const day of [1, 2, 3, 4, 5, 6])
    blue(`Of day ${day}`, { atMs: Date.now() - day * DAY_MS, costUsd: 0.4 + day / 50 });
  const queries = Array.from({ length: 24 }, (_, at) => ({
    timestamp: new Date(Date.now() - at * 1000).toISOString(),
    name: "rag",
    value_ms: 120 + at,
  }));
  await push("latency?environment=green", JSON.stringify(queries));

  const dana = await somebody(browser, server.url, "Dana", "operator", "devops");
  await opened(dana, `${server.url}/releases?open=plan`);
  await dana.getByLabel("At least of share 1").fill("1s");
  await dana.getByLabel("Articles of share 1").fill("2");
  await dana.getByLabel("At least of share 2").fill("1s");
  await dana.getByLabel("Articles of share 2").fill("1");
  await dana.getByLabel(/^The old environment is kept ready/).fill("10s");
  for (const wanted of [
    /^pre-deployment checklist/,
    /^validation passed/,
    /^smoke tests passed/,
    /^PM has signed/,
    /^stakeholder has/,
  ])
    await dana.getByRole("checkbox", { name: wanted }).check();
  await dana.getByRole("button", { name: "Plan it" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "sprint-15 on green" })).toBeVisible();
  await expect(dana.getByText("the PM has not signed").first()).toBeVisible();
  await expect(dana.getByText(/^pre-deployment: \d of 8 items are open/)).toBeVisible();
  const start = dana.getByRole("button", { name: "Start with the checks" });
  await expect(start).toBeDisabled();

  const smoke = card(dana, /^Smoke tests/);
  await smoke.getByRole("button", { name: "Run 3 articles" }).click();
  await expect(smoke.getByText("passed: 3 of 3 articles").first()).toBeVisible();
  const validation = card(dana, /^Validation/);
  await validation.getByRole("button", { name: "Validate" }).click();
  await expect(validation.getByText("passed: 7 of 7 checks").first()).toBeVisible();

  const checklist = card(dana, /^Checklist/);
  for (const item of [
    /^All deliverables/,
    /^All tests/,
    /^The code is/,
    /^The integration branch/,
    /^The rollback plan/,
    /^Stakeholders are/,
  ])
    await checklist.getByRole("checkbox", { name: item }).first().check();
  await expect(dana.getByText(/^pre-deployment:/)).toHaveCount(0);
  await expectAccessible(dana);

  const url = dana.url();
  const pia = await somebody(browser, server.url, "Pia", "viewer", "pm");
  await opened(pia, url);
  const seen = await signs(pia, "PM");
  expect(seen).toMatch(/Articles3/);
  const sam = await somebody(browser, server.url, "Sam", "viewer", "stakeholder");
  await opened(sam, url);
  await signs(sam, "Stakeholder");
  await expect(sam.getByRole("button", { name: "Start with the checks" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await expect(start).toBeEnabled();
  await start.click();
  await expect.poll(weights).toEqual({ blue: 50, green: 50 });
  await expect(state(dana)).toContainText("observing");
  for (const number of [1, 2]) {
    blue(`Blue ${number} of the release`);
    green(`Green ${number} of the release`);
  }
  await expect.poll(weights).toEqual({ blue: 0, green: 100 });
  await expect(dana.getByTestId("progress").getByText("0 of 1 article on green")).toBeVisible();
  green("The first with everything");
  await expect(state(dana)).toContainText("completed");

  // What was signed is what was seen, although seven more articles are known by now.
  await expect(state(pia)).toContainText("completed");
  const kept = signOffs(pia).getByRole("listitem").filter({ hasText: "PM has looked" });
  await kept.getByText("The figures that were signed").click();
  expect(await figures(kept)).toBe(seen);
  await expect(signOffs(pia).getByRole("button", { name: "Take back" })).toHaveCount(0);
  await pia.reload();
  await kept.getByText("The figures that were signed").click();
  expect(await figures(kept)).toBe(seen);
});

test("quality falls: it goes back by itself, and the post-mortem is begun with what is known", async ({
  page,
  server,
  folder,
  weights,
}) => {
  for (let number = 1; number <= 6; number += 1)
    made(`Well ${number}`, { folder: join(folder, "blue"), atMs: Date.now() - number * 3_600_000 });
  const { id, plan_hash } = await planned(server.url, {
    steps: [
      { weight: 50, hold: "1h", articles: 8 },
      { weight: 100, hold: "1h", articles: 8 },
    ],
  });
  await asked(server.url, id, "start", { plan_hash });
  await opened(page, `${server.url}/releases/${id}`);
  await expect(state(page)).toContainText("observing");
  expect(await weights()).toEqual({ blue: 50, green: 50 });
  for (let number = 1; number <= 5; number += 1)
    // A run is known by its time.
    made(`Hasty ${number}`, { folder: join(folder, "green"), gatesFailed: 2, atMs: Date.now() + number });
  await expect(state(page)).toContainText("went back by itself: quality-collapse");
  expect(await weights()).toEqual({ blue: 100, green: 0 });

  await page.getByRole("link", { name: "Report of the rollback" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Rollback to blue/ })).toBeVisible();
  const link = page.getByRole("link", { name: /^Post-mortem, pre-filled/ });
  const [report] = (await ask(`${server.url}/api/rollbacks`)).body.rollbacks;
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: /post-mortem/i })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("quality-collapse");
  await expect(main).toContainText(/15 of 25 gates/);
  await expect(main).toContainText("sprint-15");
  await expect(main).not.toContainText(/\{\{|\}\}/);
  await expectAccessible(page);

  const markdown = await ask(`${server.url}/api/rollbacks/${report.id}/post-mortem`, {
    headers: { accept: "text/markdown" },
  });
  expect(markdown.headers["content-type"]).toMatch(/^text\/markdown/);
  expect(String(markdown.body)).toContain("15 of 25 gates");
  // The state file is what jobs read.
  expect(JSON.parse(await readFile(join(folder, "deployment_state"), "utf8"))).toMatchObject({
    current: "blue",
    rollback: true,
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { behaves, checkedHealth, fileIn, smokeLines } from "@/tests/support/fake-pipeline";
import { ask } from "@/tests/support/http";
import { PASSWORD, person } from "@/tests/support/people";
import { signedInAt } from "./access-stage";
import { asked, test as base, planned } from "./release-stage";
import { configured, expectUsable, opened, WIDE } from "./stage";
import { expect, trafficLines } from "./traffic-stage";

const test = base.extend({
  env: async ({ folder, places, versions }, use) => {
    const yaml = [
      trafficLines(places, versions),
      "sources:",
      "  - { kind: article-costs, path: green/agent_sdk_costs.jsonl }",
      "  - { kind: execution-roi, path: green/execution_roi.json }",
      "probes:",
      "  - { name: pipeline, kind: file, path: green/health.json, interval: 24h, environment: green }",
      smokeLines(folder),
      "",
    ];
    await configured(yaml.join("\n"))({ folder }, use);
  },
});

const card = (page: Page, name: RegExp) => page.getByRole("main").getByRole("region", { name });
const smoke = (page: Page) => card(page, /^Smoke tests/);
const validation = (page: Page) => card(page, /^Validation probes asked/);

test("three articles are written on a button, live, with cost, time and what was said, and lead to their articles", async ({
  page,
  server,
  folder,
}) => {
  behaves(join(folder, "green"), { fails: true });
  const { id } = await planned(server.url);
  await opened(page, `${server.url}/releases/${id}`);
  await smoke(page).getByRole("button", { name: "Run 3 articles" }).click();
  await expect(smoke(page).getByText("failed: 0 of 3 articles")).toBeVisible();
  await expect(smoke(page).getByText("ended with exit code 1").first()).toBeVisible();
  await expect(
    smoke(page)
      .getByText(/APITimeoutError: .* api_key=\[redacted\]/)
      .first(),
  ).toBeVisible();

  behaves(join(folder, "green"), {});
  await smoke(page).getByRole("button", { name: "Run 3 articles" }).click();
  await expect(smoke(page).getByText("passed: 3 of 3 articles")).toBeVisible();
  await expect(smoke(page).getByText(/^\$1\.47 in /)).toBeVisible();
  await expect(smoke(page).getByText("Earlier: 1")).toBeVisible();
  await expectUsable(page, "the runs of a release");
  await page.setViewportSize(WIDE);
  // The figures stand in what the server sends, before any script has run.
  const sent = await (await page.request.get(`${server.url}/releases/${id}`)).text();
  expect(sent).toContain("passed: 3 of 3 articles");

  await smoke(page).getByRole("link", { name: "Two" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two" })).toBeVisible();
  await expect(page.getByRole("main").getByText("green").first()).toBeVisible();
});

test("what hangs is cancelled by its button, and says by whom; a viewer sees it, and is held back", async ({
  page,
  server,
  folder,
  browser,
}) => {
  behaves(join(folder, "green"), { hangs: true });
  const { id } = await planned(server.url);
  const email = "vera@example.org";
  await person(server.url, email, "viewer");
  const viewer = await signedInAt(browser, server.url, { email, password: PASSWORD });
  await opened(viewer, `${server.url}/releases/${id}`);
  await expect(smoke(viewer).getByRole("button", { name: "Run 3 articles" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await expect(smoke(viewer).getByText("Needs the operator role.")).toBeVisible();

  await opened(page, `${server.url}/releases/${id}`);
  await smoke(page).getByRole("button", { name: "Run 3 articles" }).press("Enter");
  await expect(smoke(viewer).getByText("running: 0 of 3 articles")).toBeVisible();
  const row = smoke(viewer).getByRole("listitem").first();
  await expect(row).toContainText(/writing/);
  await expect(row).toContainText(/[1-9]\d*\ss$/);
  await smoke(page).getByRole("button", { name: "Cancel" }).click();
  await expect(smoke(viewer).getByText("cancelled by ana@example.org")).toBeVisible();
  await expect(smoke(page).getByRole("listitem").nth(1)).toContainText("not run");
  await expect(smoke(page).getByRole("button", { name: "Run 3 articles" })).toBeVisible();
  await viewer.context().close();
});

test("a validation asks the probe anew, and says of each of the seven checks what it found or what is missing", async ({
  page,
  server,
  folder,
}) => {
  const { id } = await planned(server.url);
  await opened(page, `${server.url}/releases/${id}`);
  await validation(page).getByRole("button", { name: "Validate" }).click();
  await expect(validation(page).getByText("failed: 0 of 7 checks")).toBeVisible();
  await expect(
    validation(page)
      .getByText(/environment component/)
      .first(),
  ).toBeVisible();
  checkedHealth(join(folder, "green"), { version: "sprint-15" });
  await validation(page).getByRole("button", { name: "Validate again" }).click();
  await expect(validation(page).getByText("3.13.0")).toBeVisible();
  await expect(validation(page).getByText(/171 packages/)).toBeVisible();
  await expect(validation(page).getByText("Earlier: 1")).toBeVisible();
  await expectUsable(page, "a validation");
});

/** Smoke tests that hang, with the numbers of what they have started. */
async function hanging(url: string, folder: string): Promise<{ path: string; pids: number[] }> {
  behaves(join(folder, "green"), { hangs: true });
  const { id } = await planned(url);
  const path = `${url}/api/releases/${id}/runs`;
  const headers = { "content-type": "application/json" };
  expect((await ask(path, { headers, body: '{"kind":"smoke"}' })).status).toBe(200);
  const file = fileIn(join(folder, "green"), "pids");
  const pids = () => (existsSync(file) ? readFileSync(file, "utf8").split(" ").map(Number) : []);
  await expect.poll(() => pids().length).toBe(2);
  return { path, pids: pids() };
}

const stateOf = async (path: string) => (await ask(path)).body.runs[0].state;

/** One that has ended and waits for somebody to notice does not run. */
function runs(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  return stat !== "" && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}

test("when the server is stopped, what hangs goes with it, and the run is interrupted", async ({
  server,
  folder,
}) => {
  const { path, pids } = await hanging(server.url, folder);
  expect(pids.filter(runs)).toEqual(pids);
  expect(await server.stop()).toBe(0);
  await expect.poll(() => pids.filter(runs)).toEqual([]);
  await server.restart();
  expect(await stateOf(path)).toBe("interrupted");
});

test("when the server is killed, the next start ends the run that nobody runs any more, and what it has left", async ({
  server,
  folder,
}) => {
  const { path, pids } = await hanging(server.url, folder);
  await server.kill9();
  expect(pids.filter(runs)).toEqual(pids);
  await server.restart();
  await expect.poll(() => stateOf(path)).toBe("interrupted");
  await expect.poll(() => pids.filter(runs)).toEqual([]);
});

base(
  "where nothing is set up to write articles, the page has the lines that would do it",
  async ({ page, server }) => {
    const { id } = await planned(server.url);
    await opened(page, `${server.url}/releases/${id}`);
    await expect(smoke(page).getByText("Nothing is set up that writes articles on request.")).toBeVisible();
    await expect(smoke(page).getByText(/^smoke:\n\s+kind: command/)).toBeVisible();
  },
);

base.describe("in the demo", () => {
  base.use({ signedIn: false, env: { GREENLIGHT_UP: "start", GREENLIGHT_DEMO_SPEED: "14400" } });

  base(
    "its own pipeline writes the articles, and what is released says its version in time",
    async ({ page, server }) => {
      const { id, plan_hash } = await planned(server.url, { version: "sprint-99" });
      await opened(page, `${server.url}/releases/${id}`);
      await smoke(page).getByRole("button", { name: "Run 3 articles" }).click();
      await expect(smoke(page).getByRole("listitem").first()).toContainText("writing");
      await expect(smoke(page).getByText("passed: 3 of 3 articles")).toBeVisible({ timeout: 90_000 });
      await expect(smoke(page).getByRole("link", { name: "Smoke test: why blue is kept" })).toBeVisible();
      await asked(server.url, id, "start", { plan_hash });
      await expect(page.getByText("4 of 4 checks passed")).toBeVisible({ timeout: 60_000 });
    },
  );
});

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { PASSWORD, person } from "@/tests/support/people";
import { asked, planned, started, state, strip, test, timeline } from "./release-stage";
import { expectUsable, opened, signIn, WIDE } from "./stage";
import { expect } from "./traffic-stage";

test("a release is planned with its odds, started, promoted with a reason, and has everything; the strip follows", async ({
  page,
  server,
  weights,
  finished,
  failed,
}) => {
  for (const day of [1, 2, 3, 4, 5, 6]) await finished("blue", 14, day);
  await failed("blue", 1, 3);
  await opened(page, `${server.url}/releases`);
  await page.getByRole("button", { name: "Plan a release" }).click();
  await expect(page).toHaveURL(/open=plan/);
  const preview = page.getByTestId("preview");
  await expect(preview.getByText(/lasts about a day/).first()).toBeVisible();
  await page.getByLabel("Articles of share 1").fill("60");
  const odds = preview.getByText(/trips on a healthy version in 0\.\d+ % of releases/);
  await expect(odds.filter({ visible: true }).first()).toBeVisible();
  await expect(preview.getByText("– no source").first()).toBeVisible();
  await expect(preview.getByText(/rollback ready/)).toBeVisible();
  await expect(preview.getByText(/\d\sms · the balancer took the present weight/)).toBeVisible();

  await page.getByLabel("At least of share 1").fill("an hour");
  await expect(page.getByText("A length of time is written as 30s, 90m or 1h.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Plan it" })).toBeDisabled();
  await page.getByLabel("At least of share 1").fill("1s");
  await page.getByLabel("Articles of share 1").fill("2");
  await page.getByLabel("At least of share 2").fill("1s");
  await page.getByLabel("Articles of share 2").fill("0");
  await expect(preview.getByText("lasts 1 s")).toBeVisible();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "sprint-15 on green" })).toBeVisible();
  await expect(state(page)).toContainText("draft, not started");
  // The rehearsal has written what was so before.
  expect(await weights()).toEqual({ blue: 100, green: 0 });

  await page.getByRole("button", { name: "Start with the checks" }).click();
  await expect.poll(weights).toEqual({ blue: 50, green: 50 });
  await expect(state(page)).toContainText("observing");
  await finished("green", 1);
  await expect(page.getByTestId("progress").getByText("1 of 2 articles on green")).toBeVisible();
  await expect(strip(page)).toContainText(/sprint-15.*50\s%.*1 of 2 articles on green/);

  await page.getByRole("button", { name: "Promote to 100 %" }).click();
  const question = page.getByRole("form", { name: "Promote to 100 %" });
  await expect(question.getByText(/not enough evidence: n\s=\s1/)).toBeVisible();
  await question.getByRole("button", { name: "Promote to 100 %" }).click();
  await expect(question.getByText("Say why first")).toBeVisible();
  await expect(question.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("the launch is tonight");
  await page.keyboard.press("Enter");
  await expect.poll(weights).toEqual({ blue: 0, green: 100 });
  await expect(state(page)).toContainText("everything shifted, backup kept");
  await expect(timeline(page).getByText(/promoted on n = 1, not enough evidence/)).toBeVisible();
  await expect(timeline(page).getByText("reason: the launch is tonight")).toBeVisible();
  await expect(strip(page)).toContainText(/backup kept for (24 h|23 h 59 min) more/);

  await strip(page).getByRole("link", { name: "sprint-15" }).focus();
  await page.goto(`${server.url}/releases`);
  await expect(page.getByText(/Locked: while sprint-15 is under way/)).toBeVisible();
  await expect(page.getByText(/would be refused with 409/)).toBeVisible();
});

test("a bad one goes back by itself: the page says by which rule, links the report, and the version is in quarantine", async ({
  page,
  server,
  weights,
  failed,
}) => {
  const id = await started(server);
  await opened(page, `${server.url}/releases/${id}`);
  await expect(state(page)).toContainText("observing");
  await failed("green", 3);
  await expect(state(page)).toContainText("went back by itself: api-error-rate", { timeout: 40_000 });
  expect(await weights()).toEqual({ blue: 100, green: 0 });
  await expect(
    timeline(page)
      .getByText(/3 of the last 3 jobs failed/)
      .first(),
  ).toBeVisible();
  await expect(timeline(page).getByText("blue has everything, verified")).toBeVisible();
  await expect(page.getByText(/Starting it again takes an administrator and a reason/)).toBeVisible();
  await expect(strip(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Report of the rollback" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Rollback to blue/ })).toBeVisible();

  await page.goto(`${server.url}/releases?open=plan`);
  await expect(
    page.getByRole("region", { name: /^In quarantine/ }).getByText("sprint-15", { exact: true }),
  ).toBeVisible();
  await expect(page.getByText(/A start would be refused now: sprint-15 was rolled back/)).toBeVisible();
});

test("pause and resume; a rollback is one click, and undone within ten minutes as a release of its own", async ({
  page,
  server,
  weights,
}) => {
  const id = await started(server);
  await opened(page, `${server.url}/releases/${id}`);
  await expect(state(page)).toContainText("observing");
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("region", { name: "Why it is held" })).toContainText("a person resumes it");
  await expect(page.getByText("The clock stands still while the release is held.")).toBeVisible();
  await expect(strip(page)).toContainText("held: paused by a person");
  await main.getByRole("button", { name: "Resume" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("form", { name: "Resume" })).toHaveCount(0);
  await main.getByRole("button", { name: "Resume" }).click();
  await page.keyboard.type("looked at it");
  await page.keyboard.press("Enter");
  await expect(state(page)).toContainText("observing");

  await expect(page.getByText(/rollback ready, checked/)).toBeVisible();
  await main.getByRole("button", { name: "Roll back to blue" }).click();
  await expect(state(page)).toContainText("rolled back by ana@example.org");
  expect(await weights()).toEqual({ blue: 100, green: 0 });
  await main.getByRole("button", { name: /^Undo: the same plan anew/ }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole("link", { name: "a rollback: the release before" })).toBeVisible();
});

test("a plan whose rules have changed since it was seen is not started: it is looked at again first", async ({
  page,
  server,
  folder,
  weights,
}) => {
  const { id, plan_hash } = await planned(server.url);
  // Whenever the page looks again by itself: it has seen the plan as it was first.
  let first: string | null = null;
  await page.route("**/api/releases/plan", async (route) => {
    first ??= await (await route.fetch()).text();
    await route.fulfill({ contentType: "application/json", body: first });
  });
  await opened(page, `${server.url}/releases/${id}`);
  await expect(page.getByTestId("preview")).toBeVisible();
  await appendFile(join(folder, "greenlight.yaml"), "rules: [{ name: quality, threshold: 0.75 }]\n");
  await expect.poll(async () => (await planned(server.url)).plan_hash).not.toBe(plan_hash);
  await page.getByRole("button", { name: "Start with the checks" }).click();
  await expect(page.getByText(/look at the plan again\. It was read again: see below/)).toBeVisible();
  await page.unroute("**/api/releases/plan");
  await page.getByRole("button", { name: "Start with the checks" }).click();
  await expect(page.getByText(/The rules have changed since it was planned/)).toBeVisible();
  // The rehearsal has written what was so before.
  expect(await weights()).toEqual({ blue: 100, green: 0 });
  await page.getByRole("button", { name: "Start under the rules of now" }).click();
  await expect.poll(weights).toEqual({ blue: 50, green: 50 });
});

test.describe("a viewer", () => {
  test.use({ signedIn: false });

  test("sees all of it and can do none of it", async ({ page, context, server }) => {
    await person(server.url, "vera@example.org", "viewer");
    await signIn(context, server.url, { email: "vera@example.org", password: PASSWORD });
    const id = await started(server);
    await opened(page, `${server.url}/releases/${id}`);
    await expect(state(page)).toContainText("observing");
    const pause = page.getByRole("main").getByRole("button", { name: "Pause" });
    await expect(pause).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByRole("main").getByText("Needs the operator role.").first()).toBeVisible();
    await pause.click({ force: true });
    await page.getByRole("main").getByRole("button", { name: "Roll back to blue" }).click({ force: true });
    await expect(state(page)).toContainText("observing");
    const draft = await planned(server.url, { version: "sprint-16" });
    await opened(page, `${server.url}/releases/${draft.id}`);
    await expect(page.getByText("at least 1 s and 2 articles on each side")).toBeVisible();
    await page.goto(`${server.url}/releases?open=plan`);
    await expect(page.getByRole("button", { name: "Plan it" })).toHaveAttribute("aria-disabled", "true");
    await expectUsable(page, "the form of a plan, for a viewer");
  });
});

test.describe("whatever versions and reasons hold", () => {
  const LONG = `<b>v</b>${"long".repeat(30)}`;
  test.use({ versions: { blue: "sprint-14", green: LONG } });

  test("the plan, a draft and a promotion can be used by everybody", async ({ page, server, finished }) => {
    await finished("blue", 9, 1);
    await opened(page, `${server.url}/releases?open=plan`);
    await expect(page.getByTestId("preview")).toBeVisible();
    await expectUsable(page, "the plan");
    await page.setViewportSize(WIDE);
    const { id, plan_hash } = await planned(server.url, { version: LONG });
    await opened(page, `${server.url}/releases/${id}`);
    await expect(page.getByTestId("preview")).toBeVisible();
    await expectUsable(page, "a draft");
    await asked(server.url, id, "start", { plan_hash });
    await expect(state(page)).toContainText("observing");
    await finished("green", 1);
    await page.getByRole("button", { name: /^Promote to/ }).click();
    await expectUsable(page, "a promotion");
  });

  test("one that is held and goes back, and the list of them, too", async ({ page, server, failed }) => {
    const id = await started(server, { version: LONG });
    await opened(page, `${server.url}/releases/${id}`);
    await expect(state(page)).toContainText("observing");
    await asked(server.url, id, "pause", { reason: "unbroken".repeat(40) });
    await expect(state(page)).toContainText("held");
    await expectUsable(page, "held");
    await page.goto(`${server.url}/releases`);
    await expectUsable(page, "the list, with one under way");
    await failed("green", 3);
    await page.goto(`${server.url}/releases/${id}`);
    await expect(state(page)).toContainText("went back by itself", { timeout: 40_000 });
    await expectUsable(page, "gone back");
    await page.goto(`${server.url}/releases`);
    await expectUsable(page, "the list, with a quarantine");
  });
});

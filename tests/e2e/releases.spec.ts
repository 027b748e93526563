import { ask } from "@/tests/support/http";
import { expectUsable, opened, pushAll } from "./stage";
import { expect, panel, ready, rollbackButton, slider, test } from "./traffic-stage";

test("the slider goes to 50 by mouse and back by keyboard, says before what will happen, and asks for a reason", async ({
  page,
  server,
  weights,
}) => {
  await opened(page, `${server.url}/releases`);
  const box = await slider(page).boundingBox();
  if (box === null) throw new Error("the slider is not drawn");
  await page.mouse.move(box.x + 9, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(slider(page)).toHaveValue("50");
  await expect(
    page.getByText("50 % of new articles go to green · sprint-15; blue · sprint-14 keeps 50 %."),
  ).toBeVisible();
  await page.getByRole("button", { name: /^Shift to 50/ }).click();
  await expect(page.getByText("Say why first")).toBeVisible();
  await expect(page.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("a first half");
  await page.keyboard.press("Enter");
  await expect.poll(weights).toEqual({ blue: 50, green: 50 });
  await expect(page.getByRole("region", { name: /^History/ }).getByText("a first half")).toBeVisible();

  await slider(page).focus();
  for (const [key, value] of [
    ["ArrowRight", "51"],
    ["ArrowLeft", "50"],
    ["PageUp", "60"],
    ["PageDown", "50"],
    ["End", "100"],
    ["Home", "0"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(slider(page)).toHaveValue(value);
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("and back");
  await page.keyboard.press("Enter");
  await expect.poll(weights).toEqual({ blue: 100, green: 0 });
});

test("who was faster is told, and nothing of one's own is lost", async ({ page, server, weights, moved }) => {
  await opened(page, `${server.url}/releases`);
  await page.getByRole("button", { name: "50 % green", exact: true }).click();
  await page.getByLabel("Reason").fill("half of it");
  await moved(30, "somebody else");
  await expect(page.getByText(/was faster: green · sprint-15 has 30\s% now/)).toBeVisible();
  // On the state that was seen it is refused, whoever presses.
  await page.getByRole("button", { name: /^Shift to 50/ }).click();
  await expect(page.getByText(/was faster: green is to have 30 % now/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 70, green: 30 });
  await page.getByRole("button", { name: /^Keep 50/ }).click();
  await expect(page.getByLabel("Reason")).toHaveValue("half of it");
  await page.getByRole("button", { name: /^Shift to 50/ }).click();
  await expect.poll(weights).toEqual({ blue: 50, green: 50 });
});

test("a report has a page with its times, can be labelled, and stays after the click", async ({
  page,
  server,
  moved,
}) => {
  await moved(50, "on trial");
  await opened(page, `${server.url}/releases`);
  await ready(page);
  await rollbackButton(page).click();
  await panel(page).getByRole("link", { name: "Report" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Rollback to blue/ })).toBeVisible();
  const moments = page.getByRole("region", { name: "When what happened" });
  await expect(moments.getByRole("row").filter({ hasText: "T3" })).toContainText(/\d{2}:\d{2}:\d{2}/);
  const right = page.getByRole("button", { name: "right" });
  await right.click();
  await expect(right).toHaveAttribute("aria-pressed", "true");
  const link = await page.getByRole("link", { name: "Markdown" }).getAttribute("href");
  const markdown = await ask(new URL(link ?? "", server.url).href);
  expect(markdown.type).toContain("text/markdown");
  expect(markdown.body).toContain("# Rollback from green");
  await page.goto(`${server.url}/releases`);
  await expect(page.getByRole("button", { name: /^Rolled back · undo for/ })).toBeVisible();
});

test("the strip stands on every page that the server sends, and every switch on every chart", async ({
  page,
  server,
  push,
  moved,
}) => {
  for (const path of [
    "/",
    "/usage",
    "/articles",
    "/executions",
    "/health",
    "/quality",
    "/releases",
    "/settings",
  ]) {
    const { body: html } = await ask(`${server.url}${path}`, { headers: { accept: "text/html" } });
    expect(html, path).toContain('aria-label="Traffic"');
    expect(html, path).toContain("sprint-14");
  }
  await pushAll(push);
  await push("latency", JSON.stringify({ timestamp: new Date().toISOString(), name: "rag", value_ms: 100 }));
  await moved(50, "the first half");
  await opened(page, `${server.url}/health?range=24h`);
  const figure = page.getByRole("figure").filter({ hasText: "1 switch" }).first();
  await expect(figure).toBeVisible();
  await figure.getByRole("button", { name: /^table/ }).click();
  await expect(
    figure.getByText(/shift all on blue → 50\s% green by key:bootstrap: the first half/),
  ).toBeVisible();
});

test("before anything has happened the page says what would fill it", async ({ page, server }) => {
  await opened(page, `${server.url}/releases`);
  await expect(page.getByText("/api/assignment?key=")).toBeVisible();
  await expect(page.getByText("driver: haproxy")).toBeVisible();
  await expectUsable(page, "empty");
});

test.describe("whatever versions and reasons hold", () => {
  test.use({
    versions: {
      blue: `<b>v</b>${"long".repeat(40)}`,
      green: "\u202Egnol-2026.11.23+build.998877665544332211",
    },
  });

  test("Releases, a report and the panel can be used by everybody", async ({ page, server, push, moved }) => {
    await pushAll(push);
    await moved(33, `<img src=x onerror="alert(1)"> ${"unbroken".repeat(40)}`);
    await opened(page, `${server.url}/releases`);
    await ready(page);
    await expectUsable(page, "before");
    await rollbackButton(page).click();
    await expect(panel(page).getByRole("button", { name: "Save" })).toBeVisible();
    await expectUsable(page, "with the panel");
    const [{ id }] = (await ask(`${server.url}/api/rollbacks`)).body.rollbacks;
    await page.goto(`${server.url}/releases/rollbacks/${id}`);
    await expectUsable(page, "the report");
    await page.goto(`${server.url}/releases?by=range&range=7d`);
    await expectUsable(page, "over a range");
  });
});

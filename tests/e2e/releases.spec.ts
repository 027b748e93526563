import type { Page } from "@playwright/test";
import { expectAccessible, pushAll } from "./stage";
import { expect, test } from "./traffic-stage";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

const slider = (page: Page) => page.getByRole("slider", { name: "Share of green" });
const rollbackButton = (page: Page) => page.getByRole("button", { name: /^Roll back to/ });
const panel = (page: Page) => page.getByRole("region", { name: "Rollback", exact: true });
const ready = (page: Page) => expect(page.getByText(/ready, healthy/)).toBeVisible({ timeout: 20_000 });

/** Once the page is live, what is pressed counts. */
async function opened(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText(/^Live ·/).first()).toBeVisible();
}

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

test("one click rolls back while charts cannot be loaded and other questions hang, and undo goes back", async ({
  page,
  server,
  push,
  weights,
  moved,
}) => {
  await pushAll(push);
  await moved(50, "on trial");
  const html = await (await fetch(`${server.url}/?range=all`)).text();
  await page.route(/_next\/static\/chunks\/.*\.js/, (route) =>
    html.includes(new URL(route.request().url()).pathname)
      ? route.continue()
      : route.abort("connectionrefused"),
  );
  await page.route(/\/api\/(summary|compare|trends|usage)/, () => {});
  await opened(page, `${server.url}/?range=all`);
  await expect(page.getByText("The chart could not be loaded").first()).toBeVisible();
  await ready(page);
  await rollbackButton(page).click();
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
  await expect(
    panel(page)
      .getByRole("listitem")
      .filter({ hasText: /\d+ ms/ }),
  ).toHaveCount(4);
  await expect(panel(page).getByText("50 % green → 100 % blue")).toBeVisible();

  await panel(page).getByRole("button", { name: "quality" }).click();
  await panel(page).getByRole("button", { name: "Save" }).click();
  await expect(panel(page).getByText("Saved in the report")).toBeVisible();
  const [report] = (await (await fetch(`${server.url}/api/rollbacks`)).json()).rollbacks;
  expect(report.reason).toBe("quality");

  await panel(page)
    .getByRole("button", { name: /^Undo: back to green at 50/ })
    .click();
  await expect(panel(page).getByText(/^Undone: 50\s%/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 50, green: 50 });
});

test("a target that is not known good asks first, names the fault, and is worded differently", async ({
  page,
  server,
  places,
  weights,
  moved,
}) => {
  places.blue.sick = true;
  await moved(50, "on trial");
  await opened(page, server.url);
  await expect(page.getByText(/not known good: blue answered 503/)).toBeVisible({ timeout: 20_000 });
  await rollbackButton(page).click();
  await expect(panel(page).getByText(/not known good: blue answered 503/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 50, green: 50 });
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(rollbackButton(page)).toBeFocused();
  await rollbackButton(page).click();
  await panel(page).getByRole("button", { name: "Give everything to blue all the same" }).click();
  await expect(panel(page).getByText(/Rolled back to blue|Everything was given to blue/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
});

test("a target that has fallen ill since it was asked asks first, too", async ({
  page,
  server,
  places,
  weights,
  moved,
}) => {
  await moved(50, "on trial");
  await opened(page, server.url);
  await ready(page);
  // The page still believes it; the server's refusal is what counts.
  await page.route("**/api/rollback", (route) =>
    route.request().postData() === "{}"
      ? route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          json: {
            title: "impossible-now",
            status: 409,
            detail: "no",
            target: "blue",
            said: "did not answer within 2 s",
          },
        })
      : route.continue(),
  );
  places.blue.sick = true;
  await rollbackButton(page).click();
  await expect(panel(page).getByText(/not known good: blue did not answer within 2 s/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 50, green: 50 });
});

test("Shift+R goes to the button from anywhere but a field, and Enter acts", async ({
  page,
  server,
  weights,
  moved,
}) => {
  await moved(50, "on trial");
  await opened(page, `${server.url}/releases`);
  await ready(page);
  await page.getByLabel("Reason").focus();
  await page.keyboard.press("Shift+R");
  await expect(page.getByLabel("Reason")).toHaveValue("R");
  await slider(page).focus();
  await page.keyboard.press("Shift+R");
  await expect(rollbackButton(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible();
  await expect(panel(page)).toBeFocused();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
});

test("what could not be sent is said, nothing is claimed, and it can be sent again", async ({
  page,
  server,
  weights,
  moved,
}) => {
  await moved(50, "on trial");
  await opened(page, server.url);
  await ready(page);
  await page.route("**/api/rollback", (route) => route.abort("connectionrefused"));
  await rollbackButton(page).click();
  await expect(panel(page).getByText("Nothing was rolled back")).toBeVisible();
  await expect(panel(page).getByText(/It was not sent/)).toBeVisible();
  expect(await weights()).toEqual({ blue: 50, green: 50 });
  await page.unroute("**/api/rollback");
  await panel(page).getByRole("button", { name: "Send it again" }).click();
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible();
  expect(await weights()).toEqual({ blue: 100, green: 0 });
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
  const markdown = await fetch(new URL(link ?? "", server.url));
  expect(markdown.headers.get("content-type")).toContain("text/markdown");
  expect(await markdown.text()).toContain("# Rollback from green");
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
    const html = await (await fetch(`${server.url}${path}`, { headers: { accept: "text/html" } })).text();
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
  await expect(figure.getByText(/shift all on blue → 50\s% green by local: the first half/)).toBeVisible();
});

test.describe("whatever versions and reasons hold", () => {
  test.use({
    versions: {
      blue: `<b>v</b>${"long".repeat(40)}`,
      green: "\u202Egnol-2026.11.23+build.998877665544332211",
    },
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`Releases, a report and the panel can be used by everybody: ${scheme}, wide and on a phone`, async ({
      page,
      server,
      push,
      moved,
    }) => {
      test.slow();
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await pushAll(push);
      await moved(33, `<img src=x onerror="alert(1)"> ${"unbroken".repeat(40)}`);
      await opened(page, `${server.url}/releases`);
      await ready(page);
      await checked(page, "before");
      await rollbackButton(page).click();
      await expect(panel(page).getByRole("button", { name: "Save" })).toBeVisible();
      await checked(page, "with the panel");
      const [{ id }] = (await (await fetch(`${server.url}/api/rollbacks`)).json()).rollbacks;
      await page.goto(`${server.url}/releases/rollbacks/${id}`);
      await checked(page, "the report");
      await page.goto(`${server.url}/releases?by=range&range=7d`);
      await checked(page, "over a range");
    });
  }
});

async function checked(page: Page, what: string): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${what} at ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
}

import { ADMIN } from "@/tests/support/access";
import { ask } from "@/tests/support/http";
import { expectUsable, opened, pushAll, WIDE } from "./stage";
import { expect, panel, ready, rollbackButton, slider, test } from "./traffic-stage";

test("one click rolls back while charts cannot be loaded and other questions hang, and undo goes back", async ({
  page,
  server,
  push,
  weights,
  moved,
}) => {
  await pushAll(push);
  await moved(50, "on trial");
  const { body: html } = await ask(`${server.url}/?range=all`);
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
      .filter({ hasText: /\d\s(ms|s)/ }),
  ).toHaveCount(4);
  await expect(panel(page).getByText("50 % green → 100 % blue")).toBeVisible();

  await panel(page).getByRole("button", { name: "quality" }).click();
  await panel(page).getByRole("button", { name: "Save" }).click();
  await expect(panel(page).getByText("Saved in the report")).toBeVisible();
  const [report] = (await ask(`${server.url}/api/rollbacks`)).body.rollbacks;
  expect(report.reason).toBe("quality");
  expect((await ask(`${server.url}/api/traffic`)).body.updated_by).toBe(ADMIN.email);

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
  await expect(page.getByText(/not known good: blue answered 503/)).toBeVisible();
  await rollbackButton(page).click();
  await expect(panel(page).getByText(/not known good: blue answered 503/)).toBeVisible();
  await expectUsable(page, "the question");
  await page.setViewportSize(WIDE);
  expect(await weights()).toEqual({ blue: 50, green: 50 });
  await panel(page).press("Escape");
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

test("on a machine whose clock is wrong, ages and the way back are told by the server's", async ({
  page,
  server,
  weights,
  moved,
}) => {
  await moved(50, "on trial");
  await page.addInitScript(() => {
    const right = Date.now;
    Date.now = () => right() + 3_600_000;
  });
  await opened(page, server.url);
  await expect(page.getByText(/ready, healthy, checked [\d.]+\s(ms|s) ago/)).toBeVisible();
  await expect(page.getByText(/^Live · [\d.]+\s(ms|s) ago/).first()).toBeVisible();
  await rollbackButton(page).click();
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible();
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

test("a balancer that cannot be reached is said, it is tried again, and the panel follows until it is done", async ({
  page,
  server,
  weights,
  moved,
  blocked,
}) => {
  await moved(50, "on trial");
  await opened(page, server.url);
  await ready(page);
  const restored = await blocked();
  await expect(page.getByText(/cannot be read: /).first()).toBeVisible();
  await rollbackButton(page).click();
  await expect(panel(page).getByText(/^Accepted, but not done yet/)).toBeVisible();
  await expect(panel(page).getByText(/tried again, every 1 to 30 s/)).toBeVisible();
  await expectUsable(page, "not done yet");
  await restored();
  await expect(panel(page).getByText("Rolled back to blue · sprint-14, verified")).toBeVisible({
    timeout: 30_000,
  });
  expect(await weights()).toEqual({ blue: 100, green: 0 });
});

import type { Page } from "@playwright/test";
import { fixture } from "@/tests/support/fixture";
import { PASSWORD, person } from "@/tests/support/people";
import { planned, test } from "./release-stage";
import { expectAccessible, live, opened, signIn } from "./stage";
import { expect } from "./traffic-stage";

const card = (page: Page) => page.getByRole("region", { name: /^Checklist/ });
const rowOf = (page: Page, text: string) => card(page).getByRole("listitem").filter({ hasText: text });
const fold = (page: Page, name: RegExp) => card(page).getByRole("button", { name });

test("a person ticks by keyboard with a note, and evidence ticks by itself while the page is open", async ({
  page,
  server,
  push,
}) => {
  const { id } = await planned(server.url);
  await opened(page, `${server.url}/releases/${id}`);
  await expect(fold(page, /Pre-deployment/)).toHaveAttribute("aria-expanded", "true");
  // What everything goes back to answers, so one of them is done already.
  await expect(fold(page, /Pre-deployment/)).toContainText("1 of 8");
  await expect(rowOf(page, "Staging is validated")).toContainText("not validated yet");
  await expect(rowOf(page, "Staging is validated").getByRole("checkbox")).toHaveCount(0);

  await card(page).getByLabel("All tests pass").focus();
  await page.keyboard.press("Space");
  await expect(card(page).getByLabel("All tests pass")).toBeChecked();
  await expect(fold(page, /Pre-deployment/)).toContainText("2 of 8");
  await card(page).getByRole("button", { name: "Note on All tests pass" }).press("Enter");
  await page.keyboard.type("1,204 of 1,204, build 88");
  await page.keyboard.press("Enter");
  await expect(rowOf(page, "All tests pass")).toContainText("“1,204 of 1,204, build 88”");
  await expect(card(page).getByRole("button", { name: "Change note on All tests pass" })).toBeFocused();
  await expectAccessible(page);

  const answers = Promise.withResolvers<void>();
  await page.route("**/checklist/*", (route) => answers.promise.then(() => route.continue()), { times: 1 });
  await card(page).getByLabel("The code is reviewed and approved").focus();
  await page.keyboard.press("Space");
  await card(page).getByRole("button", { name: "Note on The code is reviewed and approved" }).press("Enter");
  await page.keyboard.type("by Ben, while the tick is on its way");
  await page.keyboard.press("Enter");
  answers.resolve();
  await expect(rowOf(page, "The code is reviewed and approved")).toContainText(
    "“by Ben, while the tick is on its way”",
  );
  await expect(card(page).getByLabel("The code is reviewed and approved")).toBeChecked();
  await expect(fold(page, /Pre-deployment/)).toContainText("3 of 8");

  await fold(page, /^Validation/).click();
  await expect(rowOf(page, "Python 3.13 environment")).toContainText("no health check has told of");
  await push("health?environment=green", fixture("health.json"));
  await expect(rowOf(page, "Python 3.13 environment")).toContainText("3.13.0");
  await expect(rowOf(page, "Python 3.13 environment")).toContainText(": met");
  await expect(rowOf(page, "Dependencies are installed")).toContainText('packages_installed is "unknown"');

  await page.reload();
  await live(page);
  await expect(card(page).getByLabel("All tests pass")).toBeChecked();
  await card(page).getByLabel("All tests pass").uncheck();
  await expect(fold(page, /Pre-deployment/)).toContainText("2 of 8");
  await expect(rowOf(page, "All tests pass")).toContainText("taken back by");
});

test("a release that asks for its checklist says at its start which items are open; a viewer ticks none", async ({
  page,
  context,
  server,
}) => {
  const { id } = await planned(server.url, { requires: ["checklist"] });
  await opened(page, `${server.url}/releases/${id}`);
  await expect(page.getByText(/pre-deployment: 7 of 8 items are open: All deliverables/)).toBeVisible();

  await person(server.url, "vera@example.org", "viewer");
  await context.clearCookies();
  await signIn(context, server.url, { email: "vera@example.org", password: PASSWORD });
  await opened(page, `${server.url}/releases/${id}`);
  const box = card(page).getByLabel("All tests pass");
  await expect(box).toHaveAttribute("aria-disabled", "true");
  await box.press("Space");
  await expect(box).not.toBeChecked();
  await expect(card(page).getByText("Needs the operator role.")).toBeVisible();
  await expect(card(page).getByRole("button", { name: /Note on/ })).toHaveCount(0);
});

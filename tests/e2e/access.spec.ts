import { ADMIN } from "@/tests/support/access";
import { enter, expectSignIn, password, signedInAt, statusOf, visitor, who } from "./access-stage";
import { configured, expect, expectUsable, opened, test } from "./stage";

// Several browsers, and passwords that take a while to be checked by design.

const PRINTED = /(http:\S+\/welcome\?token=\S+)/;

test.describe("the first start", () => {
  test.use({ env: { GREENLIGHT_ADMIN_EMAIL: "", GREENLIGHT_ADMIN_PASSWORD: "" }, signedIn: false });

  test("whoever opens the link that it printed becomes the administrator, once", async ({
    browser,
    server,
  }) => {
    const page = await visitor(browser);
    await page.goto(server.url);
    await expect(page.getByText("Open the one-time link that Greenlight printed")).toBeVisible();

    await expect.poll(() => PRINTED.test(server.log())).toBe(true);
    const [link = ""] = PRINTED.exec(server.log()) ?? [];
    await page.goto(link);
    await page.getByLabel("Name", { exact: true }).fill("Ana");
    await page.getByLabel("E-mail address").fill(ADMIN.email);
    await password(page, "New password").fill("passwordpassword");
    await expect(page.getByText("✓ Long enough")).toBeVisible();
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("common");
    await password(page, "New password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Set password and sign in" }).click();

    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await expect(who(page)).toContainText("Ana");
    await expect(who(page)).toContainText("Administrator");
    await page.goBack();
    expect(page.url()).not.toContain("token");
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does nothing any more");
  });
});

test.describe("by keyboard alone", () => {
  test.use({ signedIn: false });

  test("one signs in, is told of a wrong password, and comes out where one wanted to go", async ({
    browser,
    server,
  }) => {
    const page = await visitor(browser);
    const { keyboard } = page;
    await page.goto(`${server.url}/usage?range=7d&by=model`);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
    await expect(page.getByRole("status")).toHaveCount(0);
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await expect(page.getByLabel("E-mail address")).toBeFocused();
    await keyboard.type(ADMIN.email);
    await keyboard.press("Tab");
    await keyboard.type("not-the-password");
    await keyboard.press("Tab");
    await keyboard.press("Space");
    await expect(password(page)).toHaveAttribute("type", "text");
    await keyboard.press("Space");
    await expect(password(page)).toHaveAttribute("type", "password");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await expect(page.getByRole("main").getByRole("alert")).toHaveText(
      "▲ E-mail address or password is wrong.",
    );
    await expect(password(page)).toBeFocused();
    await keyboard.type(ADMIN.password);
    await keyboard.press("Enter");
    await expect(page).toHaveURL(`${server.url}/usage?range=7d&by=model`);
    await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  });
});

test.describe("at the sign-in", () => {
  test.use({ signedIn: false });

  test("a link cannot lead to another server", async ({ browser, server }) => {
    const page = await visitor(browser);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).host));
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent("/.//evil.example/x")}`);
    await enter(page, ADMIN);
    await expect(page).toHaveURL(`${server.url}/`);
    expect(new Set(asked)).toEqual(new Set([new URL(server.url).host]));
  });

  test("whoever tried too often is told when to try again", async ({ browser, server }) => {
    const page = await visitor(browser);
    const guesses = Array.from({ length: 10 }, (_, at) => ({ ...ADMIN, password: `guess number ${at}` }));
    const path = `${server.url}/api/auth/sign-in/email`;
    await Promise.all(guesses.map((data) => page.request.post(path, { data })));
    await page.goto(`${server.url}/sign-in`);
    await enter(page, ADMIN);
    await expect(page.getByRole("main").getByRole("alert")).toHaveText(
      /Too many tries to sign in .*; try again in 1\d minutes\./,
    );
  });
});

test("who signs out is out, here and on the server, and does not come back by the history", async ({
  page,
  server,
}) => {
  await opened(page, `${server.url}/usage`);
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expectSignIn(page, /^You are signed out\.$/);
  expect(new URL(page.url()).searchParams.has("next")).toBe(false);
  expect(await statusOf(page.context(), server.url, "/api/summary")).toBe(401);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("a session that is ended from elsewhere is led to the sign-in at once, and back from there", async ({
  browser,
  server,
}) => {
  const here = await signedInAt(browser, server.url);
  const there = await signedInAt(browser, server.url);
  await opened(there, `${server.url}/quality?range=7d`);
  await opened(here, `${server.url}/account`);
  await expect(here.getByText("in 2 places")).toBeVisible();
  await here.getByRole("button", { name: /^End the session of/ }).click();
  await expect(here.getByText("only here")).toBeVisible();

  await expectSignIn(there, /^Your session has ended\./);
  expect(await statusOf(there.context(), server.url, "/api/summary")).toBe(401);
  await enter(there, ADMIN);
  await expect(there).toHaveURL(`${server.url}/quality?range=7d`);
  await expect(here.getByText("in 2 places")).toBeVisible();
});

test("another password ends every session, and only it opens the next", async ({ browser, server }) => {
  const here = await signedInAt(browser, server.url);
  const there = await signedInAt(browser, server.url);
  const fresh = "quite-another-passphrase";
  await opened(there, server.url);
  await opened(here, `${server.url}/account`);
  await password(here, "Present password").fill("not-the-password");
  await password(here, "New password").fill(fresh);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByRole("main").getByRole("alert")).toContainText("this is not your password");
  await password(here, "Present password").fill(ADMIN.password);
  await here.getByRole("button", { name: "Change password" }).click();

  await expectSignIn(here, /^Your password is changed, and every session has ended\./);
  await expectSignIn(there, /^Your session has ended\./);
  await enter(here, ADMIN);
  await expect(here.getByRole("main").getByRole("alert")).toContainText("wrong");
  await enter(here, { ...ADMIN, password: fresh });
  await expect(here.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
});

test.describe("a wall display", () => {
  test.use({ env: configured("timezone: UTC\naccess: { anonymous: viewer }\n"), signedIn: false });

  test("shows everything and changes nothing; who knows a password finds the way in", async ({
    page,
    server,
  }) => {
    await opened(page, `${server.url}/releases`);
    await expect(who(page)).toContainText("Only looking");
    await expect(page.getByText("Needs the operator role: sign in.").first()).toBeVisible();
    await page.goto(`${server.url}/settings/users`);
    await expect(page.getByText("This page is for administrators")).toBeVisible();
    await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
    await expectUsable(page, "the sign-in of a wall display");
    await page.getByRole("link", { name: "Look without signing in" }).click();
    await expect(page).toHaveURL(`${server.url}/settings/users`);
    await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
    await enter(page, ADMIN);
    await expect(page.getByRole("heading", { name: /^Accounts/ })).toBeVisible();
  });
});

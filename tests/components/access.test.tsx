import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { DeadLink } from "@/components/access/dead-link";
import { ruleWords } from "@/components/access/password-field";
import { SetUp } from "@/components/access/set-up";
import { SignIn } from "@/components/access/sign-in";
import { Welcome } from "@/components/access/welcome";
import { Account } from "@/components/account/account";
import { Who } from "@/components/shell/who";
import { meQuery, sessionsQuery } from "@/lib/client/queries";
import type { Me, SessionsReply } from "@/lib/contract/people";
import { rendered, shown } from "@/tests/support/markup";
import { DEMO_VISITOR, ONLOOKER, person } from "@/tests/support/me";

vi.mock("next/navigation", () => ({
  usePathname: () => "/account",
  useSearchParams: () => new URLSearchParams(),
}));

const LENGTH = { min: 12, max: 128 };
const fieldOf = (html: string, name: string): string =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? "";

describe("the sign-in", () => {
  const page = (more: Partial<Parameters<typeof SignIn>[0]> = {}) =>
    renderToStaticMarkup(<SignIn next="/usage" why={null} open={false} {...more} />);

  test("can be filled by a password manager, and never puts what is typed into an address", () => {
    const html = page();
    expect(html).toMatch(/<form[^>]*method="post"/);
    expect(fieldOf(html, "email")).toContain('autoComplete="username"');
    expect(fieldOf(html, "password")).toContain('autoComplete="current-password"');
  });

  test.each([
    ["ended", "Your session has ended."],
    ["left", "You are signed out."],
    ["password", "Your password is changed, and every session has ended."],
  ] as const)("says why somebody was led here: %s", (why, words) => {
    expect(shown(page({ why }))).toContain(words);
    expect(page()).not.toContain('role="status"');
  });

  test("shows the way without it only where the settings open one", () => {
    expect(page()).not.toContain("Look without signing in");
    expect(page({ open: true })).toMatch(/<a href="\/usage"[^>]*>Look without signing in/);
  });

  test("says what to do about a lost password", () => {
    expect(shown(page())).toContain("Ask an administrator for a new link");
  });

  test("while there is nobody who could: names the link, and what makes a new one", () => {
    const text = shown(renderToStaticMarkup(<SetUp />));
    expect(text).toContain("Open the one-time link that Greenlight printed when it started");
    expect(text).toContain("npm run greenlight -- user add you@example.org --role admin");
  });
});

describe("a one-time link", () => {
  const page = (who: Parameters<typeof Welcome>[0]["person"]) =>
    renderToStaticMarkup(<Welcome token="t" person={who} length={LENGTH} />);

  test("asks the first administrator for name, address and password, with the rules of it beforehand", () => {
    const html = page(null);
    expect(fieldOf(html, "name")).toContain('autoComplete="name"');
    expect(fieldOf(html, "email")).not.toContain("readOnly");
    expect(fieldOf(html, "password")).toContain('autoComplete="new-password"');
    expect(shown(html)).toContain("12 to 128 characters, not a common one.");
  });

  test("shows somebody who was invited the address of the account, which is given", () => {
    const html = page({ name: "Vera", email: "vera@example.org" });
    expect(shown(html)).toContain("Welcome, Vera");
    expect(fieldOf(html, "email")).toMatch(/readOnly=""[^>]*value="vera@example.org"/);
    expect(fieldOf(html, "name")).toBe("");
  });

  test.each([
    [true, "Start Greenlight again"],
    [false, "Ask an administrator for a new one"],
  ])("that does nothing any more says so, and what to do: %s", (setup, words) => {
    const text = shown(renderToStaticMarkup(<DeadLink setup={setup} />));
    expect(text).toContain("This link does nothing any more");
    expect(text).toContain(words);
  });

  test.each([
    [0, "12 to 128 characters, not a common one."],
    [11, "12 to 128 characters, not a common one. 1 more."],
    [12, "✓ Long enough, if it is not a common one."],
    [128, "✓ Long enough, if it is not a common one."],
    [130, "12 to 128 characters, not a common one. 2 too many."],
  ])("follows a password of %i characters", (typed, words) => {
    expect(ruleWords(typed, LENGTH)).toBe(words);
  });
});

const shownTo = (me: Me, page: React.ReactNode, sessions?: SessionsReply) =>
  rendered(page, (client) => {
    client.setQueryData(meQuery().queryKey, me);
    if (sessions !== undefined) client.setQueryData(sessionsQuery().queryKey, sessions);
  });

describe("at the foot of the navigation", () => {
  test("stands who is signed in, with the way to the account and the way out", () => {
    const html = shownTo(person("operator"), <Who />);
    expect(shown(html).trim()).toBe("Vera operator Operator Account Sign out");
    expect(html).toMatch(/<a[^>]*aria-current="page"[^>]*href="\/account"/);
  });

  test("who only looks finds the way in, which leads back", () => {
    const html = shownTo(ONLOOKER, <Who />);
    expect(shown(html).trim()).toBe("Only looking Sign in");
    expect(html).toContain('href="/sign-in?next=%2Faccount"');
  });

  test("stands nothing in the demo", () => {
    expect(shownTo(DEMO_VISITOR, <Who />)).toBe("");
  });
});

describe("the account", () => {
  const at = "2026-11-23T13:00:00.000Z";
  const session = (id: string, more: Partial<SessionsReply["sessions"][number]> = {}) => ({
    id,
    current: false,
    created_at: at,
    expires_at: "2026-11-30T13:00:00.000Z",
    address: "192.0.2.7",
    agent: "curl/7.88.1",
    ...more,
  });
  const page = (me: Me, ...sessions: SessionsReply["sessions"]) =>
    shownTo(me, <Account length={LENGTH} />, { sessions });

  test("says who one is, and that another password ends every session before it does", () => {
    const me = person("viewer");
    const text = shown(
      page({ ...me, person: { ...me.person!, titles: ["pm"] } }, session("a", { current: true })),
    );
    expect(text).toContain("Name Vera viewer E-mail address viewer@example.org Role Viewer");
    expect(text).toContain("PM signs a release off for its quality");
    expect(text).toContain("Every session of yours ends at once, this one too");
  });

  test("lists the sessions in words, each with its own end; this one is left by signing out", () => {
    const html = page(
      person("viewer"),
      session("a"),
      session("b", { current: true, agent: null, address: null }),
    );
    const text = shown(html);
    expect(text).toContain("curl/7.88.1");
    expect(text).toContain("not known · this one");
    expect(text).toContain("23 Nov 2026, 13:00 until 30 Nov 2026, 13:00");
    expect(text).toContain("End the session of curl/7.88.1");
    expect(text).toContain("End all but this one");
    expect(text.match(/Sign out/g)).toHaveLength(1);
  });

  test("of one session offers no end of others", () => {
    expect(shown(page(person("viewer"), session("a", { current: true })))).not.toContain(
      "End all but this one",
    );
  });

  test.each([
    [ONLOOKER, "You look without being signed in."],
    [DEMO_VISITOR, "The demo has no sign-in"],
  ])("there is none without a sign-in, and that is said", (me, words) => {
    const text = shown(page(me));
    expect(text).toContain(words);
    expect(text).not.toContain("Change password");
  });
});

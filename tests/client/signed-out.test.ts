import { beforeEach, describe, expect, test, vi } from "vitest";
import fc from "@/tests/support/laws";

const assign = vi.fn();

/** A page of ours in a browser, freshly loaded. */
async function opened(address: string) {
  const { pathname, search, hash } = new URL(address, "http://greenlight.test");
  vi.stubGlobal("window", { location: { pathname, search, hash, assign } });
  vi.resetModules();
  return import("@/lib/client/signed-out");
}

const ledTo = () => new URL(String(assign.mock.lastCall?.[0]), "http://greenlight.test");

beforeEach(() => assign.mockReset());

describe("whoever is led to the sign-in", () => {
  test("is told that the session has ended, and comes back to the very view", async () => {
    const { leadToSignIn, nextPath } = await opened("/usage?range=7d&by=model#table");
    leadToSignIn();
    expect(ledTo().pathname).toBe("/sign-in");
    expect(ledTo().searchParams.get("why")).toBe("ended");
    expect(nextPath(ledTo().searchParams.get("next"))).toBe("/usage?range=7d&by=model#table");
  });

  test("after signing out is told that, and is not led back", async () => {
    const { leaving } = await opened("/usage");
    await leaving("left", async () => {});
    expect([...ledTo().searchParams]).toEqual([["why", "left"]]);
  });

  test("hears why, also where the stream tells of the end before the answer does", async () => {
    const { leadToSignIn, leaving } = await opened("/account");
    await leaving("password", async () => leadToSignIn());
    const told = assign.mock.calls.map(([path]) => new URL(path, "http://greenlight.test").searchParams);
    expect(told.map((search) => search.get("why"))).toEqual(["password", "password"]);
    expect(told[0]?.get("next")).toBe("/account");
  });

  test("stays where the act has failed; a later end is an end", async () => {
    const { leadToSignIn, leaving } = await opened("/account");
    const refused = leaving("password", () => Promise.reject(new Error("not your password")));
    await expect(refused).rejects.toThrow("not your password");
    expect(assign).not.toHaveBeenCalled();
    leadToSignIn();
    expect(ledTo().searchParams.get("why")).toBe("ended");
  });
});

describe("where a sign-in leads", () => {
  test.each([
    ["/usage?range=7d#table", "/usage?range=7d#table"],
    ["/articles/a%20b", "/articles/a%20b"],
    ["/sign-installed", "/sign-installed"],
    ["/a/../settings", "/settings"],
  ])("%s", async (wanted, path) => {
    const { nextPath } = await opened("/sign-in");
    expect(nextPath(wanted)).toBe(path);
  });

  test.each([
    null,
    undefined,
    "",
    "usage",
    "//evil.example",
    "///evil.example",
    "//evil.example/usage",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "https:evil.example",
    "https://evil.example",
    "http://greenlight/usage",
    "//greenlight@evil.example",
    "javascript:alert(1)",
    "/\u0000javascript:alert(1)//../..//evil.example",
    "data:text/html,x",
    "/sign-in",
    "/sign-in/",
    "/sign-in?next=/sign-in",
    "/x/../sign-in",
    "/welcome?token=abc",
    "/api/events",
    "/api",
  ])("never %j", async (wanted) => {
    const { nextPath } = await opened("/sign-in");
    expect(nextPath(wanted)).toBe("/");
  });

  test("is on this server, whatever is asked for, and is the same when it is asked for again", async () => {
    const { nextPath } = await opened("/sign-in");
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      ":",
      "@",
      "\t",
      "\n",
      "evil.example",
      "https:",
      "?",
      "#",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = nextPath(pieces.join(""));
        expect(new URL(path, "https://here.example").origin).toBe("https://here.example");
        expect(nextPath(path)).toBe(path);
      }),
      { numRuns: 20_000 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { lackingWords, ROLE_WORDS, SCOPE_WORDS, standingOf, TITLE_WORDS } from "@/lib/client/access-words";
import type { Me } from "@/lib/contract/people";
import { anonymous, grantsOfRole, ROLES, type Role, SCOPES, TITLES } from "@/lib/domain/access";

const person = (role: Role): Pick<Me, "permissions" | "person"> => ({
  permissions: [...grantsOfRole(role)],
  person: { name: "Vera", email: "vera@example.org", role, titles: [] },
});

const onlooker = { permissions: [...anonymous("127.0.0.1").grants], person: null };

describe("what somebody lacks", () => {
  test.each([
    ["viewer", "operate", "Needs the operator role."],
    ["viewer", "admin", "Needs the administrator role."],
    ["operator", "operate", null],
    ["operator", "admin", "Needs the administrator role."],
    ["admin", "operate", null],
    ["admin", "admin", null],
  ] as const)("%s, to %s: %s", (role, permission, words) => {
    expect(lackingWords(person(role), permission)).toBe(words);
  });

  test("who only looks is asked to sign in", () => {
    expect(lackingWords(onlooker, "operate")).toBe("Needs the operator role: sign in.");
    expect(lackingWords(onlooker, "read")).toBeNull();
  });
});

describe("how an account stands", () => {
  const open = { disabled: false, has_password: true, invited_until: null };
  test.each([
    [open, "active"],
    [{ ...open, disabled: true }, "disabled"],
    [
      { ...open, has_password: false, invited_until: "2026-11-26T16:04:00.000Z" },
      "invited until 26 Nov 2026, 16:04",
    ],
    [{ ...open, has_password: false }, "no password, and no link"],
  ])("%o is %s", (user, words) => {
    expect(standingOf(user, "UTC").words).toBe(words);
  });
});

test("every role, title and scope has words of its own", () => {
  const words = [
    ...ROLES.map((role) => ROLE_WORDS[role].may),
    ...TITLES.map((title) => TITLE_WORDS[title].signs),
    ...SCOPES.map((scope) => SCOPE_WORDS[scope]),
  ];
  expect(new Set(words).size).toBe(ROLES.length + TITLES.length + SCOPES.length);
});

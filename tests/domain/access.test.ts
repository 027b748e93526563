import { describe, expect, test } from "vitest";
import {
  anonymous,
  grantsOfRole,
  grantsOfScope,
  may,
  nobody,
  PERMISSIONS,
  ROLES,
  SCOPES,
  TITLES,
  titlesOf,
  visitor,
} from "@/lib/domain/access";
import fc from "@/tests/support/laws";

describe("grants", () => {
  test("no role may less than the one below it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PERMISSIONS), fc.nat(1), (permission, below) => {
        const [lower, upper] = [ROLES[below]!, ROLES[below + 1]!];
        return !grantsOfRole(lower).includes(permission) || grantsOfRole(upper).includes(permission);
      }),
    );
  });

  test("each role and scope is what it is by a literal table", () => {
    expect(ROLES.map(grantsOfRole)).toEqual([
      ["open", "read"],
      ["open", "read", "operate"],
      ["open", "read", "ingest", "operate", "admin"],
    ]);
    expect(SCOPES.map(grantsOfScope)).toEqual([
      ["open", "ingest"],
      ["open", "read"],
      ["open", "read", "operate"],
      ["open", "read", "ingest", "operate", "admin"],
    ]);
  });

  test("administering belongs to administrators and their keys alone", () => {
    const others = [nobody("x"), anonymous("x"), visitor("x")];
    for (const who of others) expect(may(who, "admin"), who.kind).toBe(false);
    expect(PERMISSIONS.filter((permission) => may(nobody("x"), permission))).toEqual(["open"]);
    expect(PERMISSIONS.filter((permission) => may(anonymous("x"), permission))).toEqual(["open", "read"]);
  });
});

describe("titlesOf", () => {
  test("reads back any set of titles, each once, and what is none not at all", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...TITLES), fc.string())), (stored) => {
        const read = titlesOf(stored.join(" "));
        expect(new Set(read).size).toBe(read.length);
        expect(read.every((title) => TITLES.includes(title))).toBe(true);
        for (const title of TITLES) if (stored.includes(title)) expect(read).toContain(title);
      }),
    );
  });
});

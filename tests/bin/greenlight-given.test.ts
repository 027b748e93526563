import { expect, test } from "vitest";
import { BadUsage, emailOf, environmentOf, keyOf, lastsMsOf, userOf } from "@/bin/greenlight-given";

const ANA = "ana@example.org";

test("an account takes its name from the address unless one is given", () => {
  expect(userOf(ANA, { role: "admin" })).toEqual({ email: ANA, name: "ana", role: "admin", titles: [] });
  expect(userOf(ANA, { role: "viewer", name: "Ana", title: ["pm"] })).toMatchObject({
    name: "Ana",
    titles: ["pm"],
  });
});

test.each([
  [undefined, null],
  ["90d", 90 * 86_400_000],
  ["12h", 12 * 3_600_000],
  ["1s", 1000],
  ["3650d", 3650 * 86_400_000],
])("--expires %s lasts %s ms", (expires, ms) => {
  expect(lastsMsOf({ expires })).toBe(ms);
});

test.each<[() => unknown, string]>([
  [() => userOf("ana", { role: "admin" }), 'EMAIL: found "ana"; an e-mail address'],
  [() => userOf(ANA, {}), "--role is needed"],
  [() => userOf(ANA, { role: "root" }), '--role: found "root"; '],
  [() => userOf(ANA, { role: "admin", title: ["king"] }), '--title: found ["king"]; '],
  [() => userOf(ANA, { role: "admin", name: "two\nlines" }), "--name: "],
  [() => emailOf("ana@"), "EMAIL: "],
  [() => keyOf("ci", {}), "--scope is needed"],
  [() => keyOf("ci", { scope: "root" }), "--scope: "],
  [() => keyOf("=cmd", { scope: "read" }), "NAME: "],
  [() => lastsMsOf({ expires: "90" }), '--expires: found "90"'],
  [() => lastsMsOf({ expires: "0d" }), '--expires: found "0d"'],
  [() => lastsMsOf({ expires: "0h" }), '--expires: found "0h"'],
  [() => lastsMsOf({ expires: "-1d" }), '--expires: found "-1d"'],
  [() => lastsMsOf({ expires: "3651d" }), '--expires: found "3651d"'],
  [() => lastsMsOf({ expires: "" }), '--expires: found ""'],
  [() => environmentOf({ environment: "red" }), '--environment: found "red"'],
])("%s is bad usage: %s", (read, why) => {
  expect(read).toThrow(BadUsage);
  expect(read).toThrow(why);
});

import { describe, expect, test } from "vitest";
import { LIMITS } from "@/lib/domain/release";
import { coolingDown, readiness, recentAutomatic, undone } from "@/lib/domain/release-guards";
import type { Command, Look } from "@/lib/domain/release-look";
import { step } from "@/lib/domain/release-step";
import { command, HOUR, look, MINUTE, NOW, release } from "@/tests/support/release";

describe("a start", () => {
  const start = (more: Partial<Command> = {}, guards: Partial<Look["guards"]> = {}, seen: Look = look(0)) =>
    step(release(), {
      ...seen,
      commands: [command("start", more)],
      guards: { ...seen.guards, ...guards },
    });

  test.each<[string, Partial<Command>, Partial<Look["guards"]>, Look]>([
    ["of a plan that was not seen", { planHash: "other" }, {}, look(0)],
    ["without a plan's hash", { planHash: undefined }, {}, look(0)],
    ["beside another release", {}, { anotherLive: true }, look(0)],
    ["while the traffic is moved", {}, {}, look(0, { traffic: { moving: true } })],
    ["in an environment that has work", {}, {}, look(30)],
    ["while the balancer cannot be read", {}, {}, look(0, { traffic: { applied: null } })],
    ["of a version that was rolled back", {}, { quarantined: "sprint-15 was rolled back" }, look(0)],
    [
      "of that by an administrator without a reason",
      { admin: true, reason: "  " },
      { quarantined: "it was" },
      look(0),
    ],
    ["of that by another with a reason", { reason: "fixed" }, { quarantined: "it was" }, look(0)],
    ["too soon after an automatic rollback", {}, { coolingDown: true }, look(0)],
  ])("%s is refused, and says why", (_, more, guards, seen) => {
    const after = start(more, guards, seen);
    expect(after.release.phase.name).toBe("draft");
    expect(after.answers).toMatchObject([{ accepted: false, possible: ["start", "abort"] }]);
    expect(after.effects).toEqual([]);
  });

  test("of what was rolled back, or too soon, by an administrator with a reason is recorded with it", () => {
    const after = start(
      { admin: true, reason: "fixed the prompt" },
      { quarantined: "it was", coolingDown: true },
    );
    expect(after.release.phase.name).toBe("preflight");
    expect(after.effects[0]).toMatchObject({ kind: "record", entry: { reason: "fixed the prompt" } });
  });

  test("even an administrator starts no second one, and no plan that was not seen", () => {
    const admin = { admin: true, reason: "now" };
    expect(start(admin, { anotherLive: true }).release.phase.name).toBe("draft");
    expect(start({ ...admin, planHash: "x" }).release.phase.name).toBe("draft");
  });
});

test.each([
  [true, 0, "ready"],
  [true, LIMITS.backupFreshMs, "ready"],
  [true, LIMITS.backupFreshMs + 1, "unknown"],
  [false, 0, "unhealthy"],
  [false, LIMITS.backupFreshMs + 1, "unknown"],
  [false, null, "unknown"],
  [null, null, "ready"],
] as const)("a backup that said %s, %s ms ago: %s", (healthy, ageMs, ready) => {
  expect(readiness({ healthy, ageMs, misses: 0, said: "" })).toBe(ready);
});

test("automatic rollbacks count for 24 h, and hold a start up for 15 min", () => {
  const moments = [NOW - 24 * HOUR, NOW - 24 * HOUR + 1, NOW - 16 * MINUTE];
  expect(recentAutomatic(moments, NOW)).toBe(2);
  expect(coolingDown(moments, NOW)).toBe(false);
  expect(coolingDown([NOW - 15 * MINUTE + 1], NOW)).toBe(true);
  expect(recentAutomatic([], NOW)).toBe(0);
});

test("a clock that was put back makes no rollback old", () => {
  expect(recentAutomatic([NOW], NOW - 30 * 24 * HOUR)).toBe(1);
  expect(coolingDown([NOW], NOW - HOUR)).toBe(true);
});

describe("an undo", () => {
  const undoneBy = { actor: "ada", automatic: false, rule: null };
  const back = release({ name: "rolled_back" }, { undoneBy, enteredMs: NOW });
  const wish = { id: "two", actor: "bob", nowMs: NOW + 10 * MINUTE };

  test("opens a new release of the same plan from its beginning, linked to the old one", () => {
    expect(undone(back, wish)).toMatchObject({
      id: "two",
      linkedTo: "one",
      createdBy: "bob",
      plan: back.plan,
      phase: { name: "draft" },
      fullMs: null,
      undoneBy: null,
    });
  });

  test.each([
    ["after ten minutes", back, { ...wish, nowMs: wish.nowMs + 1 }],
    ["of what went back by itself", { ...back, undoneBy: { ...undoneBy, automatic: true } }, wish],
    ["of what was not rolled back", release({ name: "cancelled" }), wish],
    ["of what is still going back", release({ name: "verifying" }, { undoneBy }), wish],
  ])("%s is refused", (_, from, wished) => {
    expect(undone(from, wished)).toMatchObject({ accepted: false });
  });
});

import { describe, expect, test } from "vitest";
import type { Phase } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { possible } from "@/lib/domain/release-possible";
import { step } from "@/lib/domain/release-step";
import { command, heldOver, look, observing, release, shifting } from "@/tests/support/release";

describe("what is possible", () => {
  test.each<[string, Phase, string[]]>([
    ["draft", { name: "draft" }, ["start", "abort"]],
    ["preflight", { name: "preflight" }, ["pause", "promote", "abort"]],
    ["shifting", shifting(), ["pause", "rollback"]],
    ["observing", observing(), ["pause", "promote", "rollback"]],
    ["held before any traffic", heldOver({ name: "preflight" }), ["resume", "promote", "abort"]],
    ["held while shifting", heldOver(shifting()), ["resume", "rollback"]],
    ["held while observing", heldOver(observing()), ["resume", "promote", "rollback"]],
    ["held for what passes", heldOver(observing(), "stale"), ["resume", "promote", "pause", "rollback"]],
    ["retained", { name: "retained" }, ["pause", "rollback"]],
    ["completed", { name: "completed", retired: false }, ["retire", "rollback"]],
    ["retired", { name: "completed", retired: true }, []],
    ["rolling back", { name: "rolling_back", tries: 0, retryInMs: 0 }, ["rollback"]],
    ["verifying", { name: "verifying" }, ["rollback"]],
    ["failed", { name: "rollback_failed", closed: false, tries: 0, retryInMs: 0 }, ["rollback", "close"]],
    ["closed", { name: "rollback_failed", closed: true, tries: 0, retryInMs: 0 }, []],
    ["rolled back", { name: "rolled_back" }, []],
    ["cancelled", { name: "cancelled" }, []],
  ])("while it is %s", (_, phase, verbs) => {
    expect(possible(release(phase))).toEqual(verbs);
  });

  test("also a rollback before any share of its own, where a hand gave it work", () => {
    expect(possible(release({ name: "preflight" }, { applied: 30 }))).toContain("rollback");
  });

  test("what is not is refused, and what is is said", () => {
    const after = step(release(observing()), look(50, { commands: [command("abort")] }));
    expect(after.release.phase.name).toBe("observing");
    expect(after.answers).toEqual([
      {
        accepted: false,
        why: "a release that is observing cannot be asked to abort; possible is pause, promote, rollback",
        possible: ["pause", "promote", "rollback"],
      },
    ]);
  });
});

describe("retiring the old environment", () => {
  const retire = (phase: Phase, seen: Look = look(100)) =>
    step(release(phase, { applied: 100 }), { ...seen, commands: [command("retire")] });

  test.each<[string, Phase]>([
    ["retained", { name: "retained" }],
    ["observed at everything", observing({ step: 2 })],
    ["held", heldOver({ name: "retained" })],
    ["retired already", { name: "completed", retired: true }],
  ])("is impossible while a release is %s", (_, phase) => {
    expect(retire(phase).answers).toMatchObject([{ accepted: false }]);
  });

  test("is refused where the old one has work again, or another release needs it", () => {
    const done = { name: "completed" as const, retired: false };
    expect(retire(done, look(90)).answers).toMatchObject([{ accepted: false }]);
    const busy = look(100, { guards: { ...look(0).guards, anotherLive: true } });
    expect(retire(done, busy).answers).toMatchObject([{ accepted: false }]);
  });
});

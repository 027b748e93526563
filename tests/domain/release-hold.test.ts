import { describe, expect, test } from "vitest";
import { LIMITS, type Phase, type Release } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { step } from "@/lib/domain/release-step";
import {
  command,
  entry,
  HOUR,
  heldOver,
  kinds,
  look,
  observing,
  played,
  release,
  ripe,
  says,
  shifting,
} from "@/tests/support/release";

const REVIEW = { action: { kind: "review" as const } };
const times = (count: number, one: Look) => Array.from({ length: count }, () => one);
const phaseOf = (from: Release, looks: readonly Look[]): Phase => played(from, looks).release.phase;

describe("is held", () => {
  test.each<[string, Phase, Look, string, number]>([
    [
      "preflight: a check failed",
      { name: "preflight" },
      look(0, { checks: [{ name: "health", state: "failed", said: "503" }] }),
      "preflight",
      1,
    ],
    ["preflight: no answer in time", { name: "preflight" }, look(0, { elapsedMs: 60_000 }), "preflight", 15],
    ["drift: a hand gave it work before its checks were done", { name: "preflight" }, look(10), "drift", 11],
    [
      "router: 60 s without the share",
      shifting(),
      look(50, { traffic: { applied: 0, moving: true } }),
      "router",
      60,
    ],
    ["router: 60 s without a reading", shifting(), look(50, { traffic: { applied: null } }), "router", 60],
    ["drift: somebody wants another share while it is sent", shifting(), look(30), "drift", 11],
    ["drift: another share for 10 s", observing(), look(50, { traffic: { applied: 70 } }), "drift", 11],
    [
      "drift: another share is wanted for 10 s",
      observing(),
      look(50, { traffic: { wanted: 0 } }),
      "drift",
      11,
    ],
    [
      "router: 60 s without a reading of a share that was there",
      observing(),
      look(50, { traffic: { applied: null } }),
      "router",
      61,
    ],
    ["stale: the sources are silent", observing(), look(50, { readable: false }), "stale", 61],
    ["no_data: the probes are silent", observing(), look(50, { probed: false }), "no_data", 61],
    [
      "no_data: a rule that must have data has none",
      observing(),
      look(50, { findings: [says("no_data", { mustHaveData: true })] }),
      "no_data",
      61,
    ],
    ["review: a rule asks for it", observing(), look(50, { findings: [says("fail", REVIEW)] }), "review", 1],
    [
      "review: a guard holds it",
      observing(),
      look(50, { findings: [says("fail", { action: { kind: "hold" } })] }),
      "review",
      1,
    ],
    [
      "inconclusive: three days without the evidence",
      observing(),
      look(50, { elapsedMs: 60_000, samples: { candidate: 1, control: 1 } }),
      "inconclusive",
      72 * 60,
    ],
    ["drift: when everything is there", { name: "retained" }, look(80), "drift", 11],
    [
      "review: when everything is there",
      { name: "retained" },
      look(100, { findings: [says("fail", REVIEW)] }),
      "review",
      1,
    ],
  ])("%s", (_, phase, seen, reason, looks) => {
    expect(phaseOf(release(phase), times(looks - 1, seen)).name).toBe(phase.name);
    const after = played(release(phase), times(looks, seen));
    expect(after.release.phase).toMatchObject({ name: "held", reason, over: { name: phase.name } });
    expect(kinds(after)).toEqual(["record held", "notify"]);
  });

  test("for the restart, where no look was clean since", () => {
    const unclean = look(50, { traffic: { applied: 0, wanted: 0 }, readable: false });
    expect(phaseOf(release(shifting({ clean: false })), times(60, unclean))).toMatchObject({
      reason: "restart",
    });
  });

  test("rather than go further without a way back", () => {
    const backup = { healthy: false, ageMs: 1000, misses: 1, said: "answers 503" };
    expect(step(release(ripe()), look(50, { backup })).release.phase).toMatchObject({
      reason: "backup_unhealthy",
      said: "not further without a way back: the backup answers 503",
    });
  });

  test("not before the backup was asked, where its answer is old", () => {
    const old = look(50, { backup: { healthy: true, ageMs: LIMITS.backupFreshMs + 1, misses: 0, said: "" } });
    const asked = step(release(ripe()), old);
    expect(kinds(asked)).toEqual(["probe"]);
    expect(kinds(step(asked.release, old))).toEqual([]);
    expect(step(asked.release, look(50)).release.phase.name).toBe("shifting");
  });

  test("not by a rule that it cannot measure, however often", () => {
    const findings = [says("cannot_measure"), says("not_enough_evidence"), says("no_data")];
    expect(phaseOf(release(observing()), times(200, look(50, { findings }))).name).toBe("observing");
  });

  test("once for one reason, and tells it once", () => {
    const seen = look(50, { findings: [says("fail", REVIEW)] });
    const after = step(release(observing()), seen);
    for (const again of [seen, look(50, { readable: false }), look(70)])
      expect(kinds(played(after.release, times(100, again)))).toEqual([]);
  });

  test("a hold for what passes yields to one that does not", () => {
    const stale = release(heldOver(observing(), "stale"), {
      trouble: { off: null, unread: null, stale: 0, noData: null },
    });
    const seen = look(50, { readable: false, findings: [says("fail", REVIEW)] });
    expect(step(stale, seen).release.phase).toMatchObject({ reason: "review", over: { name: "observing" } });
  });

  test("a millisecond before the time of the balancer is over, and what came back, hold nothing", () => {
    const off = look(50, { traffic: { applied: 70 } });
    expect(phaseOf(release(observing()), [...times(10, off), look(50), ...times(10, off)]).name).toBe(
      "observing",
    );
  });
});

describe("a share that came to nothing", () => {
  const failed = look(50, { traffic: { applied: 0, wanted: 0 } });

  test("is sent again after 1, 2, 4 and 8 s, and not while it is on its way", () => {
    let now = release(shifting());
    const sent: number[] = [];
    for (let second = 1; second < 60; second += 1) {
      const after = step(now, failed);
      now = after.release;
      if (after.effects.some(({ kind }) => kind === "shift")) sent.push(second);
    }
    expect(sent).toEqual([1, 3, 7, 15, 31]);
    const moving = look(50, { traffic: { applied: 0, wanted: 50, moving: true } });
    expect(kinds(played(release(shifting()), times(30, moving)))).toEqual([]);
  });

  test("is not sent over what somebody else wants", () => {
    expect(kinds(step(release(shifting()), look(30)))).toEqual([]);
  });
});

describe("goes on", () => {
  const resume = (from: Release, seen: Partial<Look> = {}) =>
    step(from, { ...look(50), commands: [command("resume", { reason: "seen" })], ...seen });

  test.each(["no_data", "stale"] as const)(
    "by itself where it was held for %s, with what it had counted",
    (reason) => {
      const held = release(heldOver(observing({ countedMs: HOUR / 2 }), reason));
      const after = step(held, look(50));
      expect(after.release.phase).toMatchObject({ name: "observing", countedMs: HOUR / 2 });
      expect(entry(after)).toMatchObject({ kind: "resumed", actor: "system" });
      expect(step(held, look(50, { readable: false })).release.phase.name).toBe("held");
      expect(step(held, look(50, { probed: false })).release.phase.name).toBe("held");
    },
  );

  test.each([
    "manual",
    "router",
    "drift",
    "inconclusive",
    "review",
    "shared_cause",
    "backup_unhealthy",
    "restart",
    "automation_off",
  ] as const)("only by a person where it was held for %s", (reason) => {
    const held = release(heldOver(observing(), reason));
    expect(phaseOf(held, times(100, look(50)))).toMatchObject({ name: "held", reason });
    expect(resume(held).release.phase.name).toBe("observing");
  });

  test("not by itself any more, once a person has paused it", () => {
    const paused = step(
      release(heldOver(observing(), "no_data")),
      look(50, { probed: false, commands: [command("pause")] }),
    );
    expect(paused.release.phase).toMatchObject({ name: "held", reason: "manual" });
    expect(phaseOf(paused.release, times(10, look(50)))).toMatchObject({ reason: "manual" });
  });

  test("with its checks asked again", () => {
    const after = step(
      release(heldOver({ name: "preflight" }, "preflight")),
      look(0, { commands: [command("resume")] }),
    );
    expect(after.release.phase.name).toBe("preflight");
    expect(kinds(after)).toEqual(["record resumed", "probe"]);
  });

  test.each<[string, Phase, number, number]>([
    ["while it was sent", shifting(), 0, 50],
    ["where somebody had moved it", observing(), 20, 50],
    ["where everything had been there", { name: "retained" }, 60, 100],
  ])("with its share sent again, %s", (_, over, applied, weight) => {
    const held = release(heldOver(over as never, "drift"));
    const after = resume(held, { traffic: look(applied).traffic });
    expect(after.effects).toContainEqual(expect.objectContaining({ kind: "shift", weight }));
  });

  test.each(["no_data", "stale"] as const)("by itself from %s not before everything is there", (reason) => {
    const held = release(heldOver(observing(), reason));
    for (const seen of [look(30), look(50, { traffic: { applied: null } })]) {
      expect(step(held, seen).release.phase).toMatchObject({ name: "held", reason });
      expect(kinds(played(held, times(9, seen)))).toEqual([]);
    }
    expect(phaseOf(held, times(11, look(30)))).toMatchObject({ reason: "drift" });
  });

  test("not over what somebody has moved meanwhile, before that was said", () => {
    const first = resume(release(heldOver(observing())), { traffic: look(30).traffic });
    expect(first.answers).toEqual([{ accepted: true }]);
    expect(first.release.phase).toMatchObject({
      name: "held",
      reason: "drift",
      said: "green has 30 % instead of 50 %",
    });
    expect(kinds(first)).toEqual(["record held"]);
    expect(kinds(resume(first.release, { traffic: look(30).traffic }))).toEqual(["record resumed", "shift"]);
  });

  test("past a rule that a person has looked at, until the next share", () => {
    const seen = look(50, { findings: [says("fail", REVIEW)] });
    const resumed = resume(release(heldOver(ripe(), "review")), { findings: seen.findings }).release;
    expect(resumed.waived).toEqual(["api-error-rate"]);
    expect(phaseOf(resumed, times(50, seen)).name).toBe("observing");
    const next = played(resumed, [look(50), look(100), look(100)]).release;
    expect(next).toMatchObject({ waived: [], phase: { name: "observing", step: 2 } });
    expect(step(next, look(100, { findings: seen.findings })).release.phase).toMatchObject({
      reason: "review",
    });
  });

  test("for as long again where the evidence did not come", () => {
    const held = release(heldOver(observing(), "inconclusive"), { forMs: 99 * HOUR });
    const after = resume(held, { samples: { candidate: 1, control: 0 } }).release;
    expect(after).toMatchObject({ forMs: 0, phase: { name: "observing" } });
  });

  test("while it is held its clock stands, and its samples come in", () => {
    const held = release(heldOver(observing({ countedMs: 5 })));
    expect(phaseOf(held, times(30, look(50)))).toMatchObject({
      over: { countedMs: 5, samples: { candidate: 8, control: 8 } },
    });
  });
});

import { describe, expect, test } from "vitest";
import { LIMITS, type Release } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { step } from "@/lib/domain/release-step";
import {
  command,
  entry,
  HOUR,
  heldOver,
  kinds,
  look,
  NOW,
  observing,
  played,
  release,
  ripe,
  says,
  shifting,
} from "@/tests/support/release";

describe("a share ends after its time and its evidence", () => {
  const at = (more: object, seen: Look = look(50)) => step(release(observing(more)), seen).release.phase.name;
  const eight = { candidate: 8, control: 8 };

  test.each([
    ["a millisecond short of the hour", { countedMs: HOUR - 1001, samples: eight }, eight, "observing"],
    ["the hour and the articles", { countedMs: HOUR - 1000 }, eight, "shifting"],
    ["seven on green", { countedMs: HOUR }, { candidate: 7, control: 8 }, "observing"],
    ["seven on blue", { countedMs: HOUR }, { candidate: 8, control: 7 }, "observing"],
    ["none at all, after a day", { countedMs: 24 * HOUR }, { candidate: 0, control: 0 }, "observing"],
  ])("%s", (_, more, samples, then) => {
    expect(at(more, look(50, { samples }))).toBe(then);
  });

  test("where it has everything, its own articles are enough", () => {
    const last = observing({ step: 2, countedMs: HOUR });
    const samples = { candidate: 8, control: 0 };
    expect(step(release(last), look(100, { samples })).release.phase.name).toBe("retained");
  });

  test("samples are those of the look, also where there are fewer than before", () => {
    const after = step(release(ripe()), look(50, { samples: { candidate: 2, control: 8 } }));
    expect(after.release.phase).toMatchObject({ name: "observing", samples: { candidate: 2 } });
  });

  test.each<[string, Look]>([
    ["the sources cannot be read", look(50, { readable: false })],
    ["the probes do not answer", look(50, { probed: false })],
    ["the share is another one", look(50, { traffic: { applied: 40 } })],
    ["another share is wanted", look(50, { traffic: { wanted: 40 } })],
    ["the balancer cannot be read", look(50, { traffic: { applied: null } })],
    [
      "a rule that must have data has none",
      look(50, { findings: [says("no_data", { mustHaveData: true })] }),
    ],
  ])("the clock stands still while %s, and for the second after it", (_, bad) => {
    const start = release(observing());
    expect(played(start, [look(50), look(50)]).release.phase).toMatchObject({ countedMs: 2000 });
    expect(played(start, [look(50), bad, look(50)]).release.phase).toMatchObject({ countedMs: 1000 });
    expect(step(release(ripe()), bad).release.phase.name).toBe("observing");
  });

  test.each([
    ["back", -3 * HOUR, 0],
    ["by nothing", 0, 0],
    ["into nowhere", Number.NaN, 0],
    ["by a pause of the process of three hours", 3 * HOUR, LIMITS.lookMs],
  ])("a clock that went %s counts %s ms as %s", (_, elapsedMs, counts) => {
    const after = step(release(observing()), look(50, { elapsedMs }));
    expect(after.release.phase).toMatchObject({ countedMs: counts });
  });

  test("the clock on the wall moves nothing, whichever way it is put", () => {
    for (const nowMs of [NOW - 30 * 24 * HOUR, NOW + 400 * 24 * HOUR]) {
      const after = step(release(observing()), look(50, { nowMs }));
      expect(after.release.phase).toMatchObject({ name: "observing", countedMs: 1000 });
      expect(after.release.forMs).toBe(1000);
    }
  });

  test.each(["fail", "pass", "not_enough_evidence", "no_data", "cannot_measure"] as const)(
    "a rule that reviews and says %s",
    (verdict) => {
      const findings = [says(verdict, { action: { kind: "review" } })];
      const after = step(release(ripe()), look(50, { findings })).release.phase;
      expect(after.name).toBe(verdict === "fail" ? "held" : "shifting");
    },
  );

  test("a rule that only tells people does not stop it", () => {
    const findings = [says("fail", { action: { kind: "notify" } })];
    expect(step(release(ripe()), look(50, { findings })).release.phase.name).toBe("shifting");
  });

  test("what advanced it is stored with it", () => {
    const findings = [says("pass")];
    const told = entry(step(release(ripe()), look(50, { findings })));
    expect(told).toMatchObject({
      kind: "advanced",
      said: "1 h done, 8 of 8 articles on green, 8 of 8 articles on blue",
      actor: "system",
      evidence: { weight: 50, applied: 50, samples: { candidate: 8, control: 8 } },
    });
    expect(told.evidence.countedMs).toBeGreaterThanOrEqual(HOUR);
    expect(told.evidence.findings).toEqual([
      { rule: "api-error-rate", finding: findings[0]?.finding, sharedCause: false },
    ]);
  });
});

describe("a person promotes", () => {
  const promote = (from: Release, seen: Partial<Look> = {}) =>
    step(from, { ...look(50), commands: [command("promote", { reason: "late" })], ...seen });

  test("on thin evidence, and that is what is recorded", () => {
    const after = promote(release(observing()), { samples: { candidate: 3, control: 8 } });
    expect(after.release.phase).toMatchObject({ name: "shifting", step: 2 });
    expect(entry(after)).toMatchObject({
      kind: "promoted",
      said: "promoted on n = 3, not enough evidence",
      actor: "ada",
      reason: "late",
    });
  });

  test("on enough of it", () => {
    expect(entry(promote(release(ripe()))).said).toBe("promoted on n = 8");
  });

  test("with a rule that fails: the evidence is not there", () => {
    const findings = [says("fail", { action: { kind: "review" } })];
    const held = release(heldOver(ripe(), "review"));
    expect(entry(promote(held, { findings })).said).toBe("promoted on n = 8, not enough evidence");
  });

  test.each(["no_data", "stale", "inconclusive", "review", "shared_cause", "drift", "manual"] as const)(
    "where it is held for %s",
    (reason) => {
      const after = promote(release(heldOver(observing(), reason)), { readable: false });
      expect(after.release.phase).toMatchObject({ name: "shifting", step: 2 });
    },
  );

  test("where its checks failed", () => {
    const after = promote(release(heldOver({ name: "preflight" }, "preflight")), {
      traffic: look(0).traffic,
    });
    expect(after.release.phase).toMatchObject({ name: "shifting", step: 1 });
    expect(entry(after).said).toBe("promoted without its checks");
  });

  test("at the last share: it is kept, unless somebody has moved the traffic, whose share comes first", () => {
    const last = observing({ step: 2 });
    const all = { traffic: look(100).traffic };
    expect(promote(release(last), all).release.phase.name).toBe("retained");
    const moved = { traffic: look(40).traffic };
    expect(promote(release(heldOver(last, "drift")), moved).release.phase).toMatchObject({
      name: "shifting",
      step: 2,
    });
  });
});

describe("the time of the backup", () => {
  const retained = (fullMs: number, more: Partial<Release> = {}) =>
    release({ name: "retained" }, { fullMs, applied: 100, ...more });

  test("begins when everything is there, and is counted through every phase", () => {
    const begun = step(release(shifting({ step: 2, from: 50 })), look(100)).release;
    expect(begun.fullMs).toBe(0);
    const later = played(begun, [look(100), look(100, { commands: [command("pause")] }), look(100)]).release;
    expect(later).toMatchObject({ fullMs: 3000, phase: { name: "held" } });
  });

  test("ends after 24 h, and not a second before", () => {
    const day = 24 * HOUR;
    expect(step(retained(day - 1001), look(100)).release.phase.name).toBe("retained");
    const after = step(retained(day - 1000), look(100));
    expect(after.release.phase).toEqual({ name: "completed", retired: false });
    expect(kinds(after)).toEqual(["record completed", "notify"]);
  });

  test("does not end by a clock that is put forward", () => {
    const after = step(retained(HOUR), look(100, { nowMs: NOW + 400 * 24 * HOUR }));
    expect(after.release).toMatchObject({ fullMs: HOUR + 1000, phase: { name: "retained" } });
  });

  test("waits for a version that is not healthy", () => {
    const sick = look(100, { findings: [says("fail", { action: { kind: "review" } })] });
    expect(step(retained(25 * HOUR), sick).release.phase).toMatchObject({ name: "held", reason: "review" });
    expect(step(retained(25 * HOUR), look(100, { readable: false })).release.phase.name).toBe("retained");
  });

  test("ends where a person has seen what still fails, which would otherwise hold it for ever", () => {
    const sick = look(100, { findings: [says("fail", { action: { kind: "review" } })] });
    const after = step(retained(25 * HOUR, { waived: ["api-error-rate"] }), sick);
    expect(after.release.phase.name).toBe("completed");
    const [entry] = after.effects;
    expect(entry).toMatchObject({
      entry: {
        said: "sprint-15 has everything, and a person has looked at what still fails: api-error-rate",
      },
    });
  });

  test("is not the time in which somebody had moved the traffic, or nothing could be read", () => {
    for (const applied of [60, null])
      expect(played(retained(HOUR), [look(100, { traffic: { applied } }), look(100)]).release.fullMs).toBe(
        HOUR,
      );
  });
});

import { describe, expect, test } from "vitest";
import { LIMITS, type Phase, type Release } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { possible } from "@/lib/domain/release-possible";
import { step } from "@/lib/domain/release-step";
import {
  command,
  entry,
  HOUR,
  heldOver,
  kinds,
  look,
  MINUTE,
  NOW,
  observing,
  plan,
  played,
  release,
  ripe,
  says,
  shifting,
} from "@/tests/support/release";

const PASSED = [{ name: "health", state: "passed" as const, said: "answers" }];

describe("from phase to phase", () => {
  test.each<[string, Phase, Look, string, string[]]>([
    [
      "a draft that is started",
      { name: "draft" },
      look(0, { commands: [command("start")] }),
      "preflight",
      ["record started", "probe"],
    ],
    [
      "checks that passed",
      { name: "preflight" },
      look(0, { checks: PASSED }),
      "shifting",
      ["record shift", "shift"],
    ],
    ["no check yet", { name: "preflight" }, look(0), "preflight", []],
    ["a share that is read back", shifting(), look(50), "observing", ["record observing"]],
    ["a share on its way", shifting(), look(50, { traffic: { applied: 0, moving: true } }), "shifting", []],
    [
      "a share that is read, but not stored yet",
      shifting(),
      look(50, { traffic: { moving: true } }),
      "shifting",
      [],
    ],
    ["time and evidence complete", ripe(), look(50), "shifting", ["record advanced", "shift"]],
    ["time and evidence complete at the last share", ripe(2), look(100), "retained", ["record retained"]],
    [
      "everything given back",
      { name: "rolling_back", tries: 0, retryInMs: 500 },
      look(0),
      "verifying",
      ["record verifying", "probe"],
    ],
    [
      "all checks of a rollback",
      { name: "verifying" },
      look(0, { checks: PASSED }),
      "rolled_back",
      ["record rolled_back"],
    ],
    [
      "a completed one whose old place is retired",
      { name: "completed", retired: false },
      look(100, { commands: [command("retire")] }),
      "completed",
      ["record retired", "retire"],
    ],
    [
      "one that is given up before any traffic",
      { name: "preflight" },
      look(0, { commands: [command("abort")] }),
      "cancelled",
      ["record aborted"],
    ],
    [
      "one given up as a draft",
      { name: "draft" },
      look(0, { commands: [command("abort")] }),
      "cancelled",
      ["record aborted"],
    ],
  ])("%s", (_, phase, seen, then, effects) => {
    const after = step(release(phase), seen);
    expect(after.release.phase.name).toBe(then);
    expect(kinds(after)).toEqual(effects);
    expect(after.answers.every(({ accepted }) => accepted)).toBe(true);
  });

  test("each share sends the weight of its step, under the revision that it makes", () => {
    const first = step(release({ name: "preflight" }), look(0, { checks: PASSED }));
    expect(first.effects).toContainEqual({ kind: "shift", weight: 50, revision: first.release.revision });
    const second = step(release(ripe()), look(50));
    expect(second.effects).toContainEqual({ kind: "shift", weight: 100, revision: second.release.revision });
    expect(second.release.phase).toMatchObject({ step: 2, from: 50 });
  });

  test("a phase begins anew: its moment on the wall, and no time passed", () => {
    const after = step(release(ripe(), { forMs: HOUR }), look(50, { nowMs: NOW + 5 }));
    expect(after.release).toMatchObject({ enteredMs: NOW + 5, forMs: 0 });
  });

  test("a release of blue is moved by blue's percent", () => {
    const blue = { ...release({ name: "preflight" }), plan: plan({ environment: "blue" }) };
    const after = step(blue, look(0, { checks: PASSED }));
    expect(after.effects).toContainEqual(expect.objectContaining({ kind: "shift", weight: 50 }));
    const back = step({ ...blue, phase: observing() }, look(50, { commands: [command("rollback")] }));
    expect(back.effects).toContainEqual(expect.objectContaining({ kind: "rollback", to: "green" }));
  });
});

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
    expect(step(retained(25 * HOUR, { waived: ["api-error-rate"] }), sick).release.phase.name).toBe(
      "retained",
    );
    expect(step(retained(25 * HOUR), look(100, { readable: false })).release.phase.name).toBe("retained");
  });

  test("is not the time in which somebody had moved the traffic, or nothing could be read", () => {
    for (const applied of [60, null])
      expect(played(retained(HOUR), [look(100, { traffic: { applied } }), look(100)]).release.fullMs).toBe(
        HOUR,
      );
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

describe("when things coincide", () => {
  const everything = [command("promote"), command("resume"), command("pause"), command("rollback")];

  test("a person's rollback comes first", () => {
    const findings = [says("fail")];
    const after = step(release(ripe()), look(50, { commands: everything, findings }));
    expect(after.effects).toContainEqual(expect.objectContaining({ kind: "rollback", automatic: false }));
    expect(after.answers.map(({ accepted }) => accepted)).toEqual([false, false, false, true]);
  });

  test.each<[string, Phase, Look, string, object]>([
    [
      "the rollback of a rule before a hold",
      ripe(),
      look(50, { findings: [says("fail", { name: "gates", action: { kind: "review" } }), says("fail")] }),
      "rolling_back",
      {},
    ],
    [
      "a hold before a pause",
      ripe(),
      look(50, { commands: [command("pause")], findings: [says("fail", { action: { kind: "review" } })] }),
      "held",
      { reason: "review" },
    ],
    [
      "a pause before a resume",
      heldOver(observing(), "no_data"),
      look(50, { commands: [command("resume"), command("pause")] }),
      "held",
      { reason: "manual" },
    ],
    [
      "a resume before a promotion",
      heldOver(ripe()),
      look(50, { commands: [command("promote"), command("resume")] }),
      "observing",
      {},
    ],
    [
      "a pause before an advance",
      ripe(),
      look(50, { commands: [command("pause")] }),
      "held",
      { reason: "manual" },
    ],
    [
      "a hold before a promotion",
      ripe(),
      look(50, { commands: [command("promote")], findings: [says("fail", { action: { kind: "review" } })] }),
      "held",
      { reason: "review" },
    ],
  ])("%s", (_, phase, seen, name, more) => {
    expect(step(release(phase), seen).release.phase).toMatchObject({ name, ...more });
  });

  test("whoever was outranked is told, with what is possible now", () => {
    const after = step(release(ripe()), look(50, { commands: [command("pause"), command("promote")] }));
    expect(after.answers[1]).toMatchObject({ accepted: false, possible: possible(after.release) });
  });
});

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

describe("beside the phases", () => {
  test("three misses of the backup are told once, until it has answered", () => {
    const mute = (misses: number) =>
      look(50, { backup: { healthy: false, ageMs: 0, misses, said: "is mute" } });
    const begun = release(observing());
    expect(kinds(step(begun, mute(2)))).toEqual([]);
    const told = step(begun, mute(3));
    expect(kinds(told)).toEqual(["record backup_alarm", "notify"]);
    expect(kinds(played(told.release, [mute(3), mute(4)]))).toEqual([]);
    expect(kinds(played(told.release, [look(50), mute(3)]))).toEqual(["record backup_alarm", "notify"]);
  });

  test("a rule on trial is recorded once a share, and does nothing", () => {
    const seen = look(50, { findings: [says("fail", { dryRun: true })] });
    const first = step(release(observing()), seen);
    expect(kinds(first)).toEqual(["record dry_run"]);
    expect(first.release.phase.name).toBe("observing");
    expect(kinds(step(first.release, seen))).toEqual([]);
  });

  test("after a start nothing goes further before a while was seen, but for a person", () => {
    const young = look(50, { uptimeMs: LIMITS.startMs - 1 });
    const woken = release(ripe(), { restarted: true });
    expect(step(woken, young).release.phase.name).toBe("observing");
    expect(step(woken, { ...young, uptimeMs: LIMITS.startMs }).release.phase.name).toBe("shifting");
    const person = step(woken, { ...young, commands: [command("promote")] });
    expect(person.release.phase.name).toBe("shifting");
    const kept = release({ name: "retained" }, { restarted: true, fullMs: 30 * HOUR, applied: 100 });
    expect(step(kept, { ...look(100), uptimeMs: 4 * MINUTE }).release.phase.name).toBe("retained");
  });
});

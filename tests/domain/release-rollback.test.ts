import { describe, expect, test } from "vitest";
import type { Phase, Release } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { step } from "@/lib/domain/release-step";
import {
  command,
  entry,
  heldOver,
  kinds,
  look,
  observing,
  played,
  release,
  says,
  shifting,
} from "@/tests/support/release";

const TRAFFIC: [string, Phase][] = [
  ["shifting", shifting()],
  ["observing", observing()],
  ["held while shifting", heldOver(shifting())],
  ["held while observing", heldOver(observing(), "stale")],
  ["held with everything", heldOver({ name: "retained" }, "drift")],
  ["retained", { name: "retained" }],
];
const FAILING = [says("fail")];
const SICK = { healthy: false, ageMs: 1000, misses: 1, said: "answers 503" };
const guards = look(0).guards;
const BACK = { name: "rolling_back" as const, tries: 0, retryInMs: 1000 };
const PASSED = [{ name: "probe", state: "passed" as const, said: "answers" }];
const times = (count: number, one: Look) => Array.from({ length: count }, () => one);

describe("a person's rollback", () => {
  const click = (from: Release, seen: Partial<Look> = {}, more = {}) =>
    step(from, { ...look(50), commands: [command("rollback", { reason: "odd", ...more })], ...seen });

  test.each([...TRAFFIC, ["completed", { name: "completed", retired: false }] as [string, Phase]])(
    "is accepted at once while it is %s",
    (_, phase) => {
      const after = click(release(phase));
      expect(after.answers).toEqual([{ accepted: true }]);
      expect(after.release).toMatchObject({
        phase: { name: "rolling_back" },
        undoneBy: { actor: "ada", automatic: false, rule: null },
      });
      expect(after.effects[1]).toEqual({
        kind: "rollback",
        to: "blue",
        automatic: false,
        actor: "ada",
        reason: "odd",
        rule: null,
        finding: null,
      });
    },
  );

  test("needs nothing: no sources, no probes, no reading, no automatic actions", () => {
    const blind = {
      readable: false,
      probed: false,
      automation: false,
      traffic: look(50, { traffic: { applied: null } }).traffic,
    };
    expect(click(release(observing()), blind).answers).toEqual([{ accepted: true }]);
  });

  test("a second time is accepted, and nothing is done twice", () => {
    const after = click(release({ ...BACK, retryInMs: 5000 }), { traffic: look(50).traffic });
    expect(after.answers).toEqual([{ accepted: true }]);
    expect(kinds(after)).toEqual([]);
    const twice = step(
      release(observing()),
      look(50, { commands: [command("rollback"), command("rollback")] }),
    );
    expect(twice.answers).toEqual([{ accepted: true }, { accepted: true }]);
    expect(kinds(twice)).toEqual(["record rollback", "rollback"]);
  });

  test("onto a backup that is not healthy asks for a confirmation that names the fault", () => {
    const sick = { backup: SICK };
    const first = click(release(observing()), sick);
    expect(first.release.phase.name).toBe("observing");
    expect(first.answers).toMatchObject([{ accepted: false, confirmable: true }]);
    expect(first.answers[0]).toMatchObject({ why: expect.stringContaining("blue answers 503") });
    expect(click(release(observing()), sick, { confirm: true }).answers).toEqual([{ accepted: true }]);
  });

  test("quarantines nothing, and can be undone", () => {
    expect(kinds(click(release(observing())))).toEqual(["record rollback", "rollback"]);
  });

  test("made past the release, by the button or the command line, is joined", () => {
    for (const [, phase] of TRAFFIC) {
      const rolledBack = { actor: "bob", reason: "slow" };
      const after = step(release(phase), look(0, { traffic: { rolledBack, moving: true } }));
      expect(after.release).toMatchObject({ phase: { name: "rolling_back" }, undoneBy: { actor: "bob" } });
      expect(kinds(after)).toEqual(["record rollback"]);
      expect(entry(after)).toMatchObject({ actor: "bob", reason: "slow" });
    }
  });

  test("of a completed release is impossible once another one runs", () => {
    const busy = { guards: { ...guards, anotherLive: true } };
    const after = click(release({ name: "completed", retired: false }), busy);
    expect(after.release.phase.name).toBe("completed");
    expect(after.answers).toMatchObject([{ accepted: false }]);
  });
});

describe("a rule's rollback", () => {
  test.each(TRAFFIC)("goes back by itself while it is %s", (_, phase) => {
    const after = step(release(phase), look(50, { findings: FAILING }));
    expect(after.release).toMatchObject({
      phase: { name: "rolling_back" },
      undoneBy: { actor: "system", automatic: true, rule: "api-error-rate" },
    });
    expect(kinds(after)).toEqual(["record rollback", "rollback", "quarantine", "notify"]);
    expect(after.effects[1]).toMatchObject({ rule: "api-error-rate", finding: FAILING[0]?.finding });
  });

  test("is one trip, one transition, one notification", () => {
    const seen = look(50, { findings: FAILING, traffic: { moving: true } });
    const after = step(release(observing()), seen);
    const later = times(20, seen).flatMap((_, at) => kinds(played(after.release, times(at, seen))));
    expect(later.filter((kind) => kind === "notify" || kind === "quarantine")).toEqual([]);
  });

  test("the second in 24 h switches automatic actions off, in the same notification", () => {
    const seen = look(50, { findings: FAILING, guards: { ...guards, automaticRollbacks: 1 } });
    const after = step(release(observing()), seen);
    expect(kinds(after)).toEqual(["record rollback", "rollback", "quarantine", "automation_off", "notify"]);
  });

  test("does not happen before any traffic, by a dry run, or by anything but a breach", () => {
    expect(step(release({ name: "preflight" }), look(0, { findings: FAILING })).release.phase.name).toBe(
      "preflight",
    );
    for (const one of [
      says("fail", { dryRun: true }),
      says("cannot_measure"),
      says("no_data"),
      says("not_enough_evidence"),
    ])
      expect(step(release(observing()), look(50, { findings: [one] })).release.phase.name).toBe("observing");
  });

  const heldFor = (seen: Partial<Look>) =>
    step(release(observing()), { ...look(50), findings: FAILING, ...seen }).release.phase;

  test("is held where the other environment has the same fault", () => {
    expect(heldFor({ findings: [says("fail", {}, true)] })).toMatchObject({ reason: "shared_cause" });
    expect(
      heldFor({ findings: [says("fail", { name: "one" }, true), says("fail", { name: "two" })] }).name,
    ).toBe("rolling_back");
  });

  test("follows once the other environment has recovered and this one has not", () => {
    const held = release(heldOver(observing(), "shared_cause"));
    expect(step(held, look(50, { findings: FAILING })).release.phase.name).toBe("rolling_back");
  });

  test("is held where automatic actions are off, and follows once they are on", () => {
    const held = heldFor({ automation: false });
    expect(held).toMatchObject({ reason: "automation_off" });
    expect(step(release(held), look(50, { findings: FAILING })).release.phase.name).toBe("rolling_back");
  });

  test("moves nothing onto a backup that is not healthy, and follows once it is", () => {
    const held = heldFor({ backup: SICK });
    expect(held).toMatchObject({ reason: "backup_unhealthy" });
    expect(step(release(held), look(50, { findings: FAILING })).release.phase.name).toBe("rolling_back");
  });

  test("moves all the same where green is wholly down", () => {
    expect(heldFor({ backup: SICK, candidateDown: true }).name).toBe("rolling_back");
  });

  test("goes ahead where the backup has no address to ask", () => {
    expect(heldFor({ backup: { healthy: null, ageMs: null, misses: 0, said: "" } }).name).toBe(
      "rolling_back",
    );
  });

  test("asks a backup whose answer is old, and waits for it five seconds", () => {
    const old = look(50, {
      findings: FAILING,
      backup: { healthy: true, ageMs: 31_000, misses: 0, said: "?" },
    });
    const asked = step(release(observing()), old);
    expect(kinds(asked)).toEqual(["probe"]);
    expect(played(asked.release, times(4, old)).release.phase.name).toBe("observing");
    expect(played(asked.release, times(5, old)).release.phase).toMatchObject({ reason: "backup_unhealthy" });
    expect(step(asked.release, look(50, { findings: FAILING })).release.phase.name).toBe("rolling_back");
    expect(step(asked.release, { ...old, commands: [command("promote")] }).release.phase.name).toBe(
      "observing",
    );
    expect(step(asked.release, { ...old, commands: [command("rollback")] }).release.phase.name).toBe(
      "rolling_back",
    );
  });

  test("resumed from a shared cause it is observed anew: what fails from then on holds it again, or takes it back", () => {
    const shared = [says("fail", {}, true)];
    const over = observing({ countedMs: 3_000_000, samples: { candidate: 7, control: 7 } });
    const seen = look(50, { commands: [command("resume")], findings: shared });
    const { release: resumed } = step(release(heldOver(over, "shared_cause"), { waived: ["quality"] }), seen);
    expect(resumed).toMatchObject({
      phase: {
        ...{ name: "observing", step: over.step, sinceMs: seen.nowMs, countedMs: 0 },
        samples: { candidate: 0, control: 0 },
      },
      waived: [],
    });
    expect(step(resumed, look(50)).release.phase.name).toBe("observing");
    expect(step(resumed, look(50, { findings: shared })).release.phase).toMatchObject({
      reason: "shared_cause",
    });
    expect(step(resumed, look(50, { findings: FAILING })).release.phase.name).toBe("rolling_back");
  });

  test("resumed with everything on it, its last share is observed anew, and the backup's time goes on", () => {
    const held = release(heldOver({ name: "retained" }, "shared_cause"), { applied: 100, fullMs: 7000 });
    const { release: resumed } = step(held, look(100, { commands: [command("resume")] }));
    expect(resumed).toMatchObject({ phase: { name: "observing", step: 2 }, fullMs: 8000 });
  });

  test("a weightier reason takes the place of a lighter one, and not the other way round", () => {
    const manual = release(heldOver(observing(), "manual"));
    const off = step(manual, look(50, { findings: FAILING, automation: false })).release;
    expect(off.phase).toMatchObject({ reason: "automation_off" });
    const shared = step(off, look(50, { findings: [says("fail", {}, true)] })).release;
    expect(shared.phase).toMatchObject({ reason: "automation_off" });
  });
});

describe("on its way", () => {
  test("is sent again after 1, 2, 4 … 30 s, first with an alarm after a minute", () => {
    let now = release({ ...BACK });
    const sent: number[] = [];
    const alarms: number[] = [];
    for (let second = 1; second <= 200; second += 1) {
      const after = step(now, look(50));
      now = after.release;
      if (after.effects.some(({ kind }) => kind === "rollback")) sent.push(second);
      if (after.effects.some((effect) => effect.kind === "notify" && effect.about === "alarm"))
        alarms.push(second);
    }
    expect(sent.slice(0, 5)).toEqual([1, 3, 7, 15, 31]);
    expect(alarms).toEqual([60]);
    const gaps = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30);
    expect(now.phase.name).toBe("rollback_failed");
  });

  test.each<[string, Look]>([
    ["the balancer still gives green work", look(5)],
    ["it cannot be read", look(0, { traffic: { applied: null } })],
    ["the traffic has not stored it yet", look(0, { traffic: { moving: true } })],
    ["something else is wanted", look(0, { traffic: { wanted: 50 } })],
  ])("is not done while %s", (_, seen) => {
    expect(step(release({ ...BACK }), seen).release.phase.name).toBe("rolling_back");
  });

  test("is verified for ten minutes, and then for people", () => {
    const open = look(0, {
      elapsedMs: 60_000,
      checks: [{ name: "work", state: "failed", said: "2 jobs given to green since" }],
    });
    const verifying = release({ name: "verifying" });
    expect(played(verifying, times(9, open)).release.phase.name).toBe("verifying");
    const failed = played(verifying, times(10, open));
    expect(failed.release.phase.name).toBe("rollback_failed");
    expect(kinds(failed)).toEqual(["record rollback_failed", "notify"]);
    expect(entry(failed).said).toContain("2 jobs given to green since");
    expect(step(failed.release, look(0, { checks: PASSED })).release.phase.name).toBe("rolled_back");
  });

  test("is not verified by nothing", () => {
    expect(step(release({ name: "verifying" }), look(0, { checks: [] })).release.phase.name).toBe(
      "verifying",
    );
  });

  test("is sent again where green has work again while it is verified", () => {
    const after = step(release({ name: "verifying" }), look(30));
    expect(after.release.phase.name).toBe("rolling_back");
    expect(kinds(after)).toEqual(["record sent_again", "rollback"]);
  });

  test("that failed is tried at once when a person asks, and ends when a person closes it", () => {
    const failed = release({ name: "rollback_failed", closed: false, tries: 9, retryInMs: 30_000 });
    expect(kinds(step(failed, look(50, { commands: [command("rollback")] })))).toContain("rollback");
    const closed = step(failed, look(50, { commands: [command("close", { reason: "by hand" })] }));
    expect(closed.release.phase).toMatchObject({ closed: true });
    expect(kinds(played(closed.release, times(100, look(50))))).toEqual([]);
  });
});

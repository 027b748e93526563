import { describe, expect, test } from "vitest";
import { LIMITS, type Phase } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { possible } from "@/lib/domain/release-possible";
import { step } from "@/lib/domain/release-step";
import {
  command,
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

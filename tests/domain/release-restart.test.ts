import { describe, expect, test } from "vitest";
import { CALM, type Phase } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { resumed } from "@/lib/domain/release-restart";
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

const START = { uptimeMs: 0, elapsedMs: 0 };
const FAILED: Phase = { name: "rollback_failed", closed: false, tries: 7, retryInMs: 30_000 };

test.each<[string, Phase, Look, string, string[]]>([
  [
    "rolling back: sent again at once",
    { name: "rolling_back", tries: 4, retryInMs: 9000 },
    look(50),
    "rolling_back",
    ["record sent_again", "rollback"],
  ],
  [
    "verifying: sent again at once",
    { name: "verifying" },
    look(0),
    "rolling_back",
    ["record sent_again", "rollback"],
  ],
  [
    "a rollback that failed: sent again at once",
    FAILED,
    look(50),
    "rollback_failed",
    ["record sent_again", "rollback"],
  ],
  [
    "a rule tripped meanwhile",
    observing(),
    look(50, { findings: [says("fail")] }),
    "rolling_back",
    ["record rollback", "rollback", "quarantine", "notify"],
  ],
  [
    "a rule tripped while it was held",
    heldOver(observing()),
    look(50, { findings: [says("fail")] }),
    "rolling_back",
    ["record rollback", "rollback", "quarantine", "notify"],
  ],
  [
    "a rule tripped while a share was sent",
    shifting(),
    look(0, { findings: [says("fail")] }),
    "rolling_back",
    ["record rollback", "rollback", "quarantine", "notify"],
  ],
  [
    "it was rolled back meanwhile",
    observing(),
    look(0, { traffic: { rolledBack: { actor: "bob", reason: null } } }),
    "rolling_back",
    ["record rollback"],
  ],
  ["shifting, and it is there", shifting(), look(50), "observing", ["record observing"]],
  ["shifting, and it is as before", shifting(), look(0), "shifting", ["record restarted"]],
  ["shifting, and it is something else", shifting(), look(20), "held", ["record held", "notify"]],
  [
    "shifting, and it cannot be read",
    shifting(),
    look(0, { traffic: { applied: null } }),
    "held",
    ["record held", "notify"],
  ],
  ["observing, and it is there", observing(), look(50), "observing", ["record restarted"]],
  ["observing, and it differs", observing(), look(40), "held", ["record held", "notify"]],
  [
    "observing, and it cannot be read",
    observing(),
    look(50, { traffic: { applied: null } }),
    "held",
    ["record held", "notify"],
  ],
  ["retained, and it is there", { name: "retained" }, look(100), "retained", ["record restarted"]],
  ["retained, and it differs", { name: "retained" }, look(0), "held", ["record held", "notify"]],
  ["held", heldOver(observing(), "review"), look(20), "held", ["record restarted"]],
  ["its checks: asked again", { name: "preflight" }, look(0), "preflight", ["record restarted", "probe"]],
  ["a draft", { name: "draft" }, look(0), "draft", []],
  ["an end", { name: "rolled_back" }, look(0), "rolled_back", []],
  ["a completed one", { name: "completed", retired: false }, look(40), "completed", []],
  ["one that was closed", { ...FAILED, closed: true }, look(40), "rollback_failed", []],
])("after a restart: %s", (_, phase, seen, then, effects) => {
  const after = resumed(release(phase), { ...seen, ...START });
  expect(after.release.phase.name).toBe(then);
  expect(kinds(after)).toEqual(effects);
});

test.each([
  ["differs", look(40), "drift"],
  ["cannot be read", look(50, { traffic: { applied: null } }), "router"],
])("what %s holds it for its own reason, and a rollback stays possible", (_, seen, reason) => {
  const after = resumed(release(observing()), { ...seen, ...START });
  expect(after.release.phase).toMatchObject({ reason });
  const back = step(after.release, { ...seen, commands: [command("rollback")] });
  expect(back.release.phase.name).toBe("rolling_back");
});

describe("a share that was not sent before the restart", () => {
  const old = (more: Partial<Look> = {}) => look(0, more);
  const woken = resumed(release(shifting()), { ...old(), ...START }).release;

  test("is sent after one look at which nothing is wrong", () => {
    expect(kinds(step(woken, old({ readable: false })))).toEqual([]);
    expect(kinds(step(woken, old({ findings: [says("fail", { action: { kind: "review" } })] })))).toEqual([]);
    expect(kinds(step(woken, old({ backup: { healthy: false, ageMs: 0, misses: 0, said: "" } })))).toEqual(
      [],
    );
    expect(kinds(step(woken, old()))).toEqual(["record shift", "shift"]);
  });

  test("is sent by nobody but a person, where no look was clean within a minute", () => {
    const unclean = old({ probed: false });
    const held = played(
      woken,
      Array.from({ length: 60 }, () => unclean),
    ).release;
    expect(held.phase).toMatchObject({ name: "held", reason: "restart" });
    expect(kinds(step(held, old({ commands: [command("resume")] })))).toEqual(["record resumed", "shift"]);
  });
});

test("the time in which nothing ran counts for nothing, and what was counted stays", () => {
  const before = release(observing({ countedMs: HOUR / 2 }), { fullMs: 5000, forMs: 7000, applied: 50 });
  const after = resumed(before, { ...look(50), elapsedMs: 8 * HOUR, uptimeMs: 0 }).release;
  expect(after).toMatchObject({ forMs: 7000, fullMs: 5000, phase: { countedMs: HOUR / 2 } });
});

test("the 24 h of the backup are those in which it was watched, over any number of restarts", () => {
  let now = release({ name: "retained" }, { fullMs: 0, applied: 100 });
  let hours = 0;
  while (now.phase.name === "retained" && hours < 48) {
    now = played(
      now,
      Array.from({ length: 60 }, () => look(100, { elapsedMs: 60_000 })),
    ).release;
    hours += 1;
    if (now.phase.name === "retained") now = resumed(now, { ...look(100), ...START }).release;
  }
  expect(hours).toBe(24);
});

test("nothing advances in the first while after a start", () => {
  const woken = resumed(release(ripe()), { ...look(50), ...START }).release;
  expect(step(woken, look(50, { uptimeMs: 1000 })).release.phase.name).toBe("observing");
  expect(step(woken, look(50, { uptimeMs: 300_000 })).release.phase.name).toBe("shifting");
});

test("what was in the way by the clock of the other process is looked at anew", () => {
  const before = release(observing(), { trouble: { ...CALM, off: 9999, stale: 59_999 } });
  const after = resumed(before, { ...look(50, { readable: false }), ...START }).release;
  expect(after.trouble).toEqual({ ...CALM, stale: 0 });
});

test("it is written down that it was started anew", () => {
  expect(entry(resumed(release(observing()), { ...look(50), ...START }))).toMatchObject({
    kind: "restarted",
    said: "Greenlight was started anew",
  });
});

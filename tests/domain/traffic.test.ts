import { describe, expect, test } from "vitest";
import {
  confirmed,
  edited,
  failed,
  found,
  type Refusal,
  remedy,
  rollbackTarget,
  rolledBack,
  shifted,
  syncOf,
  type Traffic,
} from "@/lib/domain/traffic";

const START: Traffic = { epoch: 1, live: "blue", previous: null, backup: null, green: 0, moving: null };
const NOW = 1_000_000;

function wanted(traffic: Traffic | Refusal): Traffic {
  if ("refused" in traffic) throw new Error(traffic.refused);
  return traffic;
}
const toward = (traffic: Traffic, green: number, nowMs = NOW) =>
  shifted(traffic, { green, kind: "shift", actor: "ada", nowMs });
const at = (...shares: number[]) =>
  shares.reduce((traffic, green) => confirmed(wanted(toward(traffic, green))), START);
const back = (traffic: Traffic, appliedGreen: number | null = traffic.green) =>
  rolledBack(traffic, { actor: "bob", nowMs: NOW, appliedGreen });

describe("a shift", () => {
  test("changes who is live only with 100", () => {
    expect(at(50)).toMatchObject({ live: "blue", previous: null, green: 50 });
    expect(at(50, 100)).toMatchObject({ live: "green", previous: "blue", backup: "blue" });
    expect(at(50, 100, 60)).toMatchObject({ live: "green", previous: "blue", green: 60 });
  });

  test("is refused for ten seconds while another one is on its way, also by a clock that was put back", () => {
    const moving = wanted(toward(START, 50));
    expect(toward(moving, 60, NOW + 9999)).toMatchObject({ refused: "moving", by: { actor: "ada" } });
    expect(toward(moving, 60, NOW + 10_000)).toMatchObject({ green: 60, moving: { fromGreen: 0 } });
    expect(toward(moving, 60, NOW - 3_600_000)).toMatchObject({ green: 60 });
  });

  test("never takes the place of a rollback that is not done, however long that takes", () => {
    const rolling = wanted(back(at(50)));
    expect(toward(rolling, 50, NOW + 86_400_000)).toMatchObject({ refused: "moving" });
  });

  test("that failed leaves wanted what was wanted before", () => {
    expect(failed(wanted(toward(at(20), 70)))).toMatchObject({ green: 20, moving: null, epoch: 3 });
  });
});

describe("a rollback", () => {
  test.each<[string, Traffic, number | null, "blue" | "green" | null]>([
    ["nothing was ever moved", START, 0, null],
    ["the traffic is split: the live one", at(50), 50, "blue"],
    ["it is split the other way round", at(100, 50), 50, "green"],
    ["the switch is done: the one that stands ready", at(100), 100, "blue"],
    ["a hand moved some, and nothing else stands ready", START, 40, "blue"],
    ["a hand moved some back already: the one that stands ready", at(100), 60, "blue"],
    ["it went back by a shift: the one before", at(100, 0), 0, "green"],
    ["nothing could ever be read", START, null, null],
  ])("where %s", (_, traffic, applied, target) => {
    expect(rollbackTarget(traffic, applied)).toBe(target);
  });

  test("outranks a shift on its way, and joins a rollback", () => {
    const shifting = wanted(toward(at(20), 100));
    const rolling = wanted(back(shifting));
    expect(rolling).toMatchObject({ epoch: shifting.epoch + 1, green: 0, moving: { kind: "rollback" } });
    expect(back(rolling)).toBe(rolling);
  });

  test("stays wanted where it failed", () => {
    const rolling = wanted(back(at(100)));
    expect(failed(rolling)).toBe(rolling);
  });

  test("leaves nothing to undo: never to what was rolled back from", () => {
    for (const before of [at(50), at(100), at(100, 50), at(100, 0)]) {
      const after = confirmed(wanted(back(before)));
      expect(back(after)).toMatchObject({ refused: "nothing-to-undo" });
    }
  });

  test("to what a release names goes there, also where the traffic by itself would go the other way", () => {
    const to = (traffic: Traffic, appliedGreen: number | null = traffic.green) =>
      rolledBack(traffic, { actor: "bob", nowMs: NOW, appliedGreen, to: "blue" });
    const moved = at(100, 20);
    expect(rollbackTarget(moved, 20)).toBe("green");
    const rolling = wanted(to(moved));
    expect(rolling).toMatchObject({ green: 0, moving: { kind: "rollback", fromGreen: 20 } });
    expect(to(rolling)).toBe(rolling);
    expect(confirmed(rolling)).toMatchObject({ live: "blue", previous: "green", backup: null });
    expect(wanted(to(wanted(back(moved))))).toMatchObject({ green: 0, moving: { kind: "rollback" } });
    expect(to(START)).toMatchObject({ refused: "nothing-to-undo" });
    expect(to(START, null)).toMatchObject({ green: 0, moving: { kind: "rollback" } });
  });

  test("of what a hand moved says how much that was", () => {
    expect(back(START, 40)).toMatchObject({ green: 0, moving: { fromGreen: 40 } });
  });
});

describe("a look", () => {
  const look = (traffic: Traffic, green: number | null, more: Partial<Parameters<typeof remedy>[1]> = {}) =>
    remedy(traffic, {
      applied: { green, generation: "one" },
      generation: "one",
      acting: false,
      resent: false,
      ...more,
    }).do;

  test.each<[string, Traffic, number | null, string]>([
    ["what is wanted is there", at(50), 50, "nothing"],
    ["a hand gave more to what is on trial", at(30), 60, "send"],
    ["a hand took work from what is on trial", at(60), 30, "show"],
    ["a hand went back to what stands ready", at(100), 0, "show"],
    ["a hand stopped both", at(60), null, "show"],
    ["a shift was interrupted after it was taken", wanted(toward(START, 50)), 50, "confirm"],
    ["a shift was interrupted before it was taken", wanted(toward(START, 50)), 0, "give-up"],
    ["a rollback was interrupted after it was taken", wanted(back(at(50))), 0, "confirm"],
    ["a rollback was interrupted before it was taken", wanted(back(at(50))), 50, "send"],
  ])("where %s", (_, traffic, green, remedied) => {
    expect(look(traffic, green)).toBe(remedied);
    expect(look(traffic, green, { acting: true })).toBe("nothing");
  });

  test("puts what a hand has moved back once", () => {
    expect(look(at(30), 60, { resent: true })).toBe("show");
  });

  test("tells a balancer that began anew, also upwards", () => {
    expect(look(at(60), 0, { generation: "before" })).toBe("send");
  });

  test("at what cannot be read changes nothing, but for an accepted rollback", () => {
    expect(look(at(60), 0, { applied: null })).toBe("nothing");
    expect(look(wanted(toward(START, 50)), 0, { applied: null })).toBe("nothing");
    expect(look(wanted(back(at(50))), 0, { applied: null })).toBe("send");
  });
});

test.each([
  [50, null, null, "in_sync"],
  [30, null, NOW - 9999, "pending"],
  [30, null, NOW - 10_000, "drifted"],
  [null, null, NOW - 10_000, "drifted"],
  [50, "gone", null, "unknown"],
] as const)(
  "%s applied of 50, unreadable %s, differing since %s: %s",
  (appliedGreen, unreadable, differsSinceMs, sync) => {
    expect(syncOf({ appliedGreen, unreadable, differsSinceMs }, 50, NOW)).toBe(sync);
  },
);

describe("an edit from outside", () => {
  const says = (live: "blue" | "green", green: number, more = {}) => ({
    live,
    green,
    previous: null,
    rolledBack: false,
    ...more,
  });

  test("that changes who is live alone gives it everything, and the weights are to follow", () => {
    expect(edited(START, says("green", 0), 0, NOW)).toMatchObject({
      live: "green",
      green: 100,
      backup: "blue",
      moving: { kind: "external" },
    });
  });

  test("that says the same everywhere is settled", () => {
    expect(edited(START, says("green", 100), 0, NOW)).toMatchObject({ live: "green", moving: null });
    expect(edited(START, says("blue", 25), 0, NOW)).toMatchObject({ live: "blue", green: 25, moving: null });
  });

  test("that gives everything to the other one makes it live, once the file says so, too", () => {
    const after = edited(START, says("blue", 100), 0, NOW);
    expect(after).toMatchObject({ green: 100, moving: { kind: "external" } });
    expect(confirmed(after!)).toMatchObject({ live: "green", previous: "blue", backup: "blue" });
  });

  test("whose weights are to follow stays wanted until they do", () => {
    const after = edited(START, says("green", 0), 0, NOW)!;
    expect(failed(after)).toBe(after);
    const look = { generation: "one", acting: false, resent: false };
    expect(remedy(after, { ...look, applied: { green: 0, generation: "one" } }).do).toBe("send");
  });

  test("that is a rollback leaves nothing to undo", () => {
    expect(edited(at(100), says("blue", 0, { rolledBack: true }), 100, NOW)).toMatchObject({
      live: "blue",
      previous: "green",
      backup: null,
    });
  });

  test("that says nothing new is none", () => {
    expect(edited(at(50), says("blue", 50), 50, NOW)).toBeNull();
  });

  test("of before the first start is how it is, with what stood before to go back to", () => {
    expect(found(says("green", 100, { previous: "blue" }), NOW)).toMatchObject({
      epoch: 1,
      live: "green",
      previous: "blue",
      backup: "blue",
      green: 100,
      moving: null,
    });
    expect(found(says("blue", 0), NOW)).toEqual(START);
    expect(found(says("blue", 0, { previous: "green", rolledBack: true }), NOW).backup).toBeNull();
  });
});
